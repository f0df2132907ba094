"""XML of a workbook as a stream of calls, never as a tree. Whatever could declare an entity is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import IO
from xml.parsers import expat

from ingest.sheets import Unreadable

_CHUNK = 2**16

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


def told(stream: IO[bytes], start: Start, end: End | None = None, text: Text | None = None) -> Iterator[None]:
    """Tells the elements of a part, some at a time; names are `NAMESPACE NAME`. Unreadable when it is no plain XML."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.buffer_size = _CHUNK
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    try:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)
            yield
        parser.Parse(b"", True)
        yield
    except expat.ExpatError as error:
        raise Unreadable("XLS_DAMAGED") from error


def tell_all(stream: IO[bytes], start: Start, end: End | None = None, text: Text | None = None) -> None:
    """As `told`, at once."""
    for _ in told(stream, start, end, text):
        pass


def _refuse(*_: object) -> None:
    raise Unreadable("XML_ENTITIES")
