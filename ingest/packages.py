"""A look at a workbook's ZIP before any spreadsheet library sees it: bombs, macros, links, cells far away."""

from __future__ import annotations

import lzma
import re
import struct
import zipfile
import zlib
from pathlib import Path

from ingest.gathering import Gathered
from ingest.limits import Limits

_CHUNK = 2**16
_CELL = re.compile(rb'<c\b[^>]*?\br="([A-Za-z]{1,12})([0-9]{1,12})"')
_UNIQUE = re.compile(rb'uniqueCount="([0-9]+)"')
_MACROS = ("vbaproject.bin", "vbadata.xml")
_OVERLAP = 64
_BROKEN = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(EOFError, OSError, NotImplementedError, RuntimeError, ValueError),
)
"""What zipfile and the unpackers raise at a damaged directory or stream."""


def look_into(path: Path, limits: Limits, found: Gathered) -> bool:
    """Whether the workbook may be opened; adds the finding when not."""
    with path.open("rb") as source:
        start = source.read(8)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        found.add(_old_or_locked(path))
        return False
    if path.stat().st_size > limits.max_workbook_bytes:
        found.add("FIL_TOO_BIG", bytes=path.stat().st_size, most=limits.max_workbook_bytes)
        return False
    try:
        with zipfile.ZipFile(path) as package:
            code = _parts(package, limits) or _contents(package, limits)
    except _BROKEN:
        code = "XLS_DAMAGED"
    if code == "FIL_TYPE":
        found.add(code, kind="ODS or ZIP")
    elif code:
        found.add(code)
    return code is None


def _old_or_locked(path: Path) -> str:
    content = path.read_bytes()[: 2**20]
    return "XLS_PASSWORD" if "EncryptedPackage".encode("utf-16-le") in content else "XLS_OLD"


def _parts(package: zipfile.ZipFile, limits: Limits) -> str | None:
    """What the directory says: names, sizes, order."""
    parts = package.infolist()
    names = [part.filename.lower() for part in parts]
    if len(set(names)) < len(names):
        return "ZIP_DUPLICATE"
    if "xl/workbook.xml" not in names:
        return "FIL_TYPE"
    if any(name.endswith(_MACROS) for name in names):
        return "XLS_MACRO"
    if any(name.startswith("xl/externallinks/") or name == "xl/connections.xml" for name in names):
        return "XLS_EXTERNAL"
    if code := _too_many(names, limits):
        return code
    if sum(part.file_size for part in parts) > limits.max_unpacked_bytes:
        return "ZIP_RATIO"
    if any(_too_dense(part, limits) for part in parts):
        return "ZIP_RATIO"
    ordered = sorted(parts, key=lambda part: part.header_offset)
    for one, other in zip(ordered, ordered[1:], strict=False):
        if one.header_offset + one.compress_size > other.header_offset:
            return "ZIP_LIES"
    return None


def _too_many(names: list[str], limits: Limits) -> str | None:
    if sum(name.startswith("xl/worksheets/") and name.endswith(".xml") for name in names) > limits.max_sheets:
        return "FIL_SHEETS"
    nested = any(name.endswith((".zip", ".xlsx")) for name in names)
    return "ZIP_NESTED" if nested or len(names) > limits.max_parts else None


def _too_dense(part: zipfile.ZipInfo, limits: Limits) -> bool:
    if part.file_size > limits.max_part_bytes:
        return True
    return part.file_size > 2**20 and part.file_size > limits.max_ratio * max(part.compress_size, 1)


def _contents(package: zipfile.ZipFile, limits: Limits) -> str | None:
    """What the streams say: cells, entities. zipfile unpacks no more of a part than the size its directory gives."""
    cells = 0
    for part in package.infolist():
        tail = b""
        name = part.filename.lower()
        with package.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                code, seen = _chunk(name, tail + chunk, limits)
                cells += seen
                if code or cells > limits.max_cells:
                    return code or "FIL_CELLS"
                tail = chunk[-_OVERLAP:] if b"<" not in chunk[-_OVERLAP:] else chunk[chunk.rfind(b"<") :][-_OVERLAP:]
    return None


def _chunk(name: str, text: bytes, limits: Limits) -> tuple[str | None, int]:
    if not name.endswith((".xml", ".rels")):
        return None, 0
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        return "XML_ENTITIES", 0
    if name == "xl/sharedstrings.xml":
        count = _UNIQUE.search(text)
        if count and int(count[1]) > limits.max_cells:
            return "XLS_SHARED_COUNT", 0
    if name == "[content_types].xml" and b"macroEnabled" in text:
        return "XLS_MACRO", 0
    if not name.startswith("xl/worksheets/sheet"):
        return None, 0
    seen = 0
    for letters, row in _CELL.findall(text):
        seen += 1
        if _far(letters, int(row), limits):
            return "XLS_FAR_CELL", seen
    return None, seen


def _far(letters: bytes, row: int, limits: Limits) -> bool:
    if len(letters) > 3 or row > limits.max_workbook_rows + 1_000:
        return True
    column = 0
    for letter in letters.upper():
        column = column * 26 + letter - 64
    return column > limits.max_columns + 50
