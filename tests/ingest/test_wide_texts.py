"""UTF-16 without its mark: both orders of its bytes are shown on the file's own words, a person says which it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.encodings import WIDE, encoding_named
from app.locale import LANGUAGES
from app.locale.finding_words import finding_words
from ingest import check_file, check_in_child
from ingest.wide_texts import wide_readings

OTHER = {"utf-16-le": "utf-16-be", "utf-16-be": "utf-16-le"}


def run(path: Path, content: bytes, situation, encoding=None, fast=True):
    path.write_bytes(content)
    return check_file(path, "service-quality", situation, fast=fast, encoding=encoding)


@pytest.mark.parametrize("name", WIDE)
def test_the_order_with_more_of_what_every_table_has_stands_first_and_both_show_the_same_places(name: str) -> None:
    text = "member;remark\r\nEG;إضراب\r\nEG;إضراب\rMA;été\n"
    likely, other = wide_readings(text.encode(name))
    assert (likely.encoding, other.encoding) == (name, OTHER[name])
    assert (likely.header, likely.words) == ("member;remark", ((2, "إضراب"), (4, "été")))
    assert [line for line, _ in other.words] == [2, 4]
    assert other.words[0][1].encode(OTHER[name]).decode(name) == "إضراب"
    assert other.header.encode(OTHER[name]).decode(name) == "member;remark"


def test_a_file_of_plain_letters_shows_its_first_cells_and_long_or_empty_ones_do_no_harm() -> None:
    text = "a,b\n2026-01," + "x" * 500 + "\n" + "\n".join(str(number) for number in range(40))
    likely, _ = wide_readings(text.encode("utf-16-be"))
    assert likely.words[:2] == ((2, "2026-01"), (2, "x" * 120))
    assert len(likely.words) == 8
    assert wide_readings(b"\n\0\n\0")[0].header == ""
    assert "\0" not in "".join(word for one in wide_readings("a,\0\0,b\n".encode("utf-16-le")) for _, word in one.words)


@pytest.mark.parametrize("name", WIDE)
def test_the_file_is_refused_with_both_readings_and_read_in_the_one_that_is_chosen(
    name: str, sheet, tmp_path: Path, situation
) -> None:
    path, content = tmp_path / "a.csv", sheet({"remark": "إضراب"}).encode(name)
    asked = run(path, content, situation)
    [told] = asked.findings
    assert (asked.outcome, told.code, told.line, told.params["likely"]) == ("refused", "ENC_UTF16_NO_BOM", 1, name)
    for language in LANGUAGES:
        sentence, hint = finding_words(told, language)
        assert name in sentence
        assert "إضراب" in sentence
        assert "--encoding" in hint
    for fast in (False, True):
        read = run(path, content, situation, name, fast)
        assert (read.outcome, read.counts) == ("taken", {"ENC_CHOSEN": 1})
        assert read.table.column("remark").to_pylist() == ["إضراب"]
    assert check_in_child(path, "service-quality", situation, encoding=name).counts == {"ENC_CHOSEN": 1}
    assert run(path, content, situation, OTHER[name]).outcome == "refused"
    assert run(path, content, situation, "windows-1256").counts == {"ENC_UTF16_NO_BOM": 1}


def test_half_a_letter_is_told_with_its_place(sheet, tmp_path: Path, situation) -> None:
    content = sheet({"remark": "a"}, {"month": "2026-02"})
    path = tmp_path / "a.csv"
    [told] = run(path, content.encode("utf-16-le")[:-1], situation, "utf-16-le").findings
    assert (told.code, told.line, told.params["byte"]) == ("ENC_CHOSEN_UNFIT", 3, 2 * len(content.split("\n")[2]) + 1)


def test_utf16_is_never_read_where_the_file_says_itself_what_it_is(sheet, tmp_path: Path, situation) -> None:
    path, text = tmp_path / "a.csv", sheet({"remark": "مطار"})
    for content in (text.encode(), text.encode("utf-16"), sheet({"remark": "port"}).encode()):
        assert run(path, content, situation, "utf-16-le").counts == {"ENC_CHOSEN_OTHER": 1}
    assert run(path, text.encode("cp1256"), situation, "utf-16-le").counts == {"ENC_NOT_UTF8": 1}


def test_its_names_are_known_in_their_usual_spellings() -> None:
    assert {encoding_named(name) for name in ("UTF-16LE", "utf_16_le", "utf-16-le")} == {"utf-16-le"}
    assert encoding_named("UTF-16BE") == "utf-16-be"
    assert encoding_named("utf-16") is None
