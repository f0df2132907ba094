"""Names of months as people and spreadsheets write them, in the languages of our members and some beside."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_LATIN = (
    "january february march april may june july august september october november december",
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
    "januar februar marz april mai juni juli august september oktober november dezember",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro",
)
_ARABIC = (
    "يناير فبراير مارس ابريل مايو يونيو يوليو اغسطس سبتمبر اكتوبر نوفمبر ديسمبر",
    "جانفي فيفري مارس افريل ماي جوان جويلية اوت سبتمبر اكتوبر نوفمبر ديسمبر",
    "كانون_الثاني شباط اذار نيسان ايار حزيران تموز اب ايلول تشرين_الاول تشرين_الثاني كانون_الاول",
    "يناير فبراير مارس ابريل ماي يونيو يوليوز غشت شتنبر اكتوبر نونبر دجنبر",
)
_HIJRI = (
    "محرم صفر ربيع_الاول ربيع_الثاني جمادي_الاولي جمادي_الثانيه رجب شعبان رمضان شوال ذو_القعده ذو_الحجه",
    "محرم صفر ربيع_اول ربيع_الاخر جمادي_الاول جمادي_الاخره رجب شعبان رمضان شوال ذي_القعده ذي_الحجه",
    "muharram safar rabi_i rabi_ii jumada_i jumada_ii rajab shaban ramadan shawwal dhu_al-qadah dhu_al-hijjah",
)
_DAY = re.compile(
    r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[ T][0-9:.]+)?|[0-9]{1,2}([/.\-])[0-9]{1,2}\1(?:[0-9]{4}|[0-9]{2})"
)
_NAMED = re.compile(r"(?:[0-9]{1,2}[-/. ]?)?([^\W\d_]{3,14})\.?[-/. ]?(?:[0-9]{2}|[0-9]{4})?")


_SILENT = frozenset(("Mn", "Cf"))
"""Categories of marks and of what does not show."""
_ALIKE = str.maketrans("ىیةکٱ", "ييهكا")
"""Letters that keyboards and fonts give for one another."""


def folded(text: str) -> str:
    """Letters without accents and Arabic marks, in one case: what people mean alike and write in two ways."""
    bare = (c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c) not in _SILENT and c != "\u0640")
    return "".join(bare).casefold().translate(_ALIKE)


@cache
def _names() -> dict[str, int]:
    """Every name, and every beginning of a Latin name of three letters or more that means one month."""
    meant: dict[str, set[int]] = {}
    for names in _LATIN:
        for number, name in enumerate(names.split(), 1):
            for length in range(3, len(name) + 1):
                meant.setdefault(name[:length], set()).add(number)
    for names in _ARABIC:
        for number, name in enumerate(names.split(), 1):
            meant.setdefault(folded(name.replace("_", " ")), set()).add(number)
    return {name: numbers.pop() for name, numbers in meant.items() if len(numbers) == 1}


def month_named(word: str) -> int | None:
    """The number of the month that the word names or begins; None when it names none, or two."""
    return _names().get(" ".join(folded(word).strip(" .").split()))


def hijri_month_named(words: str) -> int | None:
    """The number of the month of the Hijri year; None when the words name none."""
    wanted = folded(words).replace(" ", "_")
    return next((names.split().index(wanted) + 1 for names in _HIJRI if wanted in names.split()), None)


def is_spreadsheet_day(text: str) -> bool:
    """Whether this is how a spreadsheet shows a day or a month into which it turned something typed, `2.5` or `1-2`."""
    if len(text) > 20:
        return False
    if _DAY.fullmatch(text):
        return True
    named = _NAMED.fullmatch(text)
    return named is not None and any(c.isdigit() for c in text) and month_named(named[1]) is not None
