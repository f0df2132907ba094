"""The three languages say the same things: same keys, nothing empty, same blanks to fill."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
LANGUAGES = ("ar", "fr", "en")
FOLDER = ROOT / "app" / "locale"
ROOMS = sorted({path.stem for path in FOLDER.glob("*/*.po")})
BLANK = re.compile(r"%\(([a-z_0-9]+)\)s")


def read(language, room):
    with (FOLDER / language / f"{room}.po").open("rb") as source:
        return {key(m): m for m in read_po(source, locale=language) if m.id}


def key(message):
    return message.id if isinstance(message.id, str) else message.id[0]


def texts(message):
    return [message.string] if isinstance(message.string, str) else list(message.string)


def test_there_are_catalogues():
    assert {"domain", "findings", "web"} <= set(ROOMS)


@pytest.mark.parametrize("room", ROOMS)
def test_all_languages_have_the_same_keys(room):
    keys = {language: set(read(language, room)) for language in LANGUAGES}
    assert keys["ar"] == keys["en"]
    assert keys["fr"] == keys["en"]


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_empty_or_fuzzy(room, language):
    messages = read(language, room)
    assert messages
    empty = [k for k, message in messages.items() if not all(text.strip() for text in texts(message))]
    assert empty == []
    assert [k for k, message in messages.items() if message.fuzzy] == []


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("language", ["ar", "fr"])
def test_blanks_are_the_same_as_in_english(room, language):
    english, other = read("en", room), read(language, room)
    differ = {}
    for k in english.keys() & other.keys():
        here = {name for text in texts(english[k]) for name in BLANK.findall(text)}
        there = {name for text in texts(other[k]) for name in BLANK.findall(text)}
        if here - {"count"} != there - {"count"}:
            differ[k] = (sorted(here), sorted(there))
    assert differ == {}


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize(("language", "forms"), [("ar", 6), ("fr", None), ("en", 2)])
def test_plurals_have_all_their_forms(room, language, forms):
    counted = {k: texts(m) for k, m in read(language, room).items() if not isinstance(m.id, str)}
    for k, strings in counted.items():
        assert len(strings) == forms if forms else len(strings) >= 2, k


def test_no_key_stands_in_two_catalogues():
    seen = {}
    for room in ROOMS:
        for k in read("en", room):
            seen.setdefault(k, []).append(room)
    assert {k: rooms for k, rooms in seen.items() if len(rooms) > 1} == {}


@pytest.mark.parametrize("room", ROOMS)
def test_arabic_is_arabic(room):
    """Nearly every Arabic sentence holds Arabic letters; the rest are signs and codes."""
    sentences = [text for message in read("ar", room).values() for text in texts(message)]
    foreign = [text for text in sentences if not re.search(r"[\u0600-\u06FF]", text)]
    assert len(foreign) <= max(3, 0.08 * len(sentences)), foreign
