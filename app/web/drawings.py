"""Chart specifications, made once for each stored result and language and kept while they are asked for."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from app.charts import Spec
from app.web.shown import Shown
from app.web.words import Words

MOST = 256
_KEPT: OrderedDict[tuple[str, ...], Spec] = OrderedDict()
_LOCK = Lock()


def drawn(source: Shown, name: str, words: Words, make: Callable[[], Spec]) -> Spec:
    """The specification of a chart of this result: the same result, the same chart."""
    key = (str(source.id), source.digest, name, words.language)
    with _LOCK:
        if key in _KEPT:
            _KEPT.move_to_end(key)
            return _KEPT[key]
    spec = make()
    with _LOCK:
        _KEPT[key] = spec
        while len(_KEPT) > MOST:
            _KEPT.popitem(last=False)
    return spec
