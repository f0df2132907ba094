"""A profile exists only when it is consistent; the refusal names the place. Every finding has its words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.domain.findings_events import CATALOGUE_EVENTS
from app.locale import LANGUAGES, say
from ingest import profiles

GOOD: dict[str, Any] = {
    "columns": {"item": "id", "event": "ev", "time": "at"},
    "formats": ["iso"],
    "measures": ["items_arrived"],
}


@pytest.mark.parametrize("name", [*profiles.SHIPPED, *profiles.JOINING])
def test_shipped_profiles_load(name: str) -> None:
    assert profiles.load(name).name == name


def test_every_interval_of_a_shipped_profile_is_in_the_catalogue() -> None:
    found = [one.finding for name in profiles.SHIPPED for one in profiles.load(name).intervals]
    assert found
    assert set(found) <= set(CATALOGUE_EVENTS)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"colour": "red"}, "unknown keys"),
        ({"columns": {"item": "id"}}, "columns"),
        ({"formats": []}, "formats"),
        ({"formats": ["YYYY-MM"]}, "formats"),
        ({"formats": ["DD-DD-YYYY"]}, "formats"),
        ({"measures": ["speed"]}, "measures"),
        ({"codes": {"1": "EMX"}}, "codes"),
        ({"shape": "wide"}, "shape"),
        ({"shape": "items"}, "dates"),
        ({"dates": {"EMI": "x"}}, "dates"),
        ({"products": {"box": "crate"}}, "products"),
        ({"countries": {"Mali": "mali"}}, "countries"),
        ({"separators": ["::"]}, "separators"),
        ({"intervals": [{"first": "EMA", "second": "EMI"}]}, "intervals[1]"),
        ({"zone": "Mars/Base"}, "zone"),
        ({"intervals": 5}, ""),
        ({"arrival": "EMX"}, "arrival"),
        ({"places": "towns"}, "places"),
        ({"places": ["São Paulo"]}, "places"),
        ({"places": ["SP", "SP"]}, "places"),
        ({"places": ["BR-SP"], "countries": {"SP": "SP"}}, "countries"),
        ({"encoding_errors": "ignore"}, "encoding_errors"),
        ({"padded": "no"}, "padded"),
        ({"formats": ["D" * 201]}, "formats"),
        ({"codes": {"1" * 201: "EMA"}}, "codes"),
        ({"codes": {str(n): "EMA" for n in range(20_001)}}, "entries"),
        ({"codes": [[[["EMA"]]]]}, "codes: is deeper"),
        ({"beside": "ips"}, "beside"),
        ({"files": {"a": 5}}, "files.a"),
        ({"files": {"a": {"key": "k", "of": "id", "brings": ["x"], "colour": "red"}}}, "files.a"),
        ({"files": {"a": {"of": "id", "brings": ["x"]}}}, "files.a.key"),
        ({"files": {"a": {"key": "k", "of": "", "brings": ["x"]}}}, "files.a.of"),
        ({"files": {"a": {"key": "k", "of": "id"}}}, "files.a.brings"),
        ({"files": {"a": {"key": "k", "of": "id", "brings": ["x"], "unique": [1]}}}, "files.a.unique"),
        ({"files": {name: {"key": "k", "of": "id", "brings": ["x"]} for name in "ab"}}, "files.b.brings"),
        ({"files": {name: {"key": "k", "of": "id", "brings": [name]} for name in "abcdefghi"}}, "files"),
        ({"files": {name: {"key": "k", "of": of, "brings": [name]} for name, of in ("ab", "bi")}}, "files.a.of"),
    ],
)
def test_an_inconsistent_profile_is_refused(change: dict[str, Any], place: str) -> None:
    profiles.parse(GOOD, "mine")
    with pytest.raises(profiles.ProfileError) as error:
        profiles.parse(GOOD | change, "mine")
    assert place in str(error.value.params["reason"])


def test_a_profile_of_ones_own(tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text('formats = ["iso"]\nmeasures = ["items_arrived"]\n[columns]\nitem = "i"\nevent = "e"\ntime = "t"\n')
    assert profiles.load(mine).name == "mine"
    for missing in (tmp_path / "none.toml", "nothing"):
        with pytest.raises(profiles.ProfileError, match="not found"):
            profiles.load(missing)


@pytest.mark.parametrize(("content", "place"), [(b"formats = 1 2", "line 1"), (b'name = "\xff"', "0xff")])
def test_a_profile_that_is_no_toml_is_refused_with_the_place(tmp_path: Path, content: bytes, place: str) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_bytes(content)
    with pytest.raises(profiles.ProfileError) as error:
        profiles.load(mine)
    assert error.value.params["name"] == "mine.toml"
    assert place in str(error.value.params["reason"])


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"#" * (256 * 1024 + 1), "larger than 256 KiB"), (b"x = " + b"[" * 9000, "nested too deeply")],
)
def test_a_hostile_profile_is_refused_before_it_is_understood(tmp_path: Path, content: bytes, reason: str) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_bytes(content)
    with pytest.raises(profiles.ProfileError) as error:
        profiles.load(mine)
    assert reason in str(error.value.params["reason"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_has_its_sentence(language: str) -> None:
    params = dict.fromkeys(
        (
            "found",
            "expected",
            "set_aside",
            "rows",
            "share",
            "first",
            "second",
            "reason",
            "file",
            "columns",
            "values",
            "value",
            "most",
        ),
        "1",
    )
    assert len(CATALOGUE_EVENTS) > 20
    for code in CATALOGUE_EVENTS:
        assert "%(" not in say(language, f"finding.{code}", **params)
        assert say(language, f"finding.{code}.hint")
