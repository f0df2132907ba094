"""What was lost or spoilt before a file came to us is named as that, with its place and value."""

from __future__ import annotations

import pytest

from app.locale import LANGUAGES
from app.locale.finding_words import finding_words


@pytest.mark.parametrize("fast", [False, True])
@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ({"items_arrived": "????"}, "ENC_LOST"),
        ({"items_arrived": "??.?"}, "ENC_LOST"),
        ({"items_arrived": "1?234"}, "ENC_LOST"),
        ({"month": "????-??"}, "ENC_LOST"),
        ({"product": "???????"}, "ENC_LOST"),
        ({"partner": "??"}, "ENC_LOST"),
        ({"items_arrived": "?"}, "TYP_MISSING_MARK"),
        ({"items_arrived": "5?"}, "TYP_NUMBER"),
        ({"remark": "????"}, "ENC_LOST_TEXT"),
        ({"remark": "???? ?? ??????"}, "ENC_LOST_TEXT"),
        ({"remark": "port of C?te-Nord"}, "ENC_LOST_TEXT"),
    ],
)
def test_lost_letters_and_digits_are_named_as_lost(cell, code, fast, check, sheet) -> None:
    checked = check(sheet(cell), fast=fast)
    [told] = [finding for finding in checked.findings if finding.code not in {"SEM_NO_FIGURES"}]
    ((column, value),) = cell.items()
    assert (told.code, told.line, told.column, told.value) == (code, 2, column, value)
    assert checked.outcome == ("taken" if code == "ENC_LOST_TEXT" else "refused")
    if code.startswith("ENC_LOST"):
        for language in LANGUAGES:
            sentence, hint = finding_words(told, language)
            assert value in sentence
            assert "CSV UTF-8" in hint


def test_questions_and_addresses_are_not_lost_letters(check, sheet) -> None:
    for text in ("why??", "really? yes", "http://a.example/x?y=1", "a?b=c", "see ?? later", "?"):
        assert "ENC_LOST_TEXT" not in check(sheet({"remark": text})).counts, text


def test_lost_column_names_are_told_instead_of_missing_columns(check) -> None:
    checked = check("?????,?????? ??????\n1,2\n")
    assert [(f.code, f.line, f.column_no, f.value) for f in checked.findings] == [
        ("ENC_LOST", 1, 1, "?????"),
        ("ENC_LOST", 1, 2, "?????? ??????"),
    ]


@pytest.mark.parametrize("fast", [False, True])
@pytest.mark.parametrize("page", ["cp1252", "cp1256", "cp1251"])
@pytest.mark.parametrize("text", ["Côte d'Ivoire", "القاهرة", "почта"])
def test_text_encoded_twice_is_shown_as_it_was_and_left_as_it_is(page, text, fast, check, sheet) -> None:
    spoilt = "".join(bytes([byte]).decode(page, "ignore") or chr(byte) for byte in text.encode())
    if any("\x80" <= char <= "\x9f" for char in spoilt):
        return
    checked = check(sheet({"remark": f"{spoilt}"}), fast=fast)
    [told] = [finding for finding in checked.findings if finding.code == "ENC_MOJIBAKE"]
    assert told.params == {"meant": text}
    assert checked.table.column("remark").to_pylist() == [spoilt]
    assert text in finding_words(told, "en")[0]


def test_what_cannot_be_repaired_is_told_without_a_word_put_into_it(check, sheet) -> None:
    [told] = check(sheet({"remark": "CÃ´te — \u0436"})).findings
    assert (told.code, told.params) == ("ENC_MOJIBAKE", {})
    for text in ("Côte", "مطار", "почта", "« été »", "В»"):
        assert check(sheet({"remark": text})).counts == {}, text
