"""Finds the header, its separator and which column is which."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from ingest.gathering import Gathered
from ingest.header_names import OPTIONAL, by_alias, of_earlier, written_otherwise
from ingest.layouts import LAYOUTS, Layout, title
from ingest.lexing import scan, split
from ingest.losses import is_lost_text
from ingest.spelling import nearest, tidy, unlike

DELIMITERS = ",;\t"
_OTHERS = "|^~"
_ARABIC = "،؛"
_LOOKED_AT = 20
_LOOKED_AT_CELLS = 300
_NO_ALIASES: Mapping[str, str] = {}
_FORMULA = re.compile(r"[\s\u00a0]*(?:[=＝@＠]|[+＋\-][^\W\d_]*[(|!])")
_EVENTS = frozenset(("item", "event", "time", "utc_offset", "sent", "office", "origin", "destination", "receptacle"))
"""Column names that mark a file of item events."""
_LATIN = str.maketrans("аесорхуіјѕԁһмктвнАЕСОРХУІЈЅМКТВН", "aecopxyijsdhmktbhAECOPXYIJSMKTBH")


@dataclass(frozen=True)
class Header:
    """Where the header stands and what it says.

    `places`: column name to its place; `width`: cells a row must have; `leading`: empty columns before the table of a
    sheet.
    """

    line: int
    delimiter: str
    width: int
    places: dict[str, int]
    blank: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    """The cells as they stand in the file, made tidy."""
    leading: int = 0


def read_header(
    lines: list[str], layout: Layout, found: Gathered, max_columns: int, aliases: Mapping[str, str] = _NO_ALIASES
) -> Header | None:
    """The header within the first lines of a text; None with findings when there is none to work with.

    `aliases`: tidied names that the member uses for columns of ours.
    """
    first = 0
    declared = None
    sep = re.fullmatch(r'"?sep=(.)"?[;,\t ]*', lines[0], re.I) if lines else None
    if sep:
        declared = sep[1]
        found.add("CSV_SEP_LINE", 1, delimiter=declared)
        first = 1
    while first < len(lines) and not lines[first].strip():
        first += 1
    if first == len(lines):
        found.add("HDR_NONE")
        return None
    names = _names(layout)
    if max(_known(lines[first], mark, names) for mark in DELIMITERS) < 2:
        names |= set(titles_of(layout))
    delimiter = _delimiter(lines[first], names)
    if declared and declared in DELIMITERS and _known(lines[first], delimiter, names) < 2:
        delimiter = declared
    if _below_others(lines, first, names, found):
        return None
    if _is_foreign_delimiter(lines[first], delimiter, names, found, first + 1):
        return None
    if delimiter != ",":
        code = "CSV_DELIMITER_SEMICOLON" if delimiter == ";" else "CSV_DELIMITER_TAB"
        found.add(code, first + 1)
    cells, fault = scan(lines[first], delimiter)
    if fault:
        found.add("CSV_QUOTE_OPEN" if fault == "open" else "CSV_QUOTE_STRAY", first + 1, value=lines[first][:64])
        return None
    return match_header(cells, first + 1, delimiter, layout, found, max_columns, aliases)


def _names(layout: Layout) -> set[str]:
    return {tidy(column.name) for column in layout.columns}


def _known(line: str, delimiter: str, names: set[str]) -> int:
    return sum(tidy(cell) in names for cell in split(line, delimiter)[:_LOOKED_AT_CELLS])


def _delimiter(line: str, names: set[str]) -> str:
    return max(DELIMITERS, key=lambda mark: (_known(line, mark, names), line.count(mark)))


def _is_foreign_delimiter(line: str, delimiter: str, names: set[str], found: Gathered, at: int) -> bool:
    ours = max(_known(line, delimiter, names), 1)
    for mark in _OTHERS + _ARABIC:
        if mark in line and _known(line, mark, names) > ours:
            code = "CSV_DELIMITER_ARABIC" if mark in _ARABIC else "CSV_DELIMITER_OTHER"
            found.add(code, at, value=mark)
            return True
    return False


def match_header(
    cells: list[str],
    line: int,
    delimiter: str,
    layout: Layout,
    found: Gathered,
    max_columns: int,
    aliases: Mapping[str, str] = _NO_ALIASES,
) -> Header | None:
    """Give each header cell its column; findings for what is missing, doubled, unknown or written otherwise."""
    if len(cells) > max_columns:
        found.add("HDR_TOO_MANY", line, columns=len(cells), most=max_columns)
        return None
    names = {tidy(column.name): column.name for column in layout.columns}
    lost = [place for place, cell in enumerate(cells) if is_lost_text(cell)]
    for place in lost:
        found.add("ENC_LOST", line, column_no=place + 1, value=cells[place])
    if lost:
        return None
    if any(cell.strip() and tidy(cell) not in names for cell in cells):
        titles = titles_of(layout)
        if any(tidy(cell) in titles and tidy(cell) not in names for cell in cells):
            found.add("HDR_LANGUAGE", line)
        names = titles | names
        known = sum(tidy(cell) in names for cell in cells)
        if _of_another(cells, known, line, layout, found):
            return None
        if not known and _not_a_header(cells, line, names, found):
            return None
    if of_earlier(cells, names, line, layout, found):
        return None
    places, blank, unknown = _places(cells, names, line, found)
    written_otherwise(layout, unlike(names) if unknown else {}, places, unknown, line, found)
    by_alias(aliases, places, unknown, line, found)
    _missing(layout, places, unknown, line, found)
    return None if found.stopped else Header(line, delimiter, len(cells), places, blank, tuple(map(tidy, cells)))


def _not_a_header(cells: list[str], line: int, names: dict[str, str], found: Gathered) -> bool:
    """Say what the line is that names none of our columns and is no header of others either."""
    words = [cell for cell in cells if cell.strip()]
    if len(words) > 2 and not any(re.fullmatch(r"\s*[\d.,\-/]+\s*", cell) for cell in words):
        return False
    if len(cells) == 1 and max(_known(cells[0], mark, set(names)) for mark in DELIMITERS) > 1:
        found.add("CSV_LINE_QUOTED", line, value=cells[0][:64])
        return True
    found.add("HDR_NONE", line, value=cells[0][:64])
    return True


def titles_of(layout: Layout) -> dict[str, str]:
    """The tidy titles of the columns in all languages, to the names."""
    return {tidy(title(column, language)): column.name for language in ("ar", "fr", "en") for column in layout.columns}


def _places(
    cells: list[str], names: dict[str, str], line: int, found: Gathered
) -> tuple[dict[str, int], tuple[int, ...], dict[str, int]]:
    places: dict[str, int] = {}
    unknown: dict[str, int] = {}
    blank = []
    for number, cell in enumerate(cells):
        if not cell.strip():
            blank.append(number)
            continue
        name = names.get(tidy(cell))
        if name is None:
            unknown[cell] = number
        elif name in places:
            found.add("HDR_DUPLICATE", line, column=name, column_no=number + 1, value=cell, first=places[name] + 1)
        else:
            places[name] = number
            if cell != name and "HDR_LANGUAGE" not in found.counts:
                found.add("HDR_VARIANT", line, column=name, column_no=number + 1, value=cell)
    return places, tuple(blank), unknown


def _missing(layout: Layout, places: dict[str, int], unknown: dict[str, int], line: int, found: Gathered) -> None:
    for name in list(unknown):
        latin = tidy(name.translate(_LATIN))
        if latin != tidy(name) and latin in _names(layout):
            odd = " ".join(f"U+{ord(c):04X}" for c in name if c != c.translate(_LATIN))
            found.add("HDR_HOMOGLYPH", line, column=latin, column_no=unknown.pop(name) + 1, value=name, characters=odd)
            places.setdefault(latin, 0)
    missing = [column for column in layout.columns if column.name not in places and column.name not in OPTIONAL]
    languages = ("ar", "fr", "en") if unknown else ()
    meant = {column.name: [column.name, *(title(column, one) for one in languages)] for column in missing}
    near_to = nearest(unknown, meant)
    for column in missing:
        found.add("HDR_MISSING", line, column=column.name, nearest=near_to.get(column.name, ""))
    for name, number in unknown.items():
        if _FORMULA.match(name):
            found.add("HDR_FORMULA", line, column=name[:128], column_no=number + 1, value=name)
            continue
        near = next(iter(get_close_matches(tidy(name)[:80], [c.name for c in layout.columns], 1, 0.6)), "")
        found.add("HDR_UNKNOWN", line, column=name[:128], column_no=number + 1, value=name, nearest=near)


def _of_another(cells: list[str], known: int, line: int, layout: Layout, found: Gathered) -> bool:
    """Whether the header is plainly that of another dataset: it names more of its columns than of ours."""
    said = {tidy(cell) for cell in cells}
    for other in LAYOUTS.values():
        if other is not layout and len(said & (_names(other) | set(titles_of(other)))) > max(known, 1):
            found.add("TPL_KIND", line, dataset=other.dataset)
            return True
    if len(said & _EVENTS) >= max(known + 1, 3):
        found.add("TPL_KIND", line, dataset="item-events")
        return True
    return False


def _below_others(lines: list[str], first: int, names: set[str], found: Gathered) -> bool:
    """Whether the header stands below lines that name none of our columns, a title or a date."""
    if max(_known(lines[first], mark, names) for mark in DELIMITERS):
        return False
    for at in range(first + 1, min(first + _LOOKED_AT, len(lines))):
        if max(_known(lines[at], mark, names) for mark in DELIMITERS) >= 2:
            found.add("CSV_PREAMBLE", first + 1, header=at + 1, last=at)
            return True
    return False
