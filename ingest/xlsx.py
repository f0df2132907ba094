"""Rows of an .xlsx, streamed: what openpyxl gives (tests/ingest/test_xlsx.py), many times as fast, and strictly."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta

from ingest.guarded_xml import told
from ingest.limits import Limits
from ingest.number_formats import Look
from ingest.sheets import (
    DAY,
    EMPTY,
    FAULT,
    LOGICAL,
    LONGEST,
    NO_RESULT,
    NUMBER,
    ROUNDED,
    SEARCHED_ROWS,
    WORDS,
    SheetRow,
    Tab,
    Unreadable,
    clock_text,
    day_text,
    decimals,
    number_text,
    percent_text,
)
from ingest.xlsx_parts import Package, Strings, iso_text, names_of, read_looks, read_tabs, unescaped

_KNOWN = names_of("c", "v", "f", "t", "row", "rPh", "mergeCell", "col")
_NUMBER = re.compile(r"\s*[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?\s*")
_DIGITS = "0123456789"


class Workbook:
    """An .xlsx as a `Book`."""

    def __init__(self, archive: zipfile.ZipFile, limits: Limits) -> None:
        self._limits = limits
        self._package = Package(archive)
        main = [part for kind, part in self._package.related("").values() if kind == "officeDocument"]
        if not main:
            raise Unreadable("XLS_DAMAGED")
        related = self._package.related(main[0])
        with self._package.open(main[0]) as stream:
            self.tabs, self.since_1904 = read_tabs(stream, related)
        parts = {"sharedStrings": "xl/sharedStrings.xml", "styles": "xl/styles.xml"} | dict(related.values())
        self._texts: list[str] = []
        self._looks: list[Look | None] = []
        if self._package.has(parts["sharedStrings"]):
            with self._package.open(parts["sharedStrings"]) as stream:
                self._texts = Strings(stream, limits.max_cells).texts
        if self._package.has(parts["styles"]):
            with self._package.open(parts["styles"]) as stream:
                self._looks = read_looks(stream)

    def first_rows(self, tab: Tab) -> list[SheetRow]:
        found = []
        for row in self.rows(Tab(tab.title, tab.hidden, tab.part)):
            if row.line > SEARCHED_ROWS:
                break
            found.append(row)
        return found

    def rows(self, tab: Tab) -> Iterator[SheetRow]:
        with self._package.open(tab.part) as stream:
            reader = _Reader(tab, self._texts, self._looks, self.since_1904, self._limits)
            for _ in told(stream, reader.start, reader.end, reader.text):
                yield from reader.rows
                reader.rows.clear()


class _Reader:
    """Makes rows of the calls for one sheet."""

    def __init__(self, tab: Tab, texts: list[str], looks: list[Look | None], since_1904: bool, limits: Limits) -> None:
        self.rows: list[SheetRow] = []
        self._seen, self._texts, self._looks, self._limits = tab.seen, texts, looks, limits
        self._epoch = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)  # noqa: DTZ001
        self._columns: dict[str, int] = {}
        self._line, self._line_text, self._hidden, self._count = 0, "0", False, 0
        self._cells: list[str] = []
        self._kinds: list[str] = []
        self._at, self._type, self._style = 0, "n", "0"
        self._held, self._value = "", False
        self._taking = self._formula = self._aside = False

    def start(self, name: str, given: dict[str, str]) -> None:
        tag = _KNOWN.get(name)
        if tag == "c":
            self._begin_cell(given)
        elif tag == "v":
            self._value = True
            self._taking = self._type != "inlineStr"
        elif tag == "t":
            self._taking = self._type == "inlineStr" and not self._aside
        elif tag == "row":
            self._begin_row(given)
        elif tag == "f":
            self._formula = True
        elif tag is not None:
            self._other(tag, given)

    def text(self, text: str) -> None:
        if self._taking:
            self._held = (self._held + text)[:LONGEST]

    def end(self, name: str) -> None:
        tag = _KNOWN.get(name)
        if tag in {"v", "t"}:
            self._taking = False
        elif tag == "c":
            self._end_cell()
        elif tag == "row":
            if any(self._kinds):
                self._seen.hidden_rows += self._hidden
                self.rows.append(SheetRow(self._line, self._cells, self._kinds))
        elif tag == "rPh":
            self._aside = False

    def _other(self, tag: str, given: dict[str, str]) -> None:
        if tag == "mergeCell":
            self._seen.merged.append(given.get("ref", ""))
        elif tag == "rPh":
            self._aside = True
        elif given.get("hidden") in {"1", "true"}:
            first, last = int(given.get("min", "0")), int(given.get("max", "0"))
            self._seen.hidden_columns.update(range(first, min(last, self._limits.max_columns) + 1))

    def _begin_row(self, given: dict[str, str]) -> None:
        self._line_text = given.get("r") or str(self._line + 1)
        line = int(self._line_text)
        if line <= self._line:  # a row twice: other programs show one of them, we cannot know which
            raise Unreadable("XLS_DAMAGED")
        self._line = line
        self._hidden = given.get("hidden") in {"1", "true"}
        self._cells, self._kinds, self._at = [], [], 0

    def _begin_cell(self, given: dict[str, str]) -> None:
        place = given.get("r")
        at = self._at + 1 if place is None else self._column(place)
        if at <= self._at:
            raise Unreadable("XLS_DAMAGED")
        self._at = at
        self._type, self._style = given.get("t", "n"), given.get("s", "0")
        self._held, self._value, self._formula = "", False, False
        self._count += 1
        if self._count > self._limits.max_cells:
            raise Unreadable("FIL_CELLS")

    def _column(self, place: str) -> int:
        letters = place.rstrip(_DIGITS)
        if place[len(letters) :] != self._line_text:
            raise Unreadable("XLS_DAMAGED")
        known = self._columns.get(letters)
        if known is None:
            if not re.fullmatch("[A-Z]{1,12}", letters):
                raise Unreadable("XLS_DAMAGED")
            known = 0
            for letter in letters:
                known = known * 26 + ord(letter) - 64
            self._columns[letters] = known
        return known

    def _end_cell(self) -> None:
        self._seen.formulas += self._formula
        held, kind = self._held, self._type
        if not held:
            if not self._formula or (kind == "str" and self._value):
                return
            text, kind = "", NO_RESULT
        elif kind == "n":
            text, kind = self._number(held)
        else:
            text, kind = self._typed(held, kind)
        self._put(text, kind)

    def _put(self, text: str, kind: str) -> None:
        missing = self._at - len(self._cells) - 1
        if missing:
            if self._at > self._limits.max_columns + 50:
                raise Unreadable("XLS_FAR_CELL")
            self._cells.extend([""] * missing)
            self._kinds.extend([EMPTY] * missing)
        if self._line > self._limits.max_workbook_rows + 1_000:
            raise Unreadable("XLS_FAR_CELL")
        self._cells.append(text)
        self._kinds.append(kind)

    def _number(self, held: str) -> tuple[str, str]:
        style = self._style
        look = None if style == "0" or not self._looks else self._looks[int(style)]
        if look is None and held.isdecimal() and held.isascii() and (held[0] != "0" or held == "0"):
            return held, NUMBER
        if not _NUMBER.fullmatch(held):
            raise Unreadable("XLS_DAMAGED")
        value = float(held) if "." in held or "e" in held or "E" in held else int(held)
        if look is None:
            return number_text(value), NUMBER
        if look.day:
            return self._day(value, look)
        if look.percent:
            return percent_text(value), WORDS
        fewer = look.scaled or (
            look.decimals is not None and isinstance(value, float) and decimals(value) > look.decimals
        )
        return number_text(value), ROUNDED if fewer else NUMBER

    def _day(self, value: float, look: Look) -> tuple[str, str]:
        """A serial number as the day or moment that it shows, to the nearest millisecond, as openpyxl has it."""
        try:
            if look.span:
                return day_text(timedelta(milliseconds=round(value * 86_400_000))), DAY
            day, part = divmod(value, 1)
            rest = timedelta(milliseconds=round(part * 86_400_000))
            if 0 <= value < 1 and rest.days == 0:
                return clock_text(rest), DAY
            if 0 < value < 60 and self._epoch.year == 1899:  # the format counts a 29 February 1900
                day += 1
            return day_text(self._epoch + timedelta(days=day) + rest), DAY
        except (OverflowError, ValueError):
            return "#VALUE!", FAULT

    def _typed(self, held: str, kind: str) -> tuple[str, str]:
        if kind == "s":
            return self._shared(held), WORDS
        if kind == "b":
            return ("TRUE" if held.strip() in {"1", "true"} else "FALSE"), LOGICAL
        if kind == "e":
            return held, FAULT
        if kind == "d":
            return iso_text(held), DAY
        return unescaped(held), WORDS

    def _shared(self, held: str) -> str:
        if not held.isdecimal() or int(held) >= len(self._texts):
            raise Unreadable("XLS_DAMAGED")
        return self._texts[int(held)]
