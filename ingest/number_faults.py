"""Why a text is no number of ours: the code that tells a person what to mend."""

from __future__ import annotations

import re

from ingest.month_names import is_spreadsheet_day

# fmt: off
_MARKS = frozenset((
    "n/a", "na", "n.a", "n.a.", "n/d", "nd", "n.d.", "nr", "n.r.", "-", "--", "-/-", "–", "—", "…", "...",
    ".", "nil", "none", "null", "?", "tbd", "void", "unknown", "#n/a", "not available", "not applicable",
    "no data", "néant", "neant", "s.o.", "sans objet", "n.c.", "nc", "inconnu", "non disponible", "aucun",
    "لا يوجد", "لا توجد", "غير متوفر", "غير متوفرة", "غير متاح", "غير معروف", "لا شيء", "لا ينطبق", "غ.م",
    "غ.م.", "بدون",
))
# fmt: on
_CURRENCY = re.compile(
    r"(?=.*[0-9]).*(?:[$€£¥₹₽﷼](?=\s?[-+0-9])|(?<=[0-9])\s?[$€£¥₹₽﷼]|(?<![^\W\d_])"
    r"(?:sdr|dts|xdr|usd|eur|gbp|chf|mad|egp|sar|aed|dzd|tnd|دولار|درهم|ريال|جنيه|دينار)(?![^\W\d_])).*",
    re.I | re.S,
)
_FAULTS = (
    (re.compile(r"(?=.*[0-9]).*[%٪﹪％].*", re.S), "TYP_PERCENT"),
    (re.compile(r"true|false|vrai|faux|yes|no|oui|non|نعم|لا|صحيح|خطأ", re.I), "TYP_BOOL"),
    (re.compile(r"\+?[0-9]+(_[0-9]+)+"), "TYP_UNDERSCORE"),
    (
        re.compile(r"\+?(nan|inf|infinity|∞)|\+?[0-9]+([.,][0-9]+)?e\+?(?:309|3[1-9][0-9]|[4-9][0-9]{2})", re.I),
        "TYP_NONFINITE",
    ),
    (re.compile(r"\+?[0-9]+([.,][0-9]+)?e[+-]?[0-9]+", re.I), "TYP_SCIENTIFIC"),
    (re.compile(r".*[\u00bc-\u00be\u2150-\u215e\u2189²³¹⁰-⁹].*|[0-9]+\s?[/⁄∕]\s?[0-9]+", re.S), "TYP_FRACTION_CHAR"),
    (_CURRENCY, "TYP_CURRENCY"),
    (re.compile(r"[0-9][0-9.,\s]*[^\W\d_].*|[^\W\d_]{1,12}[.\s]?\s?[0-9][0-9.,\s]*", re.S), "TYP_UNIT"),
)


def why_no_number(text: str) -> str:
    """The code of a text whose digits are 0 to 9 and that is no number."""
    if text.lower() in _MARKS:
        return "TYP_MISSING_MARK"
    if is_spreadsheet_day(text):
        return "TYP_EXCEL_DATE_CODE"
    return next((code for shape, code in _FAULTS if shape.fullmatch(text)), "TYP_NUMBER")
