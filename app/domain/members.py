"""Members, regions and products that we accept. Which ones exist is data, not code."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

PRODUCTS = ("letter", "parcel", "ems")
LANGUAGES = ("ar", "fr", "en")
DIGITS = ("latin", "arabic")


@dataclass(frozen=True)
class Names:
    """One name in the three languages of the house."""

    ar: str
    fr: str
    en: str

    def in_language(self, language: str) -> str:
        """The name in `ar`, `fr` or `en`; KeyError for another."""
        return {"ar": self.ar, "fr": self.fr, "en": self.en}[language]


@dataclass(frozen=True)
class Region:
    code: str
    names: Names


@dataclass(frozen=True)
class Member:
    """A country or group that reports. `code` is ISO alpha-2 where there is one; `NA` is Namibia.

    `weekend` holds ISO weekday numbers (5 = Friday). `weekend_source` says "assumption" until a person of
    the operator has confirmed it. `products` are those it says it handles.
    """

    code: str
    iso3: str
    region: str
    names: Names
    operator: str
    zone: str = "UTC"
    weekend: tuple[int, ...] = (6, 7)
    holidays: tuple[date, ...] = field(default=())
    products: tuple[str, ...] = PRODUCTS
    needs_approver: bool = False
    weekend_source: str = "assumption"
