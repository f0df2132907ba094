"""Names of columns as people type them: what is written differently and meant alike, and which name is near."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

from ingest.numbers import plain_text

_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´", "'"))
_AROUND = " *:.'\"“”„«»"
"""What people put around a name."""
_ARABIC = str.maketrans({**dict.fromkeys("أإآٱ", "ا"), **dict.fromkeys("ىیئ", "ي"), "ة": "ه", "ؤ": "و", "ک": "ك",
                         "ـ": None, "ء": None})  # fmt: skip
_LOOKED_AT = 60
"""So many unknown names are compared, of so many letters each: a header may be 500 columns of anything."""
_LETTERS = 80
_NEAR = 0.6


def tidy(name: str) -> str:
    """The name without what keyboards write differently: case, spaces, joins, apostrophes."""
    plain = unicodedata.normalize("NFKC", plain_text(name[:256].translate(_APOSTROPHES))).strip(_AROUND)
    return re.sub(r"[\s_\-]+", "_", plain).casefold()


def folded(name: str) -> str:
    """As `tidy`, without marks above and below letters either: vowel signs, tatweel, the shapes of Alef, Ya and Ta."""
    parts = unicodedata.normalize("NFD", tidy(name).translate(_ARABIC))
    return "".join(char for char in parts if not unicodedata.combining(char)).translate(_ARABIC)


def unlike(names: Mapping[str, str]) -> dict[str, str]:
    """The columns by their folded names; a fold that two columns share stands for neither."""
    found: dict[str, str] = {}
    twice = set()
    for name, column in names.items():
        fold = folded(name)
        if found.setdefault(fold, column) != column:
            twice.add(fold)
    return {fold: column for fold, column in found.items() if fold not in twice}


def nearest(unknown: Iterable[str], wanted: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """For each column the unknown name that is nearest to any of its names, where one is near at all.

    A name goes to the column that it is nearest to, and to no other.
    """
    found: list[tuple[float, str, str]] = []
    meant = {column: [folded(name)[:_LETTERS] for name in names] for column, names in wanted.items()}
    for cell in list(unknown)[:_LOOKED_AT]:
        matcher = SequenceMatcher(b=folded(cell)[:_LETTERS], autojunk=False)
        found += [(-_likeness(matcher, names), column, cell) for column, names in meant.items()]
    near: dict[str, str] = {}
    for distance, column, cell in sorted(found):
        if -distance >= _NEAR and column not in near and cell not in near.values():
            near[column] = cell
    return near


def _likeness(matcher: SequenceMatcher[str], names: Iterable[str]) -> float:
    best = 0.0
    for name in names:
        matcher.set_seq1(name)
        if matcher.real_quick_ratio() >= _NEAR and matcher.quick_ratio() >= _NEAR:
            best = max(best, matcher.ratio())
    return best
