"""How much a text looks like words of our languages: a small score of our own, to order readings and nothing else.

It never decides how a file is read. Letters are weighed by how common they are in Arabic, in French and other Western
languages, in Russian and in Central European ones; a word in two scripts, with capitals inside or with signs among
its letters, is hardly one.
"""

from __future__ import annotations

import re
import unicodedata

_LETTERS = (
    (2.2, "المينرتبوةعدسفهكقأحجىشصإطخضغزذثءئظآؤپچژگکی"),
    (2.2, "éèàçêôâîûüöäñáíóúãùëïœæõøåßìò"),
    (2.2, "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"),
    (1.8, "łśżąćęńóźčšžřěůýťďňőűșț"),
)
"""Each from the most common on, with the weight of that one."""
_WEIGHTS = {
    char: most - 1.7 * place / len(letters)
    for most, letters in reversed(_LETTERS)
    for place, char in enumerate(letters)
}
_QUOTES = frozenset("«»“”‘’–—…،؛؟°€№•")
_SPACES = "\u00a0\u202f"
_THOUSANDS = re.compile(f"[0-9][{_SPACES}][0-9]{{3}}")
_AMONG_DIGITS = re.compile(r"[0-9][^\W\d_a-zA-Z][0-9]")
_WORD = re.compile(r"[^\s,;:.!?()\[\]/\"'+*=<>&@#|0-9-]+")


def likelihood(text: str) -> float:
    """The mean over the characters beyond ASCII, from about -5 (no words at all) to 3; 0 where there are none.

    `text` has one cell of the file on each line.
    """
    odd = sum(not char.isascii() for char in text)
    return sum(map(_cell, text.split("\n"))) / odd if odd else 0.0


def _cell(text: str) -> float:
    total = 1.5 * len(_THOUSANDS.findall(text)) - 3 * len(_AMONG_DIGITS.findall(text))
    words = [found[0].strip("«»“”‘’") for found in _WORD.finditer(text)]
    # A language with other letters seldom shares its cell with Latin words.
    strange = any(word.isascii() and word.isalpha() for word in words)
    return total + sum(_word(word, strange) for word in words if not word.isascii())


def _word(word: str, strange: bool) -> float:
    odd = [char for char in word if not char.isascii()]
    total = sum(map(_letter, odd))
    letters = "".join(char for char in word if char.isalpha())
    scripts = {unicodedata.name(char, "").split(" ")[0] for char in letters}
    if len(scripts) > 1:
        total -= 3 * len(odd)
    if strange and scripts != {"LATIN"}:
        total -= 0.5 * len(odd)
    if scripts == {"ARABIC"}:
        return total + _arabic(word)
    if letters and not (letters.islower() or letters.isupper() or letters[1:].islower()):
        total -= 2 * len(odd)
    elif letters.isupper() and len(letters) > 1:
        total -= 0.3 * len(odd)
    # Of a Latin word most letters are plain ones.
    return total - 1.5 * len(odd) if scripts == {"LATIN"} and 2 * len(odd) > len(word) > 1 else total


def _letter(char: str) -> float:
    weight = _WEIGHTS.get(char.lower())
    if weight is not None:
        return weight
    if char in _QUOTES:
        return 0.0
    category = unicodedata.category(char)
    if category == "Cc":
        return -5.0
    return -0.5 if category in {"Ll", "Lo", "Lu", "Mn"} else -3.0


def _arabic(word: str) -> float:
    """Many words begin with the article, and two letters do nothing but end them."""
    total = 3.0 if len(word) > 3 and word.startswith(("ال", "وال", "لل")) else 0.0
    return total - 4.0 * sum(char in "ةى" for char in word[:-1])
