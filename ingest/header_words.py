"""What a column name says beside the name: a unit in brackets, a star, letters written differently."""

from __future__ import annotations

import re

from ingest.layouts import Layout
from ingest.month_names import folded

_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´", "'"))
_AROUND = " *:.'\"“”„«»\ufeff\u200b\u200e\u200f\u061c\u00a0\u202f"
_IN_BRACKETS = re.compile(r"(.*\S)\s*[(\[]\s*(.{1,30}?)\s*[)\]]", re.S)
_UNITS = {
    "days": "day days d jour jours j يوم ايام",
    "hours": "hour hours h hr hrs heure heures ساعه ساعات",
    "minutes": "minute minutes min mn دقيقه دقائق",
    "seconds": "second seconds sec s seconde secondes ثانيه ثوان",
    "weeks": "week weeks semaine semaines اسبوع اسابيع",
    "percent": "% percent pct pourcent ٪ نسبه نسبه_مئويه",
    "thousands": "thousand thousands 000 k millier milliers الف الاف بالالاف",
    "items": "item items objet objets envoi envois pieces مواد بعائث ماده",
}


def tidy(name: str) -> str:
    """The name without what people and keyboards write differently: case, accents, blanks, joins, stars."""
    plain = folded(name[:256].translate(_APOSTROPHES))
    return re.sub(r"[\s_\-]+", "_", plain.strip(_AROUND).strip())


_UNIT_OF = {tidy(word): unit for unit, words in _UNITS.items() for word in words.split()}


def without_unit(name: str, names: dict[str, str], layout: Layout) -> tuple[str | None, bool]:
    """Our column that the name means when its unit is left out; and whether that unit is another than ours."""
    bracketed = _IN_BRACKETS.fullmatch(name[:256])
    if bracketed and tidy(bracketed[1]) in names:
        ours = names[tidy(bracketed[1])]
        unit = _UNIT_OF.get(tidy(bracketed[2]).removeprefix("en_").removeprefix("in_"))
        return (ours, unit != _unit(ours, layout)) if unit else (None, False)
    for given, asked in (("days", "hours"), ("hours", "days")):
        swapped = tidy(name).replace(given, asked)
        if swapped != tidy(name) and swapped in names:
            return names[swapped], True
    return None, False


def _unit(name: str, layout: Layout) -> str | None:
    return next((column.measure.unit for column in layout.measures if column.measure and column.name == name), None)
