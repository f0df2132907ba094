"""A text in a code page: the likeliest readings of one that nobody named, and UTF-8 of one that a person did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from app.domain.encodings import ENCODINGS
from ingest.gathering import Gathered
from ingest.likelihood import likelihood

_LOW = bytes(range(128))
_PIECE = 2**20
_MARGIN = 60
"""So many bytes around a letter are shown at most, on either side."""
_SHOWN, _WEIGHED = 8, 400
_ENDS = b',;\t\r\n"'


@dataclass(frozen=True)
class Reading:
    """The file's own words as one encoding reads them, each with its line; `also` names code pages that differ in
    no byte of this file."""

    encoding: str
    also: tuple[str, ...]
    header: str
    words: tuple[tuple[int, str], ...]


def readings(data: bytes) -> tuple[Reading, ...]:
    """Every code page that has a letter for each byte of the file, the likeliest first."""
    high = bytes(sorted(set(data.translate(None, _LOW))))
    alike: dict[str, list[str]] = {}
    for name in ENCODINGS:
        try:
            alike.setdefault(high.decode(name), []).append(name)
        except UnicodeDecodeError:
            continue
    cells = list(_cells(data))
    header = next((line for line in data[:4096].splitlines() if line.strip()), b"")[:200]
    names = list(alike.values())
    names.sort(key=lambda same: -likelihood("\n".join(cell.decode(same[0]) for _, cell in cells)))
    return tuple(
        Reading(
            encoding=first,
            also=tuple(others),
            header=header.decode(first),
            words=tuple((line, cell.decode(first).strip()) for line, cell in cells[:_SHOWN]),
        )
        for first, *others in names
    )


def readings_to_params(found: Sequence[Reading]) -> dict[str, Any]:
    """The readings as a finding carries them, with the two likeliest for its sentence."""
    first, second = found[0], found[1]
    return {
        "likely": first.encoding,
        "preview": _preview(first),
        "other": second.encoding,
        "other_preview": _preview(second),
        "readings": [asdict(one) for one in found],
    }


def _preview(one: Reading) -> str:
    return " · ".join(text for _, text in one.words[:3])


def _cells(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Distinct cells with a byte beyond ASCII, each with its line; of the first MiB from the first such byte on."""
    seen: set[bytes] = set()
    line, counted, at = 1, 0, _next(data, 0)
    last = at + _PIECE
    while at < min(len(data), last) and len(seen) < _WEIGHED:
        before, after = data[max(at - _MARGIN, counted) : at], data[at : at + _MARGIN]
        start = at - len(before) + max(before.rfind(end) for end in _ENDS) + 1
        end = at + min((place for place in map(after.find, _ENDS) if place >= 0), default=len(after))
        passed = data[counted:start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        line, counted = line + passed.count(b"\n"), start
        cell = data[start:end]
        if cell not in seen:
            seen.add(cell)
            yield line, cell
        at = _next(data, end)


def _next(data: bytes, at: int) -> int:
    """The place of the first byte beyond ASCII from here on; the length where there is none."""
    while at < len(data):
        piece = data[at : at + 4096]
        if not piece.isascii():
            return at + len(piece) - len(piece.lstrip(_LOW))
        at += 4096
    return len(data)


def transcode(data: bytes, encoding: str, found: Gathered) -> bytes | None:
    """The text as UTF-8; None with a finding where the code page has no letter for a byte."""
    made = []
    for at in range(0, len(data), _PIECE):
        try:
            made.append(data[at : at + _PIECE].decode(encoding).encode())
        except UnicodeDecodeError as error:
            place = at + error.start
            before = data[:place].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
            byte = place - max(data.rfind(b"\n", 0, place), data.rfind(b"\r", 0, place))
            found.add("ENC_CHOSEN_UNFIT", before.count(b"\n") + 1, byte=byte, encoding=encoding)
            return None
    found.add("ENC_CHOSEN", encoding=encoding)
    return b"".join(made)
