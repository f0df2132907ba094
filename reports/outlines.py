"""Country outlines for the map of a report, from the TopoJSON file that the web pages use too.

Coordinates come back between 0 and 1 of the map's width, y from the top, in an equirectangular projection that is
true to scale in the middle of the extent. Simplified and clipped; read once.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import app

Point = tuple[float, float]
Ring = tuple[Point, ...]
Box = tuple[float, float, float, float]

# The one copy of the outlines lies where the web serves it; as a file it belongs to nobody.
OUTLINES = Path(app.__file__).parent / "web" / "static" / "topojson" / "world_50m.json"

_MARGIN = 0.03  # of the extent, on each side
_STEP = 0.0012  # of the width: points closer together than this are one
_SPECK = 0.003  # of the width: islands smaller than this are left out
_TINY = 0.012  # of the width: a member smaller than this gets a marker
_OVERSEAS = 0.02  # of a country's largest ring: smaller rings do not stretch the extent


@dataclass(frozen=True)
class Country:
    """One country as drawn; `middle` is where its marker or name stands, `tiny` that it needs one."""

    iso3: str
    rings: tuple[Ring, ...]
    middle: Point
    tiny: bool


@dataclass(frozen=True)
class Outline:
    """A map: `height` in widths."""

    height: float
    countries: tuple[Country, ...]


@cache
def outline(members: tuple[str, ...]) -> Outline:
    """The countries around these members (ISO alpha-3). A member without an outline is left out."""
    rings = _countries()
    box = _extent([rings[code] for code in members if code in rings])
    west, south, east, north = box
    narrow = math.cos(math.radians((south + north) / 2))
    width = (east - west) * narrow

    def placed(point: Point) -> Point:
        return ((point[0] - west) * narrow / width, (north - point[1]) / width)

    found = []
    for code in sorted(rings):
        clipped = [[placed(p) for p in ring] for one in rings[code] if (ring := _clipped(one, box))]
        country = _country(code, clipped, code in members)
        if country is not None:
            found.append(country)
    return Outline((north - south) / width, tuple(found))


def _country(code: str, rings: list[list[Point]], member: bool) -> Country | None:
    if not rings:
        return None
    largest = max(rings, key=_area)
    kept = tuple(_thinned(ring) for ring in rings if _size(ring) > _SPECK or (member and ring is largest))
    if not kept:
        return None
    return Country(code, tuple(r for r in kept if len(r) > 2), _middle(largest), _size(largest) < _TINY)


@cache
def _countries() -> dict[str, list[list[Point]]]:
    """The outer rings of every country, in degrees. Holes (enclaves) are countries of their own, drawn on top."""
    data = json.loads(OUTLINES.read_text(encoding="utf-8"))
    (kx, ky), (x0, y0) = data["transform"]["scale"], data["transform"]["translate"]
    arcs = []
    for deltas in data["arcs"]:
        x = y = 0
        points = []
        for dx, dy in deltas:
            x, y = x + dx, y + dy
            points.append((x * kx + x0, y * ky + y0))
        arcs.append(points)
    found: dict[str, list[list[Point]]] = {}
    for shape in data["objects"]["countries"]["geometries"]:
        polygons = {"Polygon": [shape.get("arcs", [])], "MultiPolygon": shape.get("arcs", [])}.get(shape["type"], [])
        found.setdefault(str(shape["id"]), []).extend(_ring(polygon[0], arcs) for polygon in polygons if polygon)
    return found


def _ring(indices: list[int], arcs: list[list[Point]]) -> list[Point]:
    points: list[Point] = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points.extend(arc[1:] if points else arc)
    return points


def _extent(countries: list[list[list[Point]]]) -> Box:
    """The box around the main lands of the countries, with a margin; the world without any."""
    points = [
        point
        for rings in countries
        for ring in rings
        if _area(ring) >= _OVERSEAS * max(_area(one) for one in rings)
        for point in ring
    ]
    if not points:
        return (-180.0, -60.0, 180.0, 80.0)
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    edge = max(_MARGIN * max(east - west, north - south), 0.5)
    return (max(west - edge, -180), max(south - edge, -89), min(east + edge, 180), min(north + edge, 89))


def _clipped(ring: list[Point], box: Box) -> list[Point]:
    """The part of a ring inside the box (Sutherland and Hodgman, one edge after another)."""
    west, south, east, north = box
    for axis, limit, inside in ((0, west, 1), (0, east, -1), (1, south, 1), (1, north, -1)):
        kept: list[Point] = []
        for before, point in zip([ring[-1], *ring[:-1]] if ring else [], ring, strict=True):
            enters, was = (point[axis] - limit) * inside >= 0, (before[axis] - limit) * inside >= 0
            if enters != was:
                share = (limit - before[axis]) / (point[axis] - before[axis])
                kept.append(tuple(a + (b - a) * share for a, b in zip(before, point, strict=True)))  # type: ignore[arg-type]
            if enters:
                kept.append(point)
        ring = kept
    return ring


def _thinned(ring: list[Point]) -> Ring:
    kept = [ring[0]]
    for point in ring[1:]:
        if abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) >= _STEP:
            kept.append(point)
    thin = kept if len(kept) > 2 else ring
    return tuple((round(x, 4), round(y, 4)) for x, y in thin)


def _area(ring: list[Point]) -> float:
    turned = zip(ring, ring[1:] + ring[:1], strict=True)
    return abs(math.fsum(a[0] * b[1] - b[0] * a[1] for a, b in turned)) / 2


def _size(ring: list[Point]) -> float:
    xs, ys = [p[0] for p in ring], [p[1] for p in ring]
    return max(max(xs) - min(xs), max(ys) - min(ys))


def _middle(ring: list[Point]) -> Point:
    """The middle of area of a ring; of its points when it has none."""
    turned = list(zip(ring, ring[1:] + ring[:1], strict=True))
    area = math.fsum(a[0] * b[1] - b[0] * a[1] for a, b in turned)
    if abs(area) < 1e-12:
        return (
            round(math.fsum(p[0] for p in ring) / len(ring), 4),
            round(math.fsum(p[1] for p in ring) / len(ring), 4),
        )
    x = math.fsum((a[0] + b[0]) * (a[0] * b[1] - b[0] * a[1]) for a, b in turned) / (3 * area)
    y = math.fsum((a[1] + b[1]) * (a[0] * b[1] - b[0] * a[1]) for a, b in turned) / (3 * area)
    return (round(x, 4), round(y, 4))
