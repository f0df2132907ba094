"""Files in a code page: told with their likeliest readings, read in the one that a person chose, never unasked."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.encodings import ENCODINGS, encoding_named
from app.locale import LANGUAGES
from app.locale.finding_words import finding_words
from ingest import check_file, check_in_child
from ingest.code_pages import readings
from ingest.likelihood import likelihood

WORDS = {
    "windows-1256": ("القاهرة", "إضراب عمال البريد في الميناء", "مصر", "Côte d’Ivoire"),
    "cp720": ("الدار البيضاء", "تأخر بسبب العطلة"),
    "iso-8859-6": ("الرياض", "طرد بريدي"),
    "windows-1252": ("grève", "À propos", "1\u00a0234", "São Paulo", "année « perdue »"),
    "iso-8859-15": ("Noël", "Été", "GRÈVE GÉNÉRALE"),
    "cp850": ("Délai moyen", "München"),
    "windows-1251": ("забастовка", "задержка на границе", "Минск"),
    "koi8-r": ("Россия", "ПОЧТА РОССИИ"),
    "cp866": ("Москва", "почта"),
    "windows-1250": ("Wrocław", "opóźnienie"),
}
ALL = [(encoding, text) for encoding, texts in WORDS.items() for text in texts]


def test_names_of_code_pages_are_known_in_their_usual_spellings() -> None:
    assert [encoding_named(name) for name in ENCODINGS] == list(ENCODINGS)
    assert {encoding_named(name) for name in ("CP1256", "Windows_1256", "windows-1256 ")} == {"windows-1256"}
    assert encoding_named("ISO-8859-1") == "windows-1252"
    assert [encoding_named(name) for name in ("utf-7", "rot13", "", "../cp1256", "\0", "utf-8")] == [None] * 6
    assert all(bytes(range(128)).decode(name).isascii() for name in ENCODINGS)


@pytest.mark.parametrize(("encoding", "text"), ALL)
def test_the_likeliest_reading_of_real_words_is_the_right_one(encoding: str, text: str) -> None:
    first = readings(b"member,remark\r\nEG," + text.encode(encoding) + b"\r\n")[0]
    assert first.words == ((2, text),)
    assert first.header == "member,remark"


def test_readings_show_distinct_words_with_their_lines_and_join_code_pages_that_say_the_same() -> None:
    lines = ["remark", "été", *["été"] * 5000, "x" * 9000 + "," + "y" * 100 + "é" + "z" * 100 + '"ù"']
    found = readings("\r".join(lines).encode("windows-1252"))
    assert found[0].words == ((2, "été"), (5003, f"{'y' * 60}é{'z' * 59}"), (5003, "ù"))
    assert found[0].encoding == "windows-1256"
    assert {"windows-1252", "iso-8859-15"} == set(found[0].also)
    assert len({one.words for one in found}) == len(found)


def test_signs_inside_words_mixed_scripts_and_odd_capitals_are_unlikely() -> None:
    assert likelihood("parcel") == 0
    better = ["القاهرة", "grève", "забастовка", "Ünal", "12 é 5"]
    worse = ["ةالقاهر", "gr═ve", "зÄбастовка", "üÑal", "12é5"]
    assert [likelihood(a) > likelihood(b) for a, b in zip(better, worse, strict=True)] == [True] * 5
    assert likelihood("\u0080") < likelihood("┼") < likelihood("Ω") < likelihood("°")


@pytest.fixture
def arabic(sheet) -> bytes:
    return sheet({"remark": "إضراب", "items_arrived": "1200"}, {"month": "2026-02", "remark": "مطار"}).encode("cp1256")


def test_a_file_in_no_unicode_is_told_with_what_to_do(arabic, check) -> None:
    checked = check(arabic)
    [told] = checked.findings
    assert (checked.outcome, told.code, told.line) == ("refused", "ENC_NOT_UTF8", 2)
    assert told.params["likely"] == "windows-1256"
    for language in LANGUAGES:
        sentence, hint = finding_words(told, language)
        assert "windows-1256" in sentence
        assert "إضراب · مطار" in sentence
        assert "--encoding" in hint


@pytest.mark.parametrize("fast", [False, True])
def test_a_chosen_code_page_is_read_and_said(arabic, fast, tmp_path: Path, situation) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(arabic)
    checked = check_file(path, "service-quality", situation, fast=fast, encoding="windows-1256")
    assert checked.outcome == "taken"
    assert checked.counts == {"ENC_CHOSEN": 1}
    assert checked.findings[0].severity == "normalised"
    assert checked.table.column("remark").to_pylist() == ["إضراب", "مطار"]
    assert checked.table.column("items_arrived").to_pylist() == [1200.0, 5.0]
    there = check_in_child(path, "service-quality", situation, encoding="windows-1256")
    assert (there.outcome, there.findings) == (checked.outcome, checked.findings)


def test_a_choice_is_never_taken_for_a_file_that_is_unicode_or_does_not_fit(sheet, tmp_path: Path, situation) -> None:
    def run(content: bytes, encoding: str = "windows-1256"):
        path = tmp_path / "a.csv"
        path.write_bytes(content)
        checked = check_file(path, "service-quality", situation, encoding=encoding)
        return checked.outcome, [(f.code, f.line) for f in checked.findings]

    text = sheet({"remark": "مطار"})
    for content in (text.encode(), text.encode("utf-8-sig"), text.encode("utf-16")):
        assert run(content) == ("refused", [("ENC_CHOSEN_OTHER", None)])
    assert run(b"PK\3\4") == ("refused", [("ENC_CHOSEN_OTHER", None)])
    assert run(sheet({"remark": "port"}).encode()) == ("taken", [])
    assert run(text.replace("مطار", "غاز").encode("cp1256"), "iso-8859-6") == ("refused", [("ENC_CHOSEN_UNFIT", 2)])


def test_letters_of_a_code_page_that_look_like_utf8_do_not_hide_what_it_is(check, sheet) -> None:
    assert check(sheet({"remark": "работа раб"}).encode("cp866")).counts == {"ENC_NOT_UTF8": 1}
    assert check(sheet({"remark": "Lucía"}).encode("cp1252")).counts == {"ENC_NOT_UTF8": 1}
    assert check(sheet({"remark": "مطار"}).encode() + b"\xe9").counts == {"ENC_BAD_BYTE": 1}
    assert check(sheet({"remark": "a/b"}).encode().replace(b"/", b"\xc0\xaf")).counts == {"ENC_OVERLONG": 1}


def test_a_finding_kept_from_before_its_sentence_told_more_is_said_by_its_code(check, arabic) -> None:
    from dataclasses import replace

    old = replace(check(arabic).findings[0], params={"as_cp1256": "x"})
    assert finding_words(old, "en")[0] == "ENC_NOT_UTF8"
