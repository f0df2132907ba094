"""Cells to values, by the form of their column. Every parser is a pure function of the text and the situation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from difflib import get_close_matches
from functools import partial

from ingest import dates, numbers
from ingest.layouts import MISSING_WORDS, Column, Form
from ingest.losses import is_lost_code, is_lost_text, repaired
from ingest.month_names import is_spreadsheet_day
from ingest.numbers import Cell, faulty, plain_text
from ingest.situation import Situation

Parser = Callable[[str], Cell]

_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_SMART = re.compile("^[“”„«‘’].*[“”»‘’]$", re.S)
_SINGLE = re.compile(r"'([^']*)'|'(?=[0-9])([^']*)")
_MANY_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0610-\u061a\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{9}"
)
_FORMULA = re.compile(r"[\s\u00a0]*[=+@＝＠＋\-]", re.S)
_FORMULA_CODE = re.compile(r"[=＝@＠]|[+＋\-][A-Za-z]+[(|!]")
_MARKUP = re.compile(r"<[a-zA-Z/!][^>]*>?|\$\\|javascript:", re.I)
_OFTEN_MEANT = {"UK": "GB", "EL": "GR", "EN": "GB", "UAE": "AE", "KSA": "SA"}


def parser_of(column: Column, situation: Situation, max_chars: int) -> Parser:
    """The parser of one column; what it says depends on nothing but the text."""
    inner = _inner(column, situation)

    def parse(text: str) -> Cell:
        if not text:
            return faulty("TYP_BLANK") if column.required else Cell()
        if len(text) > max_chars:
            return faulty("CSV_FIELD_LONG", characters=len(text), most=max_chars)
        cell = inner(text) if column.form is Form.TEXT else _code_cell(text, inner)
        if column.required and cell.fault is None and cell.value is None:
            return faulty("TYP_BLANK")
        return cell

    return parse


def _inner(column: Column, situation: Situation) -> Parser:
    if column.form is Form.MEMBER:
        return partial(_member, situation=situation)
    if column.form is Form.PARTNER:
        return partial(_country, known=situation.partners)
    if column.form is Form.MONTH:
        return partial(dates.month, cycle=situation.cycle, today=situation.today)
    if column.form is Form.QUARTER:
        return partial(dates.quarter, cycle=situation.cycle, today=situation.today)
    if column.form is Form.CHOICE:
        return partial(_choice, column=column)
    if column.form is Form.CHOICES:
        return partial(_choices, column=column)
    if column.form is Form.MOMENT:
        return _moment
    if column.is_number:
        words = MISSING_WORDS if column.measure else ()
        return partial(numbers.number, whole=column.form is Form.COUNT, missing_words=words)
    return _text


def _code_cell(text: str, inner: Parser) -> Cell:
    """A cell with a code, a number or a date: freed of what does not belong to it, with notes of that."""
    plain = plain_text(text)
    notes: tuple[str, ...] = ("SAF_INVISIBLE",) if len(plain) != len(text.strip()) else ()
    fault = faulty("CSV_NEWLINE_IN_FIELD") if "\n" in text else _hidden(plain)
    if fault:
        return fault
    single = _SINGLE.fullmatch(plain)
    if single:
        plain, notes = (single[1] or single[2] or "").strip(), (*notes, "CSV_QUOTE_SINGLE")
    if _FORMULA_CODE.match(plain):
        return faulty("SAF_FORMULA_IN_CODE")
    cell = inner(plain)
    return replace(cell, notes=(*notes, *cell.notes)) if notes and cell.fault is None else cell


def _hidden(text: str) -> Cell | None:
    """Faults of letters that do not show or were lost, in cells that hold codes, numbers or dates."""
    if is_lost_code(text):
        return faulty("ENC_LOST")
    if text.isascii():
        return None
    found = _BIDI.search(text)
    if found:
        return faulty("SAF_BIDI", character=f"U+{ord(found[0]):04X}")
    return faulty("CSV_QUOTE_SMART") if _SMART.match(text) else None


def _code(text: str, upper: bool) -> tuple[str, tuple[str, ...], str | None]:
    """A code without wide forms, with notes; a look-alike letter where there is one."""
    plain, notes = text, tuple[str, ...]()
    if not plain.isascii():
        narrow = "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in plain)
        if narrow != plain:
            plain, notes = narrow, (*notes, "TYP_FULLWIDTH")
        for char in plain:
            if not char.isascii() and unicodedata.name(char, "").split(" ")[0] in {"CYRILLIC", "GREEK", "ARMENIAN"}:
                return plain, notes, char
    turned = plain.upper() if upper else plain.lower()
    if turned != plain and plain.isascii():
        plain, notes = turned, (*notes, "TYP_CASE")
    return plain, notes, None


def _country(text: str, known: frozenset[str]) -> Cell:
    code, notes, lookalike = _code(text, upper=True)
    if lookalike:
        return faulty("SAF_HOMOGLYPH", character=f"U+{ord(lookalike):04X}")
    if not code:
        return Cell(notes=notes)
    if (known and code in known) or (not known and re.fullmatch("[A-Z]{2}", code)):
        return Cell(code, notes=notes)
    if is_spreadsheet_day(code):
        return faulty("TYP_EXCEL_DATE_CODE")
    near = _OFTEN_MEANT.get(code) or next(iter(get_close_matches(code[:3], sorted(known), 1, 0.75)), "")
    return faulty("SEM_COUNTRY_UNKNOWN", meant=near)


def _member(text: str, situation: Situation) -> Cell:
    cell = _country(text, situation.members)
    if cell.fault or situation.member is None or cell.value in {None, situation.member}:
        return cell
    return faulty("SEM_FOREIGN_COUNTRY", member=situation.member)


def _choice(text: str, column: Column) -> Cell:
    code, notes, lookalike = _code(text, upper=False)
    if lookalike:
        return faulty("SAF_HOMOGLYPH", character=f"U+{ord(lookalike):04X}")
    if not code:
        return Cell(notes=notes)
    if code in column.choices:
        return Cell(code, notes=notes)
    if is_spreadsheet_day(code):
        return faulty("TYP_EXCEL_DATE_CODE")
    near = next(iter(get_close_matches(code[:40], column.choices, 1, 0.6)), "")
    if column.name == "item":
        return faulty("SEM_INDICATOR_UNKNOWN", meant=near)
    return faulty("TYP_CHOICE", choices=" ".join(column.choices), meant=near)


def _choices(text: str, column: Column) -> Cell:
    code, notes, lookalike = _code(text, upper=False)
    if lookalike:
        return faulty("SAF_HOMOGLYPH", character=f"U+{ord(lookalike):04X}")
    words = re.split(r"[\s,;/|]+", code)
    if any(word not in column.choices for word in words if word):
        return faulty("TYP_CHOICE", choices=" ".join(column.choices), meant="")
    return Cell(" ".join(c for c in column.choices if c in words) or None, notes=notes)


def _moment(text: str) -> Cell:
    return dates.moment(text) if text else Cell()


def _text(text: str) -> Cell:
    """Free words: kept as they are, in one form of letters, with doubts noted."""
    stripped = text.strip()
    if not stripped:
        return Cell()
    if _MANY_MARKS.search(text):
        return faulty("FIL_ZALGO")
    notes = []
    if "\ufffd" in text:
        notes.append("ENC_REPLACEMENT")
    before = repaired(text)
    if before is not None:
        notes.append("ENC_MOJIBAKE")
    if is_lost_text(text):
        notes.append("ENC_LOST_TEXT")
    if re.search("[\u202a-\u202e\u2066-\u2069]", text):
        notes.append("SAF_BIDI_TEXT")
    if any(_FORMULA.match(line) for line in stripped.split("\n")):
        notes.append("SAF_FORMULA")
    if _MARKUP.search(text):
        notes.append("SAF_MARKUP")
    return _composed(stripped, notes, {"meant": before} if before else {})


def _composed(stripped: str, notes: list[str], meant: dict[str, object]) -> Cell:
    """The words in one form of letters, without quotes around them."""
    single = re.fullmatch(r"'([^']+)'", stripped)
    if single:
        stripped = single[1].strip()
        notes.append("CSV_QUOTE_SINGLE")
    if "\n" in stripped:
        notes.append("CSV_NEWLINE_IN_TEXT")
    composed = unicodedata.normalize("NFC", stripped)
    if composed != stripped:
        notes.append("ENC_NFD")
    return Cell(composed or None, notes=tuple(notes), params=meant)
