"""Profiles made from choices: the TOML they become, and how a sample is read by them."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace

import pytest

from app.domain.errors import BadRequest
from ingest import samples
from ingest.profile_making import Wish, profile_toml, read_toml
from ingest.profiles import ProfileError, load

WISH = Wish(
    "our-system",
    separator=";",
    formats=("DD/MM/YYYY hh:mm",),
    zone="Africa/Cairo",
    columns={"item": 'Item "no"', "event": "رمز", "time": "When"},
    codes={"30": "EMD", "37": "EMI", "8": ""},
    products={"P": "parcel"},
)
SAMPLE = (
    'Item "no";رمز;When\nRR123456785EG;30;05/01/2026 08:00\nRR123456785EG;37;06/01/2026 9:30\n'
    "RR123456785EG;8;06/01/2026 9:31\nRR123456785EG;99;06/01/2026 9:32\nRR123456785EG;30;soon\n"
)
SAMPLE = SAMPLE.replace('Item "no"', '"Item ""no"""')


def test_the_toml_is_the_profile_that_was_chosen(tmp_path) -> None:
    content = profile_toml(WISH)
    path = tmp_path / "our-system.toml"
    path.write_text(content, encoding="utf-8")
    profile = load(path)
    assert profile == read_toml(content, "our-system")
    assert (profile.name, profile.separators, profile.zone) == ("our-system", (";",), "Africa/Cairo")
    assert dict(profile.columns) == dict(WISH.columns)
    assert (profile.codes["30"], profile.codes["EMC"]) == ("EMD", "EMC")
    assert profile.ignored_codes == {"8"}
    assert dict(profile.products) == {"P": "parcel"}
    assert [one.text for one in profile.formats] == ["DD/MM/YYYY hh:mm"]
    assert (profile.encoding_errors, profile.padded) == ("strict", True)


def test_only_what_the_file_can_tell_is_measured() -> None:
    plain = read_toml(profile_toml(replace(WISH, codes={}, products={}, replace=True)), "x")
    assert {"items_on_time", "arrivals_transmitted_24h", "items_held_with_reason"} & set(plain.measures) == set()
    assert (plain.encoding_errors, dict(plain.products)["ems"]) == ("replace", "ems")
    more = {"sent": "S", "promised": "P", "standard_days": "D", "retention_reason": "R"}
    full = read_toml(profile_toml(replace(WISH, columns={**WISH.columns, **more})), "x")
    assert set(full.measures) == set(load("barid").measures)
    assert len(full.measures) == len(set(full.measures))


@pytest.mark.parametrize("name", ["", "barid", "Ours", "../x", "x", "a" * 40, "1st", "a@2"])
def test_a_name_that_cannot_be_one_is_refused(name) -> None:
    with pytest.raises(BadRequest, match="profile_name"):
        profile_toml(replace(WISH, name=name))


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"columns": {"item": "x"}}, "columns"),
        ({"columns": {}}, "columns"),
        ({"zone": "Mars/North"}, "zone"),
        ({"formats": ("hh:mm",)}, "formats"),
        ({"codes": {"1": "ZZZ"}}, "codes"),
        ({"product": "box"}, "products"),
    ],
)
def test_choices_that_contradict_each_other_are_refused_with_the_place(changed, place) -> None:
    with pytest.raises(ProfileError) as refused:
        profile_toml(replace(WISH, **changed))
    assert str(refused.value.params["reason"]).startswith(place)


def test_a_sample_is_read_as_the_whole_file_would_be(tmp_path) -> None:
    reading = samples.read_in_child(SAMPLE, profile_toml(WISH), tmp_path)
    assert reading is not None
    assert [(row.line, row.event, row.local, row.utc, row.product) for row in reading.rows] == [
        (2, "EMD", "2026-01-05 08:00:00", "2026-01-05 06:00:00", "letter"),
        (3, "EMI", "2026-01-06 09:30:00", "2026-01-06 07:30:00", "letter"),
    ]
    assert [(one.code, one.line, one.value) for one in reading.findings] == [
        ("EVT_CODE_UNKNOWN", 5, "99"),
        ("EVT_TIME_UNREADABLE", 6, "soon"),
    ]
    assert reading == samples.read_sample(SAMPLE, profile_toml(WISH), tmp_path)
    assert not list(tmp_path.glob("sample-*"))


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"a;b\r\n1;2\r\n", "a;b\n1;2"),
        ("\ufeffa\tb\r1\t2".encode(), "a\tb\n1\t2"),
        ("م;b\n".encode("utf-16"), "م;b"),
        (b"a;\xff\x07b\n\n1;2", "a;\ufffd b\n1;2"),
        (b"\n".join(b"%d" % number for number in range(20)), "0\n1\n2\n3\n4\n5"),
        (b"x" * 20_000 + b"\n1", "x" * 12_000),
        (b"a\n" + b"x" * 13_000, "a"),
        (b"PK\x03\x04 a workbook", None),
        (b"a\0b", None),
        (b"", ""),
    ],
)
def test_the_first_lines_are_plain_text(content, text, tmp_path) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    assert samples.first_lines(path) == text


def test_the_child_answers_and_what_brings_it_down_is_told(tmp_path) -> None:
    path = tmp_path / "file"
    path.write_text("a;b\n1;2\n")
    assert samples.sample_in_child(path, tmp_path) == "a;b\n1;2"
    assert samples.sample_in_child(tmp_path / "nothing", tmp_path) is None
    assert samples.read_in_child("a", "this is no TOML", tmp_path) is None


@pytest.mark.parametrize("job", [{"path": ""}, {"text": SAMPLE, "profile": profile_toml(WISH)}])
def test_the_side_of_the_child(job, tmp_path) -> None:
    (tmp_path / "file").write_text("a;b")
    job = {**job, "path": str(tmp_path / "file")} if "path" in job else job
    (tmp_path / "job.json").write_text(json.dumps(job))
    samples.main(tmp_path)
    answer = json.loads((tmp_path / "answer.json").read_text())
    assert answer.get("text") == "a;b" or len(answer["rows"]) == 2


def test_what_a_person_writes_is_quoted() -> None:
    odd = {'a"b = [x]\\': "EMD", "م\u2028": "EMI"}
    assert {**tomllib.loads(profile_toml(replace(WISH, codes=odd)))["codes"]} == odd
