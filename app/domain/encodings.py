"""The encodings in which a file may be read when a person says so. Nothing is ever read in one unasked."""

from __future__ import annotations

import re

ENCODINGS = (
    "windows-1256",
    "windows-1252",
    "windows-1251",
    "iso-8859-15",
    "cp866",
    "koi8-r",
    "windows-1250",
    "cp850",
    "cp720",
    "iso-8859-6",
)
"""Each has ASCII in its lower half and one byte for each letter. Of two equally likely ones the earlier comes first."""

WIDE = ("utf-16-le", "utf-16-be")
"""Two bytes for most letters, the lower or the higher one first, and no mark at the start that says which."""

CHOICES = ENCODINGS + WIDE

ASKING = frozenset({"ENC_NOT_UTF8", "ENC_UTF16_NO_BOM"})
"""The findings that show a file's words in its likeliest readings, for a person to choose."""

_ALIASES = {
    "iso88591": "windows-1252",
    "latin1": "windows-1252",
    "latin9": "iso-8859-15",
    "ibm866": "cp866",
    "ibm850": "cp850",
    "ibm720": "cp720",
    "asmo708": "iso-8859-6",
}


def _plain(name: str) -> str:
    return re.sub(r"[\s_.:-]", "", name.lower())


_KNOWN = {
    **{_plain(name): name for name in CHOICES},
    **{_plain(name).replace("windows", "cp"): name for name in ENCODINGS},
    **_ALIASES,
}


def encoding_named(name: str) -> str | None:
    """Our name of the encoding that goes by this one (`CP1256`, `Windows_1256`); None for any that we do not read."""
    return _KNOWN.get(_plain(name))
