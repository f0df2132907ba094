"""The events of EMSEVT by what systems write for them: the code in any letters, its name, or both together.

Names as in `domain.md` §2.1 for V3; those of V1 are the same but for EMF, which was "out of customs" as well.
"""

from __future__ import annotations

import re
from functools import lru_cache

_NAMES = {
    "EMA": ("posting", "collection", "posting collection"),
    "EMB": ("arrival at outward office of exchange",),
    "EXA": ("presented to export customs security", "presented to export customs"),
    "EXB": ("held by export customs security", "held by export customs"),
    "EXC": ("returned from export customs security", "returned from export customs"),
    "EXD": ("held at outward office of exchange",),
    "EXX": ("export cancellation", "export cancelled"),
    "EMC": ("departure from outward office of exchange",),
    "EMJ": ("arrival at transit office of exchange",),
    "EMK": ("departure from transit office of exchange",),
    "EMD": ("arrival at inward office of exchange",),
    "EDA": ("held at inward office of exchange",),
    "EDB": ("presented to import customs",),
    "EME": ("held by import customs", "held by customs"),
    "EDC": ("returned from import customs",),
    "EMF": (
        "departure from inward office of exchange",
        "out of customs",
        "out of customs departure from inward office of exchange",
    ),
    "EDD": ("into sorting centre", "into sorting center"),
    "EDE": ("out of sorting centre", "out of sorting center"),
    "EMG": ("arrival at delivery office",),
    "EDF": ("held at delivery depot", "held at delivery office"),
    "EDG": ("out for physical delivery", "out for delivery"),
    "EMH": ("attempted unsuccessful delivery", "attempted delivery", "unsuccessful delivery"),
    "EDH": ("arrival at collection point for pick up", "arrival at collection point"),
    "EMI": ("final delivery",),
    "EDX": ("import terminated",),
}
_BY_NAME = {name: code for code, names in _NAMES.items() for name in names}
_WORDS = re.compile(r"[^\W_]+")


@lru_cache(maxsize=4096)
def event_of(text: str) -> str | None:
    """The code that the text stands for; None where it is no code and no name, or a code with another one's name."""
    words = ["office of exchange" if word == "oe" else word for word in _WORDS.findall(text[:100].casefold())]
    first, rest = "".join(words[:1]).upper(), " ".join(words[1:])
    if first in _NAMES:
        return first if not rest or _BY_NAME.get(rest) == first else None
    return _BY_NAME.get(" ".join(words))
