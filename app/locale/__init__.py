"""Sentences in Arabic, French and English, from the catalogues beside this file.

Every text a person reads has a key (`web.home.title`); the catalogues `LANGUAGE/ROOM.po` give its words, with plural
forms where a count is involved. No English stands in code or templates, not even as a key.
"""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

LANGUAGES = ("ar", "fr", "en")
_HERE = Path(__file__).parent


@cache
def catalogue(language: str) -> Translations:
    """All catalogues of one language as one; KeyError for a language that is not ours."""
    if language not in LANGUAGES:
        raise KeyError(language)
    merged: Translations | None = None
    for path in sorted((_HERE / language).glob("*.po")):
        with path.open("rb") as source:
            read = read_po(source, locale=language)
        compiled = io.BytesIO()
        write_mo(compiled, read)
        compiled.seek(0)
        translations = Translations(compiled)
        merged = translations if merged is None else merged.merge(translations)
    if merged is None:
        raise FileNotFoundError(_HERE / language)
    return merged


def say(language: str, key: str, /, **params: object) -> str:
    """The sentence of `key`, filled with `params` as `%(name)s`. KeyError when the catalogue lacks it.

    A key with plural forms takes the form for the param `count`.
    """
    text = catalogue(language).ugettext(key)
    if text == key and isinstance(count := params.get("count"), int):
        text = catalogue(language).ungettext(key, key, count)
    if text == key:
        raise KeyError(f"{language} catalogue lacks {key}")
    return text % params if params else text


def say_count(language: str, key: str, count: int, /, **params: object) -> str:
    """As `say`, in the plural form for `count`; the po entry has msgid KEY and msgid_plural KEY."""
    text = catalogue(language).ungettext(key, key, count)
    if text == key:
        raise KeyError(f"{language} catalogue lacks {key}")
    return text % {"count": count, **params}


def has(language: str, key: str) -> bool:
    """Whether the catalogue of the language holds the key, with or without plural forms."""
    words = catalogue(language)
    return words.ugettext(key) != key or words.ungettext(key, key, 1) != key
