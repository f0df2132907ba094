"""Factories of bad files, one for each row of the catalogue of bad inputs that applies to our layouts.

A factory is a function named by its row (`b07`), or by what it makes where the catalogue has no row for it; it gives
every file of that kind with all that is to be told of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from inspect import getmembers, isgeneratorfunction

from gallery.factories import (
    encoding,
    headers,
    lines,
    made,
    meaning,
    packages,
    payloads,
    quoting,
    sizes,
    types,
    workbooks,
)

_SECTIONS = (encoding, lines, quoting, headers, types, meaning, sizes, payloads, packages, workbooks)

FACTORIES: dict[str, Callable[[], Iterator[made.Bad]]] = {
    name: make
    for section in _SECTIONS
    for name, make in getmembers(section, isgeneratorfunction)
    if make.__module__ == section.__name__ and not name.startswith("_")
}
"""Every factory by its name."""
