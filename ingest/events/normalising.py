"""One row of somebody's file as our scans, or the reason why it is set aside."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ingest.event_times import Impossible, Unreadable, offset_of, read_time
from ingest.events.ledger import Fault, Ledger
from ingest.events.reading import Row
from ingest.identifiers import item_identifier, receptacle
from ingest.profiles import ORDERED, Profile

KNOWN = ""
"""The event of an item that is known from the file without having been scanned."""

YES = frozenset(("1", "y", "yes", "true"))


class Scan(NamedTuple):
    """One scan. `at` and `sent` are UTC, `local` the clock on the wall; all three naive. Flags are 0 or 1."""

    item: str
    event: str
    at: datetime | None
    local: datetime | None
    sent: datetime | None
    origin: str | None
    destination: str | None
    product: str
    reason: int
    customs_end: int
    standard_days: int | None
    promised: date | None
    left_out: int
    s10: int
    line: int


class Normaliser:
    """Turns rows into scans by a profile. Same row, same scans."""

    def __init__(self, profile: Profile, header: list[str], ledger: Ledger) -> None:
        self._profile, self._ledger = profile, ledger
        self._at = {name: header.index(theirs) for name, theirs in profile.columns.items() if theirs in header}
        self._dates = {event: header.index(theirs) for event, theirs in profile.dates.items()}
        self._zone = ZoneInfo(profile.zone)
        self._checks_s10 = "identifiers_valid_s10" in profile.measures
        self._time = lru_cache(maxsize=65536)(lambda text: read_time(text, profile.formats))

    def scans(self, row: Row) -> Iterator[Scan]:
        """The scans of the row; Fault when it is to be set aside."""
        cells = [cell.strip() for cell in row.cells] if self._profile.padded else row.cells
        item = self._cell(cells, "item")
        if not item:
            raise Fault("EVT_ITEM_MISSING", self._profile.columns["item"], "")
        scan = self._base(item, cells, row)
        found = (
            self._item_scans(scan, cells, row) if self._profile.shape == "items" else [self._event(scan, cells, row)]
        )
        return iter([one for one in found if one is not None])

    def _cell(self, cells: list[str], name: str) -> str:
        at = self._at.get(name)
        return cells[at] if at is not None else ""

    def _when(self, text: str, column: str) -> datetime | None:
        if text in self._profile.no_date:
            return None
        try:
            return self._time(text)
        except Unreadable as error:
            raise Fault("EVT_TIME_UNREADABLE", column, text) from error
        except Impossible as error:
            raise Fault("EVT_TIME_IMPOSSIBLE", column, text) from error

    def _base(self, item: str, cells: list[str], row: Row) -> Scan:
        """What the row says about its item, the event still open."""
        identifier = item_identifier(item)
        if identifier is not None and not identifier.check_right and self._checks_s10:
            self._ledger.add(Fault("EVT_S10_CHECK", self._profile.columns["item"], item), row.line, row.record)
        bag = receptacle(self._cell(cells, "receptacle"))
        origin = self._country(cells, "origin") or (bag.origin[:2] if bag else identifier and identifier.issuer)
        destination = self._country(cells, "destination") or (bag.destination[:2] if bag else None)
        product = self._product(cells, bag.product if bag else None, identifier.product if identifier else None)
        promised = self._when(self._cell(cells, "promised"), self._profile.columns.get("promised", ""))
        return Scan(
            item,
            KNOWN,
            None,
            None,
            None,
            origin or None,
            destination or None,
            product,
            0,
            0,
            self._standard(cells),
            promised.date() if promised else None,
            int(self._cell(cells, "missent").lower() in YES),
            int(identifier is not None and identifier.valid),
            row.line,
        )

    def _country(self, cells: list[str], name: str) -> str:
        text = self._cell(cells, name)
        known = self._profile.countries
        if not text:
            return ""
        if known is not None and text in known:
            return known[text]
        if known is None and len(text) == 2 and text.isascii() and text.isalpha() and text.isupper():
            return text
        raise Fault("EVT_COUNTRY_UNKNOWN", self._profile.columns[name], text)

    def _product(self, cells: list[str], of_bag: str | None, of_identifier: str | None) -> str:
        text = self._cell(cells, "product")
        if text and text not in self._profile.products:
            raise Fault("EVT_PRODUCT_UNKNOWN", self._profile.columns["product"], text)
        return (
            (self._profile.products[text] if text else None) or of_bag or of_identifier or self._profile.default_product
        )

    def _standard(self, cells: list[str]) -> int | None:
        text = self._cell(cells, "standard_days")
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) <= 3):
            raise Fault("EVT_STANDARD_UNREADABLE", self._profile.columns["standard_days"], text)
        return int(text)

    def _event(self, scan: Scan, cells: list[str], row: Row) -> Scan | None:
        profile = self._profile
        text, column = self._cell(cells, "event"), profile.columns["event"]
        code = profile.codes.get(text)
        if code is None and text not in profile.ignored_codes:
            raise Fault("EVT_CODE_UNKNOWN", column, text)
        time_text, time_column = self._cell(cells, "time"), profile.columns["time"]
        read = self._when(time_text, time_column)
        if read is None:
            raise Fault("EVT_TIME_MISSING", time_column, time_text)
        if code is None:
            return None
        at = self._utc(read, cells)
        sent = self._sent(cells, at, row)
        reason = self._cell(cells, "retention_reason")
        if code == "EME" and "retention_reason" in self._at and not reason:
            self._ledger.add(Fault("EVT_HOLD_NO_REASON", profile.columns["retention_reason"], ""), row.line, row.record)
        customs = code == "EDX" or (
            code == "EMH" and self._cell(cells, "nondelivery_reason") in profile.customs_reasons
        )
        return scan._replace(
            event=code,
            at=at,
            local=read.replace(tzinfo=None),
            sent=sent,
            reason=int(bool(reason)),
            customs_end=int(customs),
        )

    def _utc(self, read: datetime, cells: list[str]) -> datetime:
        """The instant in UTC: by the offset in the text, else the row's offset, its zone, the profile's zone."""
        if read.tzinfo is None:
            offset, zone = self._cell(cells, "utc_offset"), self._cell(cells, "zone")
            column = self._profile.columns.get("utc_offset" if offset else "zone")
            try:
                read = read.replace(tzinfo=offset_of(offset) if offset else ZoneInfo(zone) if zone else self._zone)
            except (Unreadable, ZoneInfoNotFoundError, ValueError) as error:
                raise Fault("EVT_OFFSET_UNREADABLE", column, offset or zone) from error
        return read.astimezone(UTC).replace(tzinfo=None)

    def _sent(self, cells: list[str], at: datetime, row: Row) -> datetime | None:
        text, column = self._cell(cells, "sent"), self._profile.columns.get("sent", "")
        read = self._when(text, column)
        if read is None:
            return None
        sent = self._utc(read, cells)
        if sent < at:
            self._ledger.add(Fault("EVT_SENT_BEFORE_EVENT", column, text), row.line, row.record)
            return None
        return sent

    def _item_scans(self, scan: Scan, cells: list[str], row: Row) -> list[Scan]:
        profile = self._profile
        times = {event: self._when(cells[at], profile.dates[event]) for event, at in self._dates.items()}
        times["sent"] = self._when(self._cell(cells, "sent"), profile.columns.get("sent", ""))
        status = self._cell(cells, "status")
        if status in profile.delivered_statuses and times["EMI"] is None:
            raise Fault("EVT_NO_DELIVERY_DATE", profile.dates["EMI"], cells[self._dates["EMI"]])
        self._check_intervals(times, cells)
        cancelled = status in profile.cancelled_statuses
        if cancelled and times["EMI"] is not None:
            self._ledger.add(Fault("EVT_STATUS_CONTRADICTS", profile.columns["status"], status), row.line, row.record)
        scan = scan._replace(left_out=int(cancelled and times["EMI"] is None))
        scans = [scan]
        for event, time in times.items():
            if time is not None and event not in (ORDERED, "sent"):
                scans.append(scan._replace(event=event, at=self._utc(time, cells), local=time.replace(tzinfo=None)))
        return scans

    def _check_intervals(self, times: dict[str, datetime | None], cells: list[str]) -> None:
        for interval in self._profile.intervals:
            first, second = times[interval.first], times[interval.second]
            if first is not None and second is not None and self._utc(second, cells) < self._utc(first, cells):
                at = self._dates.get(interval.second, self._at.get("sent", 0))
                column = self._profile.dates.get(interval.second, self._profile.columns.get(interval.second))
                raise Fault(interval.finding, column, cells[at], first=str(first), second=str(second))
