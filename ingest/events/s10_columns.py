"""Whole columns of item identifiers looked at at once, cell by cell the same as `identifiers.item_identifier`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from string import ascii_uppercase

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from app.domain.members import PRODUCTS
from app.handbook import partners
from ingest.events import arrow_bytes
from ingest.events.texts import Bytes, Mask, Numbers, columns_of, lengths, spans
from ingest.identifiers import check_digit, item_identifier

PAIRS = tuple(first + second for first in ascii_uppercase for second in ascii_uppercase)
"""Every pair of capital letters; a country is its place among them, no country -1."""

_LENGTH = 13
_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
_NEAR = re.compile(r"[^\W\d_]{2}\W?[\w ]{7,12}[^\W\d_]{1,2}")
_DIGIT_LIKE = frozenset("OoIl")


@dataclass(frozen=True)
class Identifiers:
    """`form`: two letters, nine digits, two letters; the rest says what `ItemIdentifier` says and is idle without it.

    `near`: rows that were meant to be S10 and are not: a digit too many or too few, small or foreign letters.
    `issuer` is a place in PAIRS, `product` one in PRODUCTS or -1, `issued` whether the issuer is a country.
    """

    form: Mask
    check_right: Mask
    allowed: Mask
    issued: Mask
    issuer: npt.NDArray[np.int16]
    product: npt.NDArray[np.int8]
    near: Numbers

    @property
    def origin(self) -> npt.NDArray[np.int16]:
        """The issuer where it is a country, else -1."""
        return np.where(self.form & self.issued, self.issuer, np.int16(-1))

    @property
    def valid(self) -> Mask:
        """Form, check digit and prefix are right (DQ-01)."""
        return self.form & self.check_right & self.allowed


def look_at(texts: pa.StringArray) -> Identifiers:
    """The column of identifiers, without blanks around them."""
    rows, sizes = len(texts), lengths(texts)
    form, check_right, allowed, issued = (np.zeros(rows, bool) for _ in range(4))
    issuer, product = np.full(rows, -1, np.int16), np.full(rows, -1, np.int8)
    found = Identifiers(form, check_right, allowed, issued, issuer, product, np.zeros(0, np.int64))
    as_long = sizes == _LENGTH
    if as_long.any():
        _look_at_long(columns_of(texts, as_long, _LENGTH), np.flatnonzero(as_long), found)
    return Identifiers(**{**vars(found), "near": _near(texts, sizes, ~found.form)})


def _look_at_long(bytes_: Bytes, rows: Numbers, found: Identifiers) -> None:
    letters = bytes_[[0, 1, 11, 12]] - np.uint8(65)
    digits = bytes_[2:11] - np.uint8(48)
    form = (letters < 26).all(axis=0) & (digits < 10).all(axis=0)
    if not form.all():
        letters, digits, rows = letters[:, form], digits[:, form], rows[form]
    total = np.zeros(len(rows), np.int16)
    for digit, weight in zip(digits, _WEIGHTS, strict=False):
        total += digit * np.int16(weight)
    pair = letters[0].astype(np.int16) * np.int16(26) + letters[1]
    issuer = letters[2].astype(np.int16) * np.int16(26) + letters[3]
    allowed, product, countries = _prefixes()
    found.form[rows] = True
    found.check_right[rows] = _checks()[total] == digits[8]
    found.allowed[rows], found.product[rows] = allowed[pair], product[pair]
    found.issuer[rows], found.issued[rows] = issuer, countries[issuer]


@cache
def _checks() -> Bytes:
    """The check digit by the weighted sum, found from the smallest serials that have it."""
    digits = np.zeros(9 * sum(_WEIGHTS) + 1, np.uint8)
    by_rest: dict[int, int] = {}
    for serial in range(100):
        text = f"{serial:08}"
        rest = sum(int(digit) * weight for digit, weight in zip(text, _WEIGHTS, strict=True)) % 11
        by_rest[rest] = int(check_digit(text))
    for total in range(len(digits)):
        digits[total] = by_rest[total % 11]
    return digits


@cache
def _prefixes() -> tuple[Mask, npt.NDArray[np.int8], Mask]:
    """For each pair of letters: allowed as a prefix, the product it stands for, whether it is a country."""
    read = [item_identifier(f"{pair}473124829EG") for pair in PAIRS]
    allowed = np.array([one is not None and one.prefix_allowed for one in read])
    product = np.array([PRODUCTS.index(one.product) if one and one.product else -1 for one in read], np.int8)
    return allowed, product, np.array([pair in partners() for pair in PAIRS])


def _near(texts: pa.StringArray, sizes: Numbers, others: Mask) -> Numbers:
    """Of the rows without the form, those that begin and end as an identifier of S10 does."""
    data, places = spans(texts)
    rows = np.flatnonzero(others & (sizes >= 11) & (sizes <= 26))
    first, last = data[places[rows]], data[places[rows + 1] - 1]
    rows = rows[_may_be_letter(first) & _may_be_letter(last)]
    coded = texts.take(arrow_bytes.column(rows)).dictionary_encode()
    near = np.array([was_meant(text) for text in coded.dictionary.to_pylist()], bool)
    return rows[near[arrow_bytes.numbers(coded.indices)]] if len(rows) else rows


def _may_be_letter(bytes_: Bytes) -> Mask:
    return ((bytes_ | np.uint8(32)) - np.uint8(97) < 26) | (bytes_ > 127)


def was_meant(text: str) -> bool:
    """Whether a text that is no S10 identifier was meant to be one: letters around 7 to 10 digits, nothing else."""
    if _NEAR.fullmatch(text) is None:
        return False
    letters = sum(char.isalpha() and char not in _DIGIT_LIKE for char in text)
    digits = sum(char.isdecimal() or char in _DIGIT_LIKE for char in text)
    return 3 <= letters <= 4 and 7 <= digits <= 11
