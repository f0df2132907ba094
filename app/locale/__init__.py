"""Sentences in Arabic, French and English, from the catalogues beside this file.

Every text a person reads has a key (`web.home.title`); the catalogues `LANGUAGE/ROOM.po` give its words, with plural
forms where a count is involved. No English stands in code or templates, not even as a key.
"""

from __future__ import annotations

import io
import re
from functools import cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

LANGUAGES = ("ar", "fr", "en")
_HERE = Path(__file__).parent
_NOTHING = Translations()
_KEY = re.compile(r'^msgid "(.+)"$', re.M)


@cache
def _rooms(language: str) -> dict[str, Path]:
    """Which file of the language has a key. KeyError for a language that is not ours.

    The files are searched, not read as catalogues: a command needs the words of a few of them, and reading is slow.
    """
    if language not in LANGUAGES:
        raise KeyError(language)
    files = sorted((_HERE / language).glob("*.po"))
    return {key: path for path in files for key in _KEY.findall(path.read_text(encoding="utf-8"))}


@cache
def _room(path: Path, language: str) -> Translations:
    with path.open("rb") as source:
        read = read_po(source, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, read)
    compiled.seek(0)
    return Translations(compiled)


def catalogue(language: str, key: str) -> Translations:
    """The catalogue of the language that has the key; an empty one where none has."""
    path = _rooms(language).get(key)
    return _room(path, language) if path is not None else _NOTHING


def say(language: str, key: str, /, **params: object) -> str:
    """The sentence of `key`, filled with `params` as `%(name)s`. KeyError when the catalogue lacks it.

    A key with plural forms takes the form for the param `count`.
    """
    text = catalogue(language, key).ugettext(key)
    if text == key and isinstance(count := params.get("count"), int):
        text = catalogue(language, key).ungettext(key, key, count)
    if text == key:
        raise KeyError(f"{language} catalogue lacks {key}")
    return text % params if params else text


def say_count(language: str, key: str, count: int, /, **params: object) -> str:
    """As `say`, in the plural form for `count`; the po entry has msgid KEY and msgid_plural KEY."""
    text = catalogue(language, key).ungettext(key, key, count)
    if text == key:
        raise KeyError(f"{language} catalogue lacks {key}")
    return text % {"count": count, **params}


def has(language: str, key: str) -> bool:
    """Whether the catalogue of the language holds the key, with or without plural forms."""
    words = catalogue(language, key)
    return words.ugettext(key) != key or words.ungettext(key, key, 1) != key
