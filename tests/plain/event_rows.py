"""Files of item events read slowly and obviously, row by row with `csv`: the twin of the block reader in ingest/events.

Gives the scans as tuples in the order of the schema, and every fault as (line, record, code, column, value).
"""

from __future__ import annotations

import codecs
import csv
import gzip
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.domain.findings import Severity
from app.domain.findings_events import CATALOGUE_EVENTS
from app.handbook import partners
from ingest.event_times import Impossible, Unreadable, offset_of, read_time
from ingest.events.s10_columns import was_meant
from ingest.identifiers import ItemIdentifier, is_impc, item_identifier, receptacle
from ingest.profiles import ORDERED, Profile

LONGEST_RECORD = 40
DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789" * 2)
YES = ("1", "y", "yes", "true")
HOUR = timedelta(hours=1)


@dataclass
class Plain:
    """What one file gave."""

    scans: list[tuple] = field(default_factory=list)
    faults: list[tuple] = field(default_factory=list)
    set_aside: Counter = field(default_factory=Counter)
    read: int = 0


def read_file(path: Path, profile: Profile, now: datetime | None = None) -> Plain:
    """The whole file, which has a header that fits."""
    data = path.read_bytes()
    data = gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    marked = data.startswith(codecs.BOM_UTF8)
    encoding = "utf-16" if wide else "utf-8-sig" if marked else profile.encoding
    text = data.decode(encoding, profile.encoding_errors).replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    separator = max(profile.separators, key=next(line for line in lines if line).count)
    found, header = Plain(), []
    for line, cells, wrong in records(lines, separator):
        if not header and cells:
            header = [name.strip() for name in cells]
        elif wrong:
            found.read += 1
            _aside(found, [(line, found.read, "EVT_QUOTING", None, wrong)])
        elif cells:
            found.read += 1
            if len(cells) != len(header):
                _aside(found, [(line, found.read, "EVT_CELL_COUNT", None, None)])
            else:
                row = _Row(profile, dict(zip(header, cells, strict=True)), now)
                scans = row.scans()
                _aside(found, [(line, found.read, *fault) for fault in row.faults])
                if not row.errors:
                    found.scans += [(*scan[:14], line, *scan[14:]) for scan in scans]
    return found


def records(lines: list[str], separator: str):
    """(line, cells, what is wrong): a record whose quotes are wrong costs its first line."""
    at = 0
    while at < len(lines):
        reader = csv.reader((line + "\n" for line in lines[at : at + LONGEST_RECORD]), delimiter=separator, strict=True)
        try:
            cells, wrong, used = next(reader), "", reader.line_num
        except csv.Error as error:
            cells, wrong, used = [], str(error), 1
        yield at + 1, cells, wrong
        at += used


def _aside(found: Plain, faults: list[tuple]) -> None:
    found.faults += faults
    errors = [fault[2] for fault in faults if CATALOGUE_EVENTS[fault[2]][0] is Severity.ERROR]
    found.set_aside.update(errors[:1])


