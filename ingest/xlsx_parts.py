"""The parts of an .xlsx beside its sheets: where things are, the texts that cells share, how styles show numbers."""

from __future__ import annotations

import posixpath
import re
import zipfile
from datetime import date, datetime, time
from typing import IO

from ingest.guarded_xml import tell_all
from ingest.number_formats import BUILTIN, Look, look_of
from ingest.sheets import Tab, Unreadable, day_text

MAIN = ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main")
"""Namespaces of the two dialects: the usual one and "Strict Open XML"."""
_ID = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships id",
    "http://purl.oclc.org/ooxml/officeDocument/relationships id",
)
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def names_of(*tags: str) -> dict[str, str]:
    """Full names, as the parser tells them, to the plain ones."""
    return {f"{space} {tag}": tag for space in MAIN for tag in tags}


def unescaped(text: str) -> str:
    """`_x000D_` and the like as the letters they stand for; line ends as one."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


class Package:
    """The parts of the ZIP by name; names differ by more than their case (`ingest/packages.py` saw to that)."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = {name.lower(): name for name in archive.namelist()}

    def open(self, name: str) -> IO[bytes]:
        """The part. Unreadable when there is none."""
        if name.lower() not in self._names:
            raise Unreadable("XLS_DAMAGED")
        return self._archive.open(self._names[name.lower()])

    def has(self, name: str) -> bool:
        return name.lower() in self._names

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """What a part points to: the last word of the relation's type and the target's name, by id."""
        folder, base = posixpath.split(name)
        found: dict[str, tuple[str, str]] = {}

        def start(_: str, given: dict[str, str]) -> None:
            if "Id" in given:
                target = posixpath.normpath(posixpath.join("/", folder, given.get("Target", "")))
                found[given["Id"]] = (given.get("Type", "").rpartition("/")[2], target.lstrip("/"))

        with self.open(posixpath.join(folder, "_rels", f"{base}.rels")) as stream:
            tell_all(stream, start)
        return found


def read_tabs(stream: IO[bytes], related: dict[str, tuple[str, str]]) -> tuple[list[Tab], bool]:
    """The sheets that hold cells, in order, and whether days are counted since 1904."""
    known = names_of("sheet", "workbookPr")
    tabs: list[Tab] = []
    since_1904: list[bool] = []

    def start(name: str, given: dict[str, str]) -> None:
        tag = known.get(name)
        if tag == "workbookPr":
            since_1904.append(given.get("date1904") in {"1", "true"})
        elif tag == "sheet":
            kind, part = related.get(next((given[key] for key in _ID if key in given), ""), ("", ""))
            if kind == "worksheet":
                tabs.append(Tab(given.get("name", ""), given.get("state", "visible") != "visible", part))

    tell_all(stream, start)
    return tabs, any(since_1904)


class Strings:
    """Reads the texts that cells share; phonetic guides are not part of a text."""

    def __init__(self, stream: IO[bytes], most: int) -> None:
        self.texts: list[str] = []
        self._most = most
        self._known = names_of("si", "t", "rPh")
        self._pieces: list[str] = []
        self._taking = self._aside = False
        tell_all(stream, self._start, self._end, self._text)

    def _start(self, name: str, _: dict[str, str]) -> None:
        tag = self._known.get(name)
        if tag == "si":
            self._pieces = []
        elif tag == "rPh":
            self._aside = True
        elif tag == "t":
            self._taking = not self._aside

    def _text(self, text: str) -> None:
        if self._taking:
            self._pieces.append(text)

    def _end(self, name: str) -> None:
        tag = self._known.get(name)
        if tag == "t":
            self._taking = False
        elif tag == "rPh":
            self._aside = False
        elif tag == "si":
            self.texts.append(unescaped("".join(self._pieces)))
            if len(self.texts) > self._most:
                raise Unreadable("XLS_SHARED_COUNT")


def read_looks(stream: IO[bytes]) -> list[Look | None]:
    """How the cell styles show numbers, by their number; None where nothing is to be said."""
    known = names_of("numFmt", "cellXfs", "xf")
    own: dict[str, str] = {}
    styles: list[str] = []
    within: list[bool] = []

    def start(name: str, given: dict[str, str]) -> None:
        tag = known.get(name)
        if tag == "numFmt":
            own[given.get("numFmtId", "")] = given.get("formatCode", "")
        elif tag == "cellXfs":
            within.append(True)
        elif tag == "xf" and within:
            styles.append(given.get("numFmtId", "0"))

    def end(name: str) -> None:
        if known.get(name) == "cellXfs":
            within.clear()

    tell_all(stream, start, end)
    builtin = {str(number): form for number, form in BUILTIN.items()}
    looks = {number: look_of(own.get(number) or builtin.get(number, "")) for number in set(styles)}
    return [None if looks[number] == Look() else looks[number] for number in styles]


def iso_text(held: str) -> str:
    """A day, a moment or a time that is stored in ISO form. Unreadable when it is none of them."""
    for kind in (date, datetime, time):
        try:
            return day_text(kind.fromisoformat(held))
        except ValueError:
            continue
    raise Unreadable("XLS_DAMAGED")
