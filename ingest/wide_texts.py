"""A text in UTF-16 without its byte-order mark: both orders of its bytes beside each other, UTF-8 of the chosen."""

from __future__ import annotations

import re

from app.domain.encodings import WIDE
from ingest.code_pages import Reading
from ingest.gathering import Gathered

_SAMPLE, _PIECE, _SHOWN, _MOST = 2000, 2**18, 8, 120
_CELL = re.compile(r'[^,;\t\r\n"]+')
_LINE_END = re.compile(r"\r\n|\r|\n")


def looks_wide(data: bytes) -> bool:
    """Whether every other byte is often zero, as in UTF-16 of a text with commas, digits and line ends."""
    sample = data[:_SAMPLE]
    return len(sample) >= 4 and max(sample[::2].count(0), sample[1::2].count(0)) > len(sample) // 4


def wide_readings(data: bytes) -> tuple[Reading, Reading]:
    """The start of the file in both orders of bytes, first the one with more of what every table has.

    The words are cells with letters beyond ASCII; where there are none, the first cells below the header.
    """
    start = data[: _PIECE - _PIECE % 2]
    first, second = sorted(WIDE, key=lambda name: -sum(map(str.isascii, start.decode(name, "replace"))))
    text = start.decode(first, "replace")
    header = next((cell for cell in _LINE_END.split(text[:4096]) if cell.strip()), "")[:200]
    places = _places(text, len(header))
    return _reading(start, text, header, places, first, first), _reading(start, text, header, places, first, second)


def _places(text: str, after: int) -> list[tuple[int, int, int]]:
    """Line, start and end of the cells that are shown; each wording once."""
    found: dict[str, tuple[int, int, int]] = {}
    line, counted = 1, 0
    for match in _CELL.finditer(text, after):
        line += len(_LINE_END.findall(text, counted, match.start()))
        counted = match.start()
        found.setdefault(match[0], (line, match.start(), min(match.end(), match.start() + _MOST)))
    odd = [place for cell, place in found.items() if not cell.isascii()]
    return (odd or list(found.values()))[:_SHOWN]


def _reading(
    start: bytes, text: str, header: str, places: list[tuple[int, int, int]], likely: str, name: str
) -> Reading:
    def turned(said: str) -> str:
        other = said if name == likely else said.encode(likely).decode(name, "replace")
        return other.replace("\0", "\ufffd")

    return Reading(name, (), turned(header), tuple((line, turned(text[at:end]).strip()) for line, at, end in places))


def transcode_wide(data: bytes, encoding: str, found: Gathered) -> bytes | None:
    """The text as UTF-8; None with a finding where two bytes are no letter in this order."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, "replace")
        last = max(before.rfind("\n"), before.rfind("\r"))
        line = len(_LINE_END.findall(before)) + 1
        found.add("ENC_CHOSEN_UNFIT", line, byte=2 * (len(before) - last) - 1, encoding=encoding)
        return None
    found.add("ENC_CHOSEN", encoding=encoding)
    return text.encode()
