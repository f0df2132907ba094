"""Identifiers of the post: S10 items, IMPC offices of exchange (S34), S9 receptacles. Pure functions on text.

The country of an S10 identifier is the issuing post, hence the origin; a destination comes from elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_S10 = re.compile(r"([A-Z]{2})([0-9]{8})([0-9])([A-Z]{2})")
_IMPC = re.compile(r"[A-Z]{2}[A-Z0-9]{3}[A-Z0-9]")
_RECEPTACLE = re.compile(
    r"([A-Z]{2}[A-Z0-9]{4})([A-Z]{2}[A-Z0-9]{4})([A-D])([A-Z])([A-Z0-9])([0-9])([0-9]{4})([0-9]{3})"
    r"([0-9])([0-9])([0-9]{4})"
)
_ROUNDED = re.compile(r"[0-9](?:[.,][0-9]+)?[eE]\+[0-9]{2}")
_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
_CLASSES = {
    "C": "parcel",
    "H": "parcel",
    "E": "ems",
    "L": "letter",
    "M": "letter",
    "Q": "letter",
    "R": "letter",
    "U": "letter",
    "V": "letter",
}
_BY_AGREEMENT = frozenset("ABDGNPZ")
_MAIL_CLASSES = {"U": "letter", "C": "parcel", "E": "ems"}


@dataclass(frozen=True)
class ItemIdentifier:
    """The parts of an identifier of S10 form; `product` is None for domestic, bilateral and reserved prefixes."""

    prefix: str
    serial: str
    check: str
    issuer: str
    product: str | None
    check_right: bool
    prefix_allowed: bool

    @property
    def valid(self) -> bool:
        """Form, check digit and prefix are right (DQ-01)."""
        return self.check_right and self.prefix_allowed


@dataclass(frozen=True)
class Receptacle:
    """The parts of a receptacle identifier of 29 characters (S9): a dispatch (S8), then the receptacle in it."""

    origin: str
    destination: str
    category: str
    mail_class: str
    sub_class: str
    year: str
    dispatch: str
    number: str
    last: bool
    registered: bool
    weight: int

    @property
    def product(self) -> str | None:
        """U letters, C parcels, E EMS; None for empties and unknown classes."""
        return _MAIL_CLASSES.get(self.mail_class)


def check_digit(serial: str) -> str:
    """The check digit of eight digits (S10): weights 8 6 4 2 3 5 9 7; 11 less the sum modulo 11; 10 is 0, 11 is 5."""
    left = 11 - sum(int(digit) * weight for digit, weight in zip(serial, _WEIGHTS, strict=True)) % 11
    return {10: "0", 11: "5"}.get(left, str(left))


def item_identifier(text: str) -> ItemIdentifier | None:
    """The parts of an identifier of S10 form, None for any other text (operators have forms of their own)."""
    found = _S10.fullmatch(text)
    if found is None:
        return None
    prefix, serial, check, issuer = found.groups()
    first = prefix[0]
    allowed = first in _CLASSES or (first in _BY_AGREEMENT and (first != "A" or prefix[1] >= "V"))
    return ItemIdentifier(prefix, serial, check, issuer, _CLASSES.get(first), check_digit(serial) == check, allowed)


def was_rounded(text: str) -> bool:
    """Whether a spreadsheet made a rounded number of the identifier (`4.00638E+12`): which item it was is lost."""
    return _ROUNDED.fullmatch(text) is not None


def is_impc(text: str) -> bool:
    """Whether the text has the form of an office of exchange: country, three characters of place, one of office."""
    return _IMPC.fullmatch(text) is not None


def receptacle(text: str) -> Receptacle | None:
    """The parts of an S9 identifier; None for any other text. The weight is in tenths of a kilogram."""
    found = _RECEPTACLE.fullmatch(text)
    if found is None:
        return None
    origin, destination, category, kind, sub, year, dispatch, number, last, registered, weight = found.groups()
    return Receptacle(
        origin,
        destination,
        category,
        kind,
        kind + sub,
        year,
        dispatch,
        number,
        last == "1",
        registered == "1",
        int(weight),
    )
