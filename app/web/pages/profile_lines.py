"""The form in which a person says what the columns of a foreign file are: what was typed, as a wish, and back."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.actions.try_profile import COLUMNS, MOST_CHARS, Wish, guess
from app.domain.errors import BadRequest
from app.domain.members import PRODUCTS
from app.locale.finding_words import shown
from app.web.deps import Filled
from app.web.pages.sending import Choice
from app.web.words import Words

SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
ENCODINGS = ("strict", "replace")
NEEDED = ("item", "event", "time")
ORDER = (*NEEDED, "utc_offset", "zone", "sent", "origin", "destination", "receptacle", "product", "office",
         "retention_reason", "nondelivery_reason", "action_code", "standard_days", "promised", "missent",
         "status", "weight")  # fmt: skip
assert frozenset(ORDER) == COLUMNS
FORMATS = ("iso", "YYYY-MM-DD hh:mm:ss", "YYYY-MM-DD hh:mm", "DD/MM/YYYY hh:mm", "DD.MM.YYYY hh:mm", "MM/DD/YYYY hh:mm",
           "YYYYMMDDhhmmss")  # fmt: skip


@dataclass(frozen=True)
class ColumnField:
    name: str
    label: str
    needed: bool
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Typed:
    """What stands in the form. `codes` and `products` are texts, a pair on each line."""

    sample: str
    name: str = ""
    separator: str = "comma"
    encoding: str = "strict"
    format: str = "iso"
    zone: str = "UTC"
    product: str = "parcel"
    codes: str = ""
    products: str = ""
    columns: dict[str, str] = field(default_factory=dict)


def begun(sample: str, zone: str) -> Typed:
    """The form for a fresh sample: the separator that its header has most of, and the columns that we know."""
    first = sample.partition("\n")[0]
    separator = max(SEPARATORS, key=lambda name: first.count(SEPARATORS[name]))
    return Typed(sample, separator=separator, zone=zone, columns=guess(header_of(sample, separator)))


def typed_in(form: Filled) -> Typed:
    """The form as it was filled in; BadRequest for what its fields do not offer."""
    separator, encoding = form.text("separator"), form.text("encoding")
    if separator not in SEPARATORS or encoding not in ENCODINGS:
        raise BadRequest("bad_request.field_missing", field="separator")
    return Typed(
        sample=form.text("sample", most=MOST_CHARS),
        name=form.text("name", needed=False),
        separator=separator,
        encoding=encoding,
        format=form.text("format", needed=False) or "iso",
        zone=form.text("zone", needed=False) or "UTC",
        product=form.text("product", needed=False) or "parcel",
        codes=form.text("codes", most=4000, needed=False),
        products=form.text("products", most=2000, needed=False),
        columns={
            name: theirs for name in ORDER if (theirs := form.text(f"column-{name}", most=200, needed=False))
        },
    )  # fmt: skip


def wish_of(typed: Typed) -> Wish:
    """What was typed, as a wish; BadRequest naming a line that is no pair."""
    return Wish(
        name=typed.name,
        separator=SEPARATORS[typed.separator],
        replace=typed.encoding == "replace",
        formats=(typed.format,),
        zone=typed.zone,
        product=typed.product,
        columns=typed.columns,
        codes=_pairs(typed.codes),
        products=_pairs(typed.products),
    )


def _pairs(text: str) -> dict[str, str]:
    found = {}
    for line in filter(str.strip, text.split("\n")):
        theirs, equals, ours = line.rpartition("=")
        if not equals or not theirs.strip():
            raise BadRequest("profiles.pairs", line=shown(line))
        found[theirs.strip()] = ours.strip()
    return found


def header_of(sample: str, separator: str) -> list[str]:
    """The names in the first line, each once."""
    try:
        cells = next(csv.reader([sample.partition("\n")[0]], delimiter=SEPARATORS[separator]), [])
    except csv.Error:
        cells = []
    return list(dict.fromkeys(cell.strip() for cell in cells if 0 < len(cell.strip()) <= 200))


def column_fields(typed: Typed, words: Words) -> tuple[ColumnField, ...]:
    header = header_of(typed.sample, typed.separator)
    return tuple(
        ColumnField(
            f"column-{name}",
            words.t(f"profiles.column.{name}"),
            name in NEEDED,
            tuple(Choice(theirs, shown(theirs), "", theirs == typed.columns.get(name)) for theirs in header),
        )
        for name in ORDER
    )


def choices(names: Iterable[str], chosen: str, room: str, words: Words) -> tuple[Choice, ...]:
    """One choice for each name, said by the catalogue."""
    return tuple(Choice(name, words.t(f"{room}.{name}"), "", name == chosen) for name in names)


def product_choices(chosen: str, words: Words) -> tuple[Choice, ...]:
    return choices(PRODUCTS, chosen, "web.product", words)
