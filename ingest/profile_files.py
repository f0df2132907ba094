"""Files that a mapping profile joins beside its main one: which column is their key, and which columns they bring."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

KEYS = frozenset(("key", "of", "brings", "unique"))
MOST_FILES = 8


@dataclass(frozen=True)
class JoinedFile:
    """A file beside the main one, known by its header.

    Its column `key` holds what the column `of` holds in the main file, or in what a file before it brings. `brings`
    are the columns it gives to the main file's rows. No two of its rows are alike in all of `unique`.
    """

    name: str
    key: str
    of: str
    brings: tuple[str, ...]
    unique: tuple[str, ...]

    @property
    def needs(self) -> tuple[str, ...]:
        """The columns by which its header is known."""
        return tuple(dict.fromkeys((self.key, *self.unique, *self.brings)))


def joined_files(given: Mapping[str, Any]) -> tuple[JoinedFile, ...]:
    """The declared files in their order; ValueError names the place of what contradicts itself."""
    if len(given) > MOST_FILES:
        raise ValueError(f"files: more than {MOST_FILES}")
    files: list[JoinedFile] = []
    brought: set[str] = set()
    for name, one in given.items():
        file = _file(f"files.{name}", name, one)
        twice = sorted(brought & set(file.brings))
        if twice:
            raise ValueError(f"files.{name}.brings: already brought by a file before it: {twice}")
        brought |= set(file.brings)
        files.append(file)
    for number, file in enumerate(files):
        if any(file.of in later.brings for later in files[number:]):
            raise ValueError(f"files.{file.name}.of: is brought by no file before it")
    return tuple(files)


def _file(place: str, name: str, one: Any) -> JoinedFile:
    if not isinstance(one, dict):
        raise ValueError(f"{place}: is a table with {sorted(KEYS)}")
    unknown = sorted(set(one) - KEYS)
    if unknown:
        raise ValueError(f"{place}: unknown keys {unknown}")
    for key in ("key", "of"):
        if not isinstance(one.get(key), str) or not one[key]:
            raise ValueError(f"{place}.{key}: is the name of a column")
    unique = one.get("unique", [one["key"]])
    for key, columns in (("brings", one.get("brings")), ("unique", unique)):
        if not isinstance(columns, list) or not columns or not all(isinstance(column, str) for column in columns):
            raise ValueError(f"{place}.{key}: is a list of names of columns")
    return JoinedFile(name, one["key"], one["of"], tuple(one["brings"]), tuple(unique))
