"""Chart specifications, made once for each stored result and language and kept while they are asked for."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from app.charts import Spec
from app.web.shown import Shown
from app.web.words import Words

MOST = 256
STEPS = (0, 20, 40, 60, 80, 100)
"""The marks of a scale of points. The library writes marks of its own in Latin digits alone."""
_KEPT: OrderedDict[tuple[str, ...], Spec] = OrderedDict()
_LOCK = Lock()


def drawn(source: Shown, name: str, words: Words, make: Callable[[], Spec]) -> Spec:
    """The specification of a chart of this result: the same result, the same chart."""
    key = (str(source.id), source.digest, name, words.language, words.digits)
    with _LOCK:
        if key in _KEPT:
            _KEPT.move_to_end(key)
            return _KEPT[key]
    spec = numbered(make(), words)
    with _LOCK:
        _KEPT[key] = spec
        while len(_KEPT) > MOST:
            _KEPT.popitem(last=False)
    return spec


def numbered(spec: Spec, words: Words) -> Spec:
    """The chart with the marks of its scales in the reader's digits."""
    if words.indic:
        scales = [axis for name, axis in spec["layout"].items() if name in ("xaxis", "yaxis")]
        scales += [trace["colorbar"] for trace in spec["data"] if "colorbar" in trace]
        for scale in scales:
            if "ticktext" not in scale:
                texts = [words.whole(step) for step in STEPS]
                scale.update(tickmode="array", tickvals=list(STEPS), ticktext=texts)
    return spec
