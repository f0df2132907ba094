"""A look at a workbook's ZIP before anything in it is read: what it is, bombs, macros, links, foreign objects."""

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
_OVERLAP = 64
_UNIQUE = re.compile(rb'uniqueCount="([0-9]+)"')
_ODF = re.compile(rb"application/vnd\.oasis\.opendocument\.([a-z]+)")
_OLE_MEDIA = b"application/vnd.sun.star.oleobject"
_BULK = {"ods": 3}
"""An .ods says in so many times as many bytes, before packing, what an .xlsx says."""
_XML = (".xml", ".rels", ".vml")
_MACROS = ("vbaproject.bin", "vbadata.xml")
_MACRO_FOLDERS = ("basic/", "scripts/", "xl/macrosheets/")
_LINKS = ("xl/externallinks/", "xl/connections.xml", "xl/querytables/")
_OBJECTS = ("xl/embeddings/", "xl/activex/", "xl/ctrlprops/")
_OTHER_KINDS = {"word/": "DOCX", "ppt/": "PPTX", "xl/workbook.bin": "XLSB", "index/": "Numbers"}
BROKEN = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(EOFError, OSError, NotImplementedError, RuntimeError, ValueError),
)
"""What zipfile and the unpackers raise at a damaged directory or stream."""


def look_into(path: Path, limits: Limits, found: Gathered) -> str | None:
    """`xlsx` or `ods` when the workbook may be opened; None with a finding when not."""
    with path.open("rb") as source:
        start = source.read(8)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        found.add(_old_or_locked(path))
        return None
    if path.stat().st_size > limits.max_workbook_bytes:
        found.add("FIL_TOO_BIG", bytes=path.stat().st_size, most=limits.max_workbook_bytes)
        return None
    kind = ""
    try:
        with zipfile.ZipFile(path) as package:
            kind = _kind(package)
            code = _sizes(package, limits, _BULK.get(kind, 1)) or _parts(package, kind) or _contents(package, limits)
    except BROKEN:
        code = "XLS_DAMAGED"
    if code == "FIL_TYPE":
        found.add(code, kind=kind)
    elif code:
        found.add(code)
    return None if code else kind


def _old_or_locked(path: Path) -> str:
    content = path.read_bytes()[: 2**20]
    return "XLS_PASSWORD" if "EncryptedPackage".encode("utf-16-le") in content else "XLS_OLD"


def _sizes(package: zipfile.ZipFile, limits: Limits, bulk: int) -> str | None:
    """What the directory says of names, sizes and order."""
    parts = package.infolist()
    names = [part.filename.lower() for part in parts]
    if len(set(names)) < len(names):
        return "ZIP_DUPLICATE"
    if code := _too_many(names, limits):
        return code
    if sum(part.file_size for part in parts) > limits.max_unpacked_bytes * bulk:
        return "ZIP_RATIO"
    if any(_too_dense(part, limits, bulk) for part in parts):
        return "ZIP_RATIO"
    ordered = sorted(parts, key=lambda part: part.header_offset)
    for one, other in zip(ordered, ordered[1:], strict=False):
        if one.header_offset + one.compress_size > other.header_offset:
            return "ZIP_LIES"
    return None


def _too_many(names: list[str], limits: Limits) -> str | None:
    if sum(name.startswith("xl/worksheets/") and name.endswith(".xml") for name in names) > limits.max_sheets:
        return "FIL_SHEETS"
    nested = any(name.endswith((".zip", ".xlsx", ".ods")) for name in names)
    return "ZIP_NESTED" if nested or len(names) > limits.max_parts else None


def _too_dense(part: zipfile.ZipInfo, limits: Limits, bulk: int) -> bool:
    if part.file_size > limits.max_part_bytes * bulk:
        return True
    return part.file_size > 2**20 and part.file_size > limits.max_ratio * max(part.compress_size, 1)


def _kind(package: zipfile.ZipFile) -> str:
    """`xlsx`, `ods`, or the name of what it is instead, as people know it."""
    names = {name.lower(): name for name in package.namelist()}
    if "mimetype" in names:
        with package.open(names["mimetype"]) as stream:
            document = _ODF.match(stream.read(100))
        if document:
            return "ods" if document[1] == b"spreadsheet" else "ODF"
    for start, kind in _OTHER_KINDS.items():
        if any(name.startswith(start) for name in names):
            return kind
    return "xlsx" if "[content_types].xml" in names and any(name.startswith("xl/") for name in names) else "ZIP"


def _parts(package: zipfile.ZipFile, kind: str) -> str | None:
    """What the names of the parts say, and the list that an .ods keeps of them."""
    if kind not in {"xlsx", "ods"}:
        return "FIL_TYPE"
    names = [part.filename.lower() for part in package.infolist()]
    if any(name.endswith(_MACROS) or name.startswith(_MACRO_FOLDERS) for name in names):
        return "XLS_MACRO"
    if any(name.startswith(_LINKS) for name in names):
        return "XLS_EXTERNAL"
    if any(name.startswith(_OBJECTS) for name in names):
        return "XLS_EMBEDDED"
    if kind == "ods":
        listed = package.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in package.namelist() else b""
        if b"encryption-data" in listed:
            return "XLS_PASSWORD"
        if _OLE_MEDIA in listed:
            return "XLS_EMBEDDED"
        if "content.xml" not in package.namelist():
            return "XLS_DAMAGED"
    return None


def _contents(package: zipfile.ZipFile, limits: Limits) -> str | None:
    """What the streams say. zipfile unpacks no more of a part than the size its directory gives, and sums it up."""
    for part in package.infolist():
        tail = b""
        name = part.filename.lower()
        with package.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                code = _chunk(name, tail + chunk, limits) if name.endswith(_XML) else None
                if code:
                    return code
                tail = chunk[-_OVERLAP:]
    return None


def _chunk(name: str, text: bytes, limits: Limits) -> str | None:
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        return "XML_ENTITIES"
    if name == "xl/sharedstrings.xml":
        count = _UNIQUE.search(text)
        if count and int(count[1]) > limits.max_cells:
            return "XLS_SHARED_COUNT"
    return "XLS_MACRO" if name == "[content_types].xml" and b"macroEnabled" in text else None