class _Row:
    def __init__(self, profile: Profile, cells: dict[str, str], now: datetime | None) -> None:
        self.profile, self.now = profile, now
        self.cells = {name: cell.strip() for name, cell in cells.items()} if profile.padded else cells
        self.faults: list[tuple] = []

    @property
    def errors(self) -> bool:
        return any(CATALOGUE_EVENTS[code][0] is Severity.ERROR for code, _, _ in self.faults)

    def cell(self, name: str) -> str:
        return self.cells.get(self.profile.columns.get(name, ""), "")

    def fault(self, code: str, column: str | None, value: str) -> None:
        self.faults.append((code, column, value))

    def wrong(self, code: str, name: str) -> None:
        self.fault(code, self.profile.columns[name], self.cell(name))

    def time(self, column: str) -> datetime | None:
        text = self.cells.get(column, "")
        if text in self.profile.no_date:
            return None
        try:
            return read_time(text.translate(DIGITS), self.profile.formats)
        except Unreadable:
            self.fault("EVT_TIME_UNREADABLE", column, text)
        except Impossible:
            self.fault("EVT_TIME_IMPOSSIBLE", column, text)
        return None

    def identifier(self, item: str) -> ItemIdentifier | None:
        if not item:
            self.wrong("EVT_ITEM_MISSING", "item")
        if re.fullmatch(r"[0-9]([.,][0-9]+)?[eE]\+[0-9]{2}", item):
            self.wrong("EVT_ITEM_ROUNDED", "item")
        identifier = item_identifier(item)
        if "identifiers_valid_s10" in self.profile.measures:
            if identifier is None and was_meant(item):
                self.wrong("EVT_S10_FORM", "item")
            if identifier and not identifier.check_right:
                self.wrong("EVT_S10_CHECK", "item")
            if identifier and not identifier.prefix_allowed:
                self.wrong("EVT_S10_PREFIX", "item")
            if identifier and identifier.issuer not in partners():
                self.wrong("EVT_S10_ISSUER", "item")
        return identifier

    def scans(self) -> list[tuple]:
        item, profile = self.cell("item"), self.profile
        identifier = self.identifier(item)
        origin, destination, product = self.country("origin"), self.country("destination"), self.product()
        bag = receptacle(self.cell("receptacle").upper())
        if self.cell("receptacle") and bag is None:
            self.wrong("EVT_RECEPTACLE_FORM", "receptacle")
        if bag:
            origin, destination = origin or bag.origin[:2], destination or bag.destination[:2]
            product = product or bag.product
        if identifier:
            origin = origin or (identifier.issuer if identifier.issuer in partners() else None)
            product = product or identifier.product
        promised = self.time(profile.columns.get("promised", ""))
        standard = self.standard()
        self.office()
        known = (origin or None, destination or None, product or profile.default_product)
        rest = (standard, promised.date() if promised else None, int(self.cell("missent").lower() in YES),
                int(bool(identifier and identifier.valid)), self.cell("office") or None, self.weight())  # fmt: skip
        found = self.item_scans(rest) if profile.shape == "items" else self.event_scan()
        return [
            (item, event, at, local, sent, *known, reason, end, *rest[:2], rest[2] if out is None else out, *rest[3:])
            for event, at, local, sent, reason, end, out in found
        ]

    def country(self, name: str) -> str | None:
        text, known = self.cell(name), self.profile.countries
        if not text:
            return None
        two = len(text) == 2 and text.isascii() and text.isalpha() and text.isupper()
        if text not in known if known is not None else not two:
            self.wrong("EVT_COUNTRY_UNKNOWN", name)
            return None
        return text if known is None else known[text]

    def product(self) -> str | None:
        text = self.cell("product")
        if text and text not in self.profile.products:
            self.wrong("EVT_PRODUCT_UNKNOWN", "product")
        return self.profile.products.get(text)

    def standard(self) -> int | None:
        text = self.cell("standard_days").translate(DIGITS)
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) <= 3):
            self.wrong("EVT_STANDARD_UNREADABLE", "standard_days")
            return None
        return int(text)

    def office(self) -> None:
        if self.cell("office") and not is_impc(self.cell("office")):
            self.wrong("EVT_OFFICE_FORM", "office")

    def weight(self) -> float | None:
        text = self.cell("weight")
        if not text:
            return None
        plain = text.translate(DIGITS).replace("٫", ".").replace(",", ".")
        whole, _, part = plain.partition(".")
        digits = whole.isascii() and whole.isdigit() and (part.isascii() and part.isdigit() or "." not in plain)
        if not digits or len(plain) > 25:
            self.wrong("EVT_WEIGHT_UNREADABLE", "weight")
            return None
        return float(plain)

    def utc(self, read: datetime) -> datetime | None:
        if read.tzinfo is None:
            offset, zone = self.cell("utc_offset"), self.cell("zone")
            try:
                clock = offset_of(offset) if offset else ZoneInfo(zone) if zone else ZoneInfo(self.profile.zone)
            except (Unreadable, ZoneInfoNotFoundError, ValueError, OSError):
                fault = ("EVT_OFFSET_UNREADABLE", self.profile.columns["utc_offset" if offset else "zone"],
                         offset or zone)  # fmt: skip
                if fault not in self.faults:
                    self.faults.append(fault)
                return None
            read = read.replace(tzinfo=clock)
        return read.astimezone(UTC).replace(tzinfo=None)

    def future(self, at: datetime | None, column: str) -> None:
        if at and self.now and at > self.now + 24 * HOUR:
            self.fault("EVT_TIME_FUTURE", column, self.cells[column])

    def changes(self, read: datetime, column: str) -> None:
        if read.tzinfo is not None or self.cell("utc_offset"):
            return
        zone = ZoneInfo(self.cell("zone") or self.profile.zone)
        early, late = (read.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
        if early != late:
            self.fault("EVT_TIME_TWICE" if early > late else "EVT_TIME_SKIPPED", column, self.cells[column])

    def event_scan(self) -> list[tuple]:
        profile, columns = self.profile, self.profile.columns
        text, code = self.cell("event"), self.profile.event(self.cell("event"))
        used = code is not None or text not in profile.ignored_codes
        if code is None and used:
            self.wrong("EVT_CODE_UNKNOWN", "event")
        before = len(self.faults)
        read = self.time(columns["time"])
        if read is None and len(self.faults) == before:
            self.wrong("EVT_TIME_MISSING", "time")
        if not used:
            return []
        sent = self.time(columns.get("sent", ""))
        at, sent_at = (self.utc(one) if one else None for one in (read, sent))
        self.future(at, columns["time"])
        if self.errors:
            return []
        self.changes(read, columns["time"])
        if sent_at and sent_at < at:
            self.wrong("EVT_SENT_BEFORE_EVENT", "sent")
            sent_at = None
        reason = self.cell("retention_reason")
        if code == "EME" and not reason and columns.get("retention_reason") in self.cells:
            self.wrong("EVT_HOLD_NO_REASON", "retention_reason")
        refused = code == "EMH" and self.cell("nondelivery_reason") in profile.customs_reasons
        return [(code, at, read.replace(tzinfo=None), sent_at, int(bool(reason)), int(code == "EDX" or refused), None)]

    def item_scans(self, rest: tuple) -> list[tuple]:
        profile = self.profile
        columns = dict(profile.dates) | ({"sent": profile.columns["sent"]} if "sent" in profile.columns else {})
        times = {event: self.time(column) for event, column in columns.items()}
        at = {event: self.utc(time) for event, time in times.items() if time}
        for event, column in profile.dates.items():
            if event != ORDERED:
                self.future(at.get(event), column)
        status, delivered = self.cell("status"), self.cells[profile.dates["EMI"]]
        if status in profile.delivered_statuses and delivered in profile.no_date:
            self.fault("EVT_NO_DELIVERY_DATE", profile.dates["EMI"], delivered)
        for interval in profile.intervals:
            first, second = at.get(interval.first), at.get(interval.second)
            if first and second and second < first:
                column = columns[interval.second]
                self.fault(interval.finding, column, self.cells[column])
        if self.errors:
            return []
        for event, column in profile.dates.items():
            if times[event]:
                self.changes(times[event], column)
        cancelled = status in profile.cancelled_statuses
        if cancelled and times["EMI"]:
            self.wrong("EVT_STATUS_CONTRADICTS", "status")
        out = int(cancelled and not times["EMI"])
        scans = [("", None, None, None, 0, 0, out)]
        return scans + [
            (event, at[event], times[event].replace(tzinfo=None), None, 0, 0, out)
            for event in at
            if event not in (ORDERED, "sent")
        ]
