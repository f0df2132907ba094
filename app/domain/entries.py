"""Single entries of a method file, each taken as what it must be or refused with its place."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from app.domain.members import LANGUAGES, Names


class MethodError(ValueError):
    """A method file that contradicts itself; the text names the place."""


Entry = Mapping[str, Any]


def need(entry: Entry, key: str, place: str) -> Any:
    """The value of a key; MethodError where it is missing."""
    if key not in entry:
        raise MethodError(f"{place}: {key} is missing")
    return entry[key]


def table(value: Any, place: str) -> Entry:
    """A table of keys."""
    if not isinstance(value, Mapping):
        raise MethodError(f"{place}: not a table of keys: {value!r}")
    return value


def tables(data: Entry, key: str) -> tuple[Entry, ...]:
    """The tables under `[[key]]`; there must be one."""
    given = need(data, key, "file")
    if not isinstance(given, list) or not given:
        raise MethodError(f"file: {key} is not a list of tables")
    return tuple(table(one, key) for one in given)


def only(entry: Entry, keys: Iterable[str], place: str) -> None:
    """MethodError names the keys that nobody knows."""
    unknown = sorted(set(entry) - set(keys))
    if unknown:
        raise MethodError(f"{place}: unknown keys: {', '.join(unknown)}")


def text(entry: Entry, key: str, place: str) -> str:
    """A text that says something."""
    value = need(entry, key, place)
    if not isinstance(value, str) or not value.strip():
        raise MethodError(f"{place}: {key} is not a text: {value!r}")
    return value


def number(entry: Entry, key: str, place: str, low: float = -math.inf, high: float = math.inf) -> float:
    """A finite number within bounds."""
    return as_number(need(entry, key, place), key, place, low, high)


def as_number(value: Any, key: str, place: str, low: float = -math.inf, high: float = math.inf) -> float:
    """The value as a finite number within bounds."""
    try:
        fine = not isinstance(value, bool) and isinstance(value, int | float) and math.isfinite(value)
    except OverflowError:
        fine = False
    if not fine:
        raise MethodError(f"{place}: {key} is not a number: {value!r}")
    if not low <= value <= high:
        raise MethodError(f"{place}: {key} = {value} is outside {low} to {high}")
    return float(value)


def whole(entry: Entry, key: str, place: str, low: int, high: float = math.inf) -> int:
    """A whole number within bounds."""
    value = number(entry, key, place, low, high)
    if value != int(value):
        raise MethodError(f"{place}: {key} is not a whole number: {value}")
    return int(value)


def one_of(value: Any, allowed: Iterable[str], place: str, key: str) -> str:
    """One of the words that are allowed."""
    words = tuple(allowed)
    if value not in words:
        raise MethodError(f"{place}: {key} is unknown: {value!r}")
    return str(value)


def texts(entry: Entry, key: str, place: str) -> tuple[str, ...]:
    """A list of texts, empty where the key is missing."""
    given = entry.get(key, ())
    if not isinstance(given, list | tuple) or not all(isinstance(one, str) for one in given):
        raise MethodError(f"{place}: {key} is not a list of texts: {given!r}")
    return tuple(given)


def span(entry: Entry, key: str, place: str) -> tuple[float, float]:
    """A pair of numbers, the first below the second."""
    given = need(entry, key, place)
    if not isinstance(given, list | tuple) or len(given) != 2:
        raise MethodError(f"{place}: {key} is not a pair of numbers: {given!r}")
    low, high = (as_number(one, key, place) for one in given)
    if not low < high:
        raise MethodError(f"{place}: {key} must rise: {given!r}")
    return low, high


def names(entry: Entry, key: str, place: str) -> Names:
    """A text in each language."""
    given = need(entry, key, place)
    for language in LANGUAGES:
        if not isinstance(given, Mapping) or not str(given.get(language, "")).strip():
            raise MethodError(f"{place}: {key} lacks {language}")
    return Names(*(str(given[language]) for language in LANGUAGES))
