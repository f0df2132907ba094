"""What a number format of a workbook makes of a number: a day, a duration, a percentage, so many decimals.

Days and durations are told as openpyxl tells them (tests/ingest/test_xlsx.py holds both together).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

BUILTIN = {
    **{1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00"},
    **{number: '"$"#,##0' for number in (5, 6, 42)},
    **{number: '"$"#,##0.00' for number in (7, 8, 44)},
    **{number: "#,##0" for number in (37, 38, 41)},
    **{number: "#,##0.00" for number in (39, 40, 43)},
    **{14: "mm-dd-yy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM"},
    **{20: "h:mm", 21: "h:mm:ss", 22: "m/d/yy h:mm", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mmss.0", 48: "##0.0E+0"},
}
"""Formats that a workbook names by number alone, without what does not matter here."""

_ASIDE = re.compile(r'".*?"|\[(?!hh?\]|mm?\]|ss?\])[^\]]*\]')
_DAY = re.compile(r"(?<![_\\])[dmhys]", re.I)
_SPAN = re.compile(r"\[(?:hh?|mm?|ss?)\]", re.I)
_PLACES = re.compile(r"[0#?](?:[0#?,]*[0#?])?(,*)(?:\.([0#?]*))?")


@dataclass(frozen=True)
class Look:
    """How numbers of one style are shown. `decimals` is None where that is not known; `scaled`: by thousands."""

    day: bool = False
    span: bool = False
    percent: bool = False
    decimals: int | None = None
    scaled: bool = False


def look_of(form: str) -> Look:
    """The look of a format; of several parts the first counts, that of positive numbers."""
    first = form.split(";")[0]
    plain = _ASIDE.sub("", first)
    if _DAY.search(plain) and plain.lower() != "general":
        return Look(day=True, span=_SPAN.search(first) is not None)
    plain = re.sub(r"[\\_*].", "", plain)
    places = _PLACES.search(plain)
    percent = "%" in plain
    if places is None or re.search(r"[Ee/@]", plain):
        return Look(percent=percent)
    return Look(percent=percent, decimals=len(places[2] or ""), scaled=bool(places[1]))
