"""Numbers as people write them: read when there is one reading, refused with both when there are two."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal

from ingest.number_faults import why_no_number

SPACES = " \u00a0\u202f\u2007\u2009"
MAX_DIGITS = 15

_INVISIBLE = re.compile(
    "[\u200b-\u200d\u2060-\u2064\ufeff\u00ad\u034f\u180b-\u180e\u115f\u1160\u3164\uffa0\ufe00-\ufe0f"
    "\U000e0000-\U000e007f]"
)
_AROUND = "".join(chr(c) for c in range(0x3001) if chr(c).isspace()) + "\u200e\u200f\u061c"
"""Blanks, and the marks of direction that come along when a word is copied out of an Arabic text."""
_GROUPED_SPACE = re.compile(rf"[0-9]{{1,3}}(?:[{SPACES}][0-9]{{3}})+(?:[.,][0-9]+)?")
_ONE_READING = (
    (re.compile(r"[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}(?:\.[0-9]+)?"), ",", "."),
    (re.compile(r"[0-9]{1,3}(?:,[0-9]{3}){2,}(?:\.[0-9]+)?|[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+"), ",", "."),
    (re.compile(r"[0-9]{1,3}(?:\.[0-9]{3}){2,}(?:,[0-9]+)?|[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+"), ".", ","),
    (re.compile(r"[0-9]{1,3}(?:['’][0-9]{3})+(?:\.[0-9]+)?"), "'", "."),
)


@dataclass(frozen=True)
class Cell:
    """What one cell says: a value, or the code of its fault; `notes` are codes of what was made plain or doubted.

    `params` are those of the fault, or of text that was encoded twice.
    """

    value: str | float | None = None
    fault: str | None = None
    notes: tuple[str, ...] = ()
    params: dict[str, object] = field(default_factory=dict)
    missing: str | None = None
    decimal: str = ""
    """The decimal mark that the number has, or that its mark for thousands leaves."""


def faulty(code: str, **params: object) -> Cell:
    return Cell(fault=code, params=params)


def plain_text(text: str) -> str:
    """Without blanks and invisible letters around and inside."""
    return _INVISIBLE.sub("", text).strip(_AROUND)


def latin_digits(text: str) -> tuple[str, tuple[str, ...], str | None]:
    """Digits of any script as 0-9, with the notes that say so; a code when scripts are mixed in one number."""
    if text.isascii():
        return text, (), None
    scripts: set[str] = set()
    out = []
    for char in text:
        value = unicodedata.decimal(char, None)
        if value is None:
            out.append(char)
            continue
        scripts.add("ascii" if char.isascii() else unicodedata.name(char).rsplit(" DIGIT ", 1)[0])
        out.append(str(value))
    if len(scripts) > 1:
        return text, (), "TYP_DIGITS_MIXED"
    if scripts <= {"ascii"}:
        return text, (), None
    note = {"FULLWIDTH": "TYP_FULLWIDTH", "ARABIC-INDIC": "TYP_DIGITS_ARABIC"}.get(scripts.pop(), "TYP_DIGITS_PERSIAN")
    return "".join(out), (note,), None


def number(text: str, *, whole: bool, missing_words: tuple[str, ...] = ()) -> Cell:
    """A count (`whole`) or a quantity, never negative. An empty cell has neither value nor fault."""
    if text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS:
        return Cell(float(text))
    stripped = plain_text(text)
    if not stripped:
        return Cell()
    if stripped.lower() in missing_words:
        return Cell(missing=stripped.lower())
    digits, notes, code = latin_digits(stripped)
    if code:
        return faulty(code)
    negative, digits = _minus(digits)
    if re.match(r"[+＋]\s?[0-9.]", digits):
        digits, notes = digits[1:].strip(), (*notes, "TYP_PLUS")
    cell = _unsigned(digits, whole, notes)
    if negative and cell.fault is None:
        return faulty("SEM_NEGATIVE", read=-(cell.value or 0.0)) if cell.value else cell  # type: ignore[operator]
    return cell


def _minus(text: str) -> tuple[bool, str]:
    text = text.replace("−", "-").replace("–", "-") if len(text) > 1 else text
    if len(text) > 2 and text[0] == "(" and text[-1] == ")":
        return True, text[1:-1].strip()
    if len(text) > 1 and text[0] == "-":
        return True, text[1:].strip()
    if len(text) > 1 and text[-1] == "-":
        return True, text[:-1].strip()
    return False, text


def _unsigned(text: str, whole: bool, notes: tuple[str, ...]) -> Cell:
    if "٫" in text or "٬" in text:
        if not re.fullmatch(r"[0-9]{1,3}(٬[0-9]{3})*(٫[0-9]+)?|[0-9]+٫[0-9]+", text):
            return faulty("TYP_NUMBER")
        notes = notes if notes or "٫" not in text else ("TYP_DIGITS_ARABIC",)
        notes = (*notes, "TYP_THOUSANDS_ARABIC") if "٬" in text else notes
        return _finish(text.replace("٬", "").replace("٫", "."), whole, notes)
    if _GROUPED_SPACE.fullmatch(text):
        joined = re.sub(f"[{SPACES}]", "", text)
        decimal = "," if "," in joined else "." if "." in joined else ""
        return _finish(joined.replace(",", "."), whole, (*notes, "TYP_SPACE_GROUP"), decimal)
    for shape, group, point in _ONE_READING:
        if shape.fullmatch(text):
            joined = text.replace(group, "").replace("’", "")
            proven = point if group != "'" or point in joined else ""
            return _finish(joined.replace(point, "."), whole, (*notes, "TYP_GROUPING"), proven)
    if re.fullmatch(r"[0-9]+", text):
        return _finish(text, whole, notes)
    return _one_mark(text, whole, notes)


def _one_mark(text: str, whole: bool, notes: tuple[str, ...]) -> Cell:
    """A number with one point or comma, or something that is not a number."""
    found = re.fullmatch(r"([0-9]+)([.,])([0-9]+)", text)
    if found is None:
        return faulty(why_no_number(text))
    whole_part, mark, rest = found.groups()
    two_ways = len(rest) == 3 and len(whole_part) <= 3 and whole_part[0] != "0"
    if two_ways and (mark == "," or whole):
        return faulty("TYP_NUMBER_AMBIGUOUS", read_as=[whole_part + rest, f"{whole_part}.{rest}"])
    if mark == ",":
        return _finish(f"{whole_part}.{rest}", whole, (*notes, "TYP_DECIMAL_COMMA"), ",")
    return _finish(text, whole, notes, ".")


def _finish(text: str, whole: bool, notes: tuple[str, ...], decimal: str = "") -> Cell:
    if len(text.partition(".")[0].lstrip("0")) > MAX_DIGITS:
        return faulty("TYP_NUMBER_LONG", most=MAX_DIGITS)
    value = float(text)
    if whole and value != int(value):
        return faulty("SEM_NOT_WHOLE")
    if len(text) > MAX_DIGITS and Decimal(repr(value)) != Decimal(text):
        notes = (*notes, "TYP_PRECISION")
    return Cell(value, notes=notes, decimal=decimal)
