"""What the rows of a block say about their items, whatever was scanned: identifiers, countries, product, standard."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from app.domain.members import PRODUCTS
from ingest.events.cells import Coded
from ingest.events.lexing import Rows
from ingest.events.rounded import rounded
from ingest.events.s10_columns import PAIRS, Identifiers, look_at
from ingest.events.scan_columns import Parts
from ingest.events.texts import DIGITS, lengths
from ingest.events.views import View
from ingest.events.weights import read_weights
from ingest.identifiers import is_impc, receptacle

YES = frozenset(("1", "y", "yes", "true"))
UNKNOWN, EMPTY = -2, -1
_COUNTRY = {pair: place for place, pair in enumerate(PAIRS)}


def known_items(view: View, rows: Rows) -> Parts:
    """The parts of each row's scan, the event still open."""
    cells, nothing = view.cells, view.none()
    item = cells.text("item")
    identifiers = look_at(item)
    _note_identifiers(view, item, identifiers)
    origin, destination, product = _country(view, "origin"), _country(view, "destination"), _product(view)
    bag = cells.coded("receptacle")
    if bag is not None and not view.profile.places:
        inside = _bag_parts(view, bag)
        origin, destination, product = map(_else, (origin, destination, product), inside)
    product = _else(_else(product, identifiers.product), np.int8(PRODUCTS.index(view.profile.default_product)))
    promises = cells.text("promised")
    promised = None if promises is None else view.times(promises, view.column("promised"))
    standard, missent, nowhere = _standard(view), cells.coded("missent"), np.zeros(cells.count, np.int64)
    return Parts(
        item=item,
        line=rows.lines,
        origin=origin if view.profile.places else _else(origin, identifiers.origin),
        destination=destination,
        product=product,
        s10=identifiers.valid,
        standard=standard,
        promised=nowhere if promised is None else promised.local,
        no_promise=~nothing if promised is None else ~promised.read,
        left_out=nothing if missent is None else missent.by(lambda text: text.lower() in YES, np.bool_),
        event=np.zeros(cells.count, np.uint8),
        at=nowhere,
        local=nowhere,
        no_time=~nothing,
        sent=nowhere,
        not_sent=~nothing,
        reason=nothing,
        customs_end=nothing,
        office=_office(view),
        weight=_weight(view),
        lands=view.profile.places or PAIRS,
    )


def _else(here: Any, otherwise: Any) -> Any:
    return np.where(here == EMPTY, otherwise, here)


def _note_identifiers(view: View, item: Any, identifiers: Identifiers) -> None:
    """Those that name no item; and S10, or meant to be, where it is measured. Other forms are nobody's fault."""
    column, form = view.column("item"), identifiers.form
    view.found.add("EVT_ITEM_MISSING", column, lengths(item) == 0, item)
    view.found.add("EVT_ITEM_ROUNDED", column, rounded(item), item)
    if "identifiers_valid_s10" not in view.profile.measures:
        return
    view.found.add("EVT_S10_CHECK", column, form & ~identifiers.check_right, item)
    view.found.add("EVT_S10_PREFIX", column, form & ~identifiers.allowed, item)
    view.found.add("EVT_S10_ISSUER", column, form & ~identifiers.issued, item)
    near = view.none()
    near[identifiers.near] = True
    view.found.add("EVT_S10_FORM", column, near, item)


def _country(view: View, name: str) -> npt.NDArray[np.int16]:
    """The place of each country among all pairs of letters, or among the places of the profile."""
    column, known = view.cells.coded(name), view.profile.countries
    if column is None:
        return np.full(view.cells.count, EMPTY, np.int16)

    own = view.profile.places
    lands = {name: at for at, name in enumerate(own)} if own else _COUNTRY

    def meaning(text: str) -> int:
        return lands.get(text if known is None else known.get(text, ""), UNKNOWN) if text else EMPTY

    country: npt.NDArray[np.int16] = column.by(meaning, np.int16)
    view.found.add("EVT_COUNTRY_UNKNOWN", view.column(name), country == UNKNOWN, column)
    return country


def _product(view: View) -> npt.NDArray[np.int8]:
    """The place of each product among all products."""
    column = view.cells.coded("product")
    if column is None:
        return np.full(view.cells.count, EMPTY, np.int8)
    known = {text: PRODUCTS.index(product) for text, product in view.profile.products.items()} | {"": EMPTY}
    product: npt.NDArray[np.int8] = column.by(lambda text: known.get(text, UNKNOWN), np.int8)
    view.found.add("EVT_PRODUCT_UNKNOWN", view.column("product"), product == UNKNOWN, column)
    return product


def _bag_parts(view: View, bag: Coded) -> tuple[npt.NDArray[np.int16], npt.NDArray[np.int16], npt.NDArray[np.int8]]:
    """Origin, destination and product by the receptacle; one of another form tells nothing and is doubted."""
    read = {text: receptacle(text.upper()) for text in bag.values}
    strange = bag.by(lambda text: bool(text) and read[text] is None, np.bool_)
    view.found.add("EVT_RECEPTACLE_FORM", view.column("receptacle"), strange, bag)
    origin = bag.by(lambda text: _COUNTRY[found.origin[:2]] if (found := read[text]) else EMPTY, np.int16)
    destination = bag.by(lambda text: _COUNTRY[found.destination[:2]] if (found := read[text]) else EMPTY, np.int16)

    def product(text: str) -> int:
        found = read[text]
        return PRODUCTS.index(found.product) if found and found.product else EMPTY

    return origin, destination, bag.by(product, np.int8)


def _standard(view: View) -> npt.NDArray[np.int16]:
    column = view.cells.coded("standard_days")
    if column is None:
        return np.full(view.cells.count, EMPTY, np.int16)
    days: npt.NDArray[np.int16] = column.by(_days, np.int16)
    view.found.add("EVT_STANDARD_UNREADABLE", view.column("standard_days"), days == UNKNOWN, column)
    return days


def _days(text: str) -> int:
    plain = text.translate(DIGITS)
    return (int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= 3 else UNKNOWN) if text else EMPTY


def _office(view: View) -> Coded | None:
    column = view.cells.coded("office")
    if column is not None:
        strange = column.by(lambda text: bool(text) and not is_impc(text), np.bool_)
        view.found.add("EVT_OFFICE_FORM", view.column("office"), strange, column)
    return column


def _weight(view: View) -> npt.NDArray[np.float64] | None:
    texts = view.cells.text("weight")
    if texts is None:
        return None
    weights, good = read_weights(texts)
    view.found.add("EVT_WEIGHT_UNREADABLE", view.column("weight"), ~good & (lengths(texts) > 0), texts)
    return weights
