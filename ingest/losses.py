"""Text that was spoilt before it came to us: letters that a program could not save, and text encoded twice."""

from __future__ import annotations

import re

from ingest.likelihood import likelihood

_LOST_CODE = re.compile(r"\?\?|\?\w")
_LOST_WORD = re.compile(r"(?<![^\s(\"«])\?{2,}(?![^\s.,;:!)\"»])")
_LOST_LETTER = re.compile(r"(?<!\S)[^\s/=?]*[^\W\d_]\?[^\W\d_][^\s/=]*(?!\S)")
_MOJIBAKE = re.compile("Ã[\u0080-\u00bf©¨ª«´®¯¢§¶¼]|Ø[\u00a0-\u00bf§]|Ù[\u0080-\u00bf]|Ð[\u0080-\u00bf]")
_READ_AS = ("cp1252", "cp1256", "cp1251")


def is_lost_code(text: str) -> bool:
    """Whether a number, date or code has question marks where letters or digits were. One alone may be a doubt."""
    return "?" in text and _LOST_CODE.search(text) is not None


def is_lost_text(text: str) -> bool:
    """Whether free words have: whole words of them, or one between letters. Somebody may ask "why??"."""
    if "?" not in text:
        return False
    words = _LOST_WORD.findall(text)
    return len(words) > 1 or words == [text.strip()] or _LOST_LETTER.search(text) is not None


def repaired(text: str) -> str | None:
    """What the text was before its UTF-8 was read in a code page; empty where nobody can tell, None for a sound text.

    For showing only: a person retypes it.
    """
    if text.isascii():
        return None
    for name in _READ_AS:
        try:
            before = b"".join(_bytes(char, name) for char in text).decode("utf-8")
        except UnicodeError:
            continue
        if likelihood(before) > likelihood(text):
            return before
    return "" if _MOJIBAKE.search(text) else None


def _bytes(char: str, name: str) -> bytes:
    """The byte of the letter; a byte that means nothing in the code page stays as it is."""
    try:
        return char.encode(name)
    except UnicodeEncodeError:
        return char.encode("latin-1")
