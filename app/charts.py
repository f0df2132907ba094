"""Charts: values in, Plotly specifications out as plain dictionaries (`data`, `layout`).

No figure objects: building them for each request costs a page five times its speed. Every text is data, so it is
escaped here (plotly draws `<a>` in a label as a live link). In Arabic the axes run from the right and every label is
isolated, because SVG text has a left-to-right base. Rounding here is for showing only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Spec = dict[str, Any]

INK, SOFT, LINE, SEA, DEEP, PALE, EMPTY = (
    "#14272e", "#51656d", "#e3e7e5", "#1a7f8e", "#0e4a5a", "#bcd9da", "#dfe2de",
)  # fmt: skip
SCALE = ((0.0, "#f3e9d2"), (0.25, "#c9ddcf"), (0.5, "#7fbcb9"), (0.75, "#2d8291"), (1.0, "#0b3d4d"))
SMALL = frozenset({"BHR", "COM", "DJI", "KWT", "LBN", "PSE", "QAT"})
"""Members whose outline is too small to see: they get a marker as well."""
_FAMILY = '"Readiness Sans Arabic", system-ui, sans-serif'


@dataclass(frozen=True)
class Bar:
    """One bar: what it is called, how long, what stands at its end, where a click leads."""

    label: str
    value: float | None
    text: str
    link: str = ""
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Pair:
    """One row with two values of the same thing, as before and as now."""

    label: str
    then: float | None
    now: float | None


@dataclass(frozen=True)
class Place:
    """One country of a map; `iso3` is the id of its outline."""

    iso3: str
    label: str
    value: float | None
    text: str
    link: str = ""


@dataclass(frozen=True)
class Point:
    """One quarter of a series."""

    label: str
    value: float | None
    text: str


def escaped(text: str, language: str) -> str:
    """Text that plotly draws as it is, never as markup, in its own direction."""
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if language != "ar":
        return plain
    turn = "\u2067" if any("\u0590" <= char <= "\u08ff" for char in plain) else "\u2066"
    return f"{turn}{plain}\u2069"


def bars(rows: Sequence[Bar], *, language: str, highest: float = 100.0) -> Spec:
    """Lying bars in the order given, the first on top; a row without a value keeps its place and shows no bar."""
    trace = {
        "type": "bar", "orientation": "h", "y": list(range(len(rows))), "x": [row.value for row in rows],
        "text": [escaped(row.text, language) for row in rows], "textposition": "outside", "cliponaxis": False,
        "customdata": [row.link for row in rows], "marker": {"color": SEA}, "hoverinfo": "skip",
    }  # fmt: skip
    if any(row.low is not None for row in rows):
        trace["error_x"] = _whiskers(rows)
    return {"data": [trace], "layout": _rows([row.label for row in rows], language, highest) | {"bargap": 0.35}}


def pairs(rows: Sequence[Pair], *, language: str, names: tuple[str, str], highest: float = 100.0) -> Spec:
    """Two marks in each row with a line between them, in the order given; a value that is missing has no mark."""
    there = [(row, place) for place, row in enumerate(rows) if row.then is not None and row.now is not None]
    between = {
        "type": "scatter", "mode": "lines", "hoverinfo": "skip", "showlegend": False,
        "line": {"color": PALE, "width": 3},
        "x": [value for row, _ in there for value in (row.then, row.now, None)],
        "y": [value for _, place in there for value in (place, place, None)],
    }  # fmt: skip
    marks = [
        {"type": "scatter", "mode": "markers", "name": escaped(name, language), "hoverinfo": "skip",
         "cliponaxis": False, "x": values, "y": list(range(len(rows))),
         "marker": {"size": 10, "color": color, "line": {"color": DEEP, "width": 2}}}
        for name, color, values in (
            (names[0], "#ffffff", [row.then for row in rows]), (names[1], DEEP, [row.now for row in rows])
        )
    ]  # fmt: skip
    layout = _rows([row.label for row in rows], language, highest)
    return {"data": [between, *marks], "layout": layout | _legend(language)}


def _rows(labels: Sequence[str], language: str, highest: float) -> Spec:
    """A scale along the page, and one named row below the other, the first on top."""
    mirrored = language == "ar"
    layout = _frame(language)
    layout["margin"] = {"l": 40 if mirrored else 8, "r": 8 if mirrored else 40, "t": 4, "b": 28}
    layout["xaxis"] = _scale_axis([highest * 1.04, 0] if mirrored else [0, highest * 1.04])
    layout["yaxis"] = {
        "tickmode": "array", "tickvals": list(range(len(labels))), "automargin": True,
        "ticktext": [escaped(label, language) for label in labels],
        "range": [len(labels) - 0.4, -0.6], "side": "right" if mirrored else "left", "fixedrange": True,
        "ticks": "outside", "ticklen": 6, "tickcolor": "rgba(0,0,0,0)", "showgrid": False, "zeroline": False,
    }  # fmt: skip
    return layout


def _legend(language: str) -> Spec:
    edge = {"x": 1, "xanchor": "right"} if language == "ar" else {"x": 0, "xanchor": "left"}
    return {
        "showlegend": True,
        "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "itemclick": False, **edge},
    }


def _whiskers(rows: Sequence[Bar]) -> Spec:
    high = [0.0 if row.high is None or row.value is None else row.high - row.value for row in rows]
    low = [0.0 if row.low is None or row.value is None else row.value - row.low for row in rows]
    return {
        "type": "data",
        "symmetric": False,
        "array": high,
        "arrayminus": low,
        "color": SOFT,
        "thickness": 1,
        "width": 3,
    }


def world(places: Sequence[Place], *, language: str, box: tuple[float, float, float, float], title: str,
          highest: float = 100.0) -> Spec:  # fmt: skip
    """A map of `places`; `box` is west, east, south, north in degrees. A place without a value is drawn pale."""
    known = [place for place in places if place.value is not None]
    empty = [place for place in places if place.value is None]
    data = [_shapes(empty, language, [(0.0, EMPTY), (1.0, EMPTY)], [0.0] * len(empty), highest, None)] if empty else []
    if known:
        values = [place.value for place in known]
        data.append(_shapes(known, language, list(SCALE), values, highest, escaped(title, language)))
    small = [place for place in known if place.iso3 in SMALL]
    if small:
        data.append(_markers(small, language, highest))
    west, east, south, north = box
    layout = _frame(language)
    layout["margin"] = {"l": 0, "r": 0, "t": 0, "b": 0}
    layout["geo"] = {
        "resolution": 50, "scope": "world", "projection": {"type": "mercator"}, "lonaxis": {"range": [west, east]},
        "lataxis": {"range": [south, north]}, "showland": True, "landcolor": "#efefea", "showcountries": True,
        "countrycolor": "#ffffff", "showcoastlines": False, "showframe": False, "showlakes": False,
        "showrivers": False, "bgcolor": "#ffffff", "showocean": True, "oceancolor": "#f4f8f8",
    }  # fmt: skip
    layout["dragmode"] = False
    return {"data": data, "layout": layout}


def _shapes(places: Sequence[Place], language: str, scale: list[tuple[float, str]], values: Sequence[float | None],
            highest: float, title: str | None) -> Spec:  # fmt: skip
    trace: Spec = {
        "type": "choropleth", "locationmode": "ISO-3", "locations": [place.iso3 for place in places],
        "z": list(values), "zmin": 0, "zmax": highest, "colorscale": [list(step) for step in scale],
        "text": [escaped(f"{place.label}: {place.text}", language) for place in places], "hoverinfo": "text",
        "customdata": [place.link for place in places], "marker": {"line": {"color": "#ffffff", "width": 0.8}},
        "showscale": title is not None,
    }  # fmt: skip
    if title is not None:
        trace["colorbar"] = {
            "orientation": "h", "thickness": 8, "len": 0.5, "y": -0.02, "yanchor": "top", "outlinewidth": 0,
            "title": {"text": title, "side": "top"},
        }  # fmt: skip
        trace["colorbar"]["y"] = 0.02
        trace["colorbar"]["yanchor"] = "bottom"
        trace["colorbar"]["x"] = 0.03 if language != "ar" else 0.97
        trace["colorbar"]["xanchor"] = "left" if language != "ar" else "right"
    return trace


def _markers(places: Sequence[Place], language: str, highest: float) -> Spec:
    return {
        "type": "scattergeo", "locationmode": "ISO-3", "locations": [place.iso3 for place in places], "mode": "markers",
        "text": [escaped(f"{place.label}: {place.text}", language) for place in places], "hoverinfo": "text",
        "customdata": [place.link for place in places],
        "marker": {
            "size": 10, "color": [place.value for place in places], "cmin": 0, "cmax": highest,
            "colorscale": [list(step) for step in SCALE], "line": {"color": "#ffffff", "width": 1.5},
        },
    }  # fmt: skip


def history(points: Sequence[Point], *, language: str, name: str, highest: float = 100.0) -> Spec:
    """A line over quarters, oldest first; a quarter without a value is a gap, never a zero."""
    mirrored = language == "ar"
    trace = {
        "type": "scatter", "mode": "lines+markers+text", "name": escaped(name, language),
        "x": list(range(len(points))), "y": [point.value for point in points],
        "text": [escaped(point.text, language) if point.value is not None else "" for point in points],
        "textposition": "top center", "cliponaxis": False, "connectgaps": False, "hoverinfo": "skip",
        "line": {"color": DEEP, "width": 2.5}, "marker": {"color": DEEP, "size": 8},
    }  # fmt: skip
    layout = _frame(language)
    layout["margin"] = {"l": 8 if mirrored else 32, "r": 32 if mirrored else 8, "t": 20, "b": 36}
    edge = [-0.5, len(points) - 0.5]
    layout["xaxis"] = {
        "tickmode": "array", "tickvals": list(range(len(points))), "fixedrange": True, "showgrid": False,
        "ticktext": [escaped(point.label, language) for point in points], "range": edge[::-1] if mirrored else edge,
        "zeroline": False, "automargin": True,
    }  # fmt: skip
    layout["yaxis"] = _scale_axis([0, highest * 1.04]) | {"side": "right" if mirrored else "left"}
    return {"data": [trace], "layout": layout}


def histories(then: Sequence[Point], now: Sequence[Point], *, language: str, names: tuple[str, str]) -> Spec:
    """Two lines over the same quarters, oldest first, the second one dashed; a gap where there is no value."""
    spec, second = (
        history(points, language=language, name=name) for points, name in zip((then, now), names, strict=True)
    )
    (trace,) = second["data"]
    trace["textposition"] = "bottom center"
    trace["line"] = {"color": SEA, "width": 2.5, "dash": "dash"}
    trace["marker"] = {"color": SEA, "size": 8, "symbol": "diamond"}
    spec["data"].append(trace)
    spec["layout"] |= _legend(language)
    return spec


def _scale_axis(span: list[float]) -> Spec:
    return {"range": span, "fixedrange": True, "gridcolor": LINE, "zeroline": False, "nticks": 6, "ticks": ""}


def _frame(language: str) -> Spec:
    """What all charts share. `separators`: decimal sign, then thousands sign."""
    return {
        "font": {"family": _FAMILY, "size": 13, "color": INK}, "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)", "showlegend": False, "hovermode": "closest", "dragmode": False,
        "separators": ", " if language == "fr" else ".,",
        "hoverlabel": {"font": {"family": _FAMILY}, "bgcolor": "#ffffff"},
    }  # fmt: skip
