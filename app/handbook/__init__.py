"""The method, the members, the cycle and the published INFORM values, read from the files beside this one.

Everything is read once and cannot be changed.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from babel import Locale

from app.domain.members import LANGUAGES, Member, Names, Region
from app.domain.observations import InformValue
from app.domain.periods import Cycle, Quarter

# The engine behind methods is slow to load, and who checks a file needs the members and the cycle alone.
if TYPE_CHECKING:
    from app.domain.index import AnyIndex
    from app.domain.method import Method
    from app.domain.methods import Methods

_HERE = Path(__file__).parent
# Codes of CLDR that are groups, islands of another member, or made for tests: no mail is exchanged under them.
_NOT_PARTNERS = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"})


@cache
def load(version: str = "v1") -> Method:
    """The method of that version; KeyError when there is none, MethodError when its file is inconsistent."""
    from app.domain.method_parsing import parse_method

    path = _HERE / f"{version}.toml"
    if re.fullmatch(r"v[0-9]+", version) is None or not path.exists():
        raise KeyError(version)
    content = path.read_bytes()
    return parse_method(tomllib.loads(content.decode("utf-8")), sha256(content).hexdigest())


@cache
def methods() -> Methods:
    """The versions of the method that the cycle declares, with the quarter from which each is in force."""
    from app.domain.methods import Methods

    declared = _read("cycle.toml")["method"]
    return Methods(tuple((Quarter.parse(entry["from"]), load(entry["version"])) for entry in declared))


def read_index(content: bytes) -> AnyIndex:
    """The index in a method file, ours or anybody's; MethodError when it is not TOML or inconsistent."""
    from app.domain.entries import MethodError
    from app.domain.index_parsing import parse_index
    from app.domain.method_parsing import parse_method

    try:
        data = tomllib.loads(content.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise MethodError(f"file: not TOML in UTF-8: {error}") from None
    parse = parse_method if "cycle" in data else parse_index
    return parse(data, sha256(content).hexdigest())


@cache
def members() -> tuple[tuple[Region, ...], tuple[Member, ...]]:
    """The regions and the members, in the order of the file."""
    data = _read("members.toml")
    regions = tuple(Region(entry["code"], Names(**entry["name"])) for entry in data["region"])
    return regions, tuple(_member(entry) for entry in data["member"])


@cache
def member_codes() -> tuple[str, ...]:
    """The codes of the members alone, without the cost of their names."""
    return tuple(entry["code"] for entry in _read("members.toml")["member"])


@cache
def cycle() -> Cycle:
    """The cycle being measured."""
    data = _read("cycle.toml")
    return Cycle(
        code=data["code"],
        first=Quarter.parse(data["first"]),
        last=Quarter.parse(data["last"]),
        deadline_months=data["deadline_months"],
        grace_days=data["grace_days"],
    )


@cache
def inform() -> tuple[InformValue, ...]:
    """The published INFORM value of each member, with its edition and credit."""
    data = _read("inform.toml")
    return tuple(
        InformValue(**{**entry, "edition": data["editions"][entry["edition"]], "source": data["source"]})
        for entry in data["value"]
    )


@cache
def partners() -> frozenset[str]:
    """The alpha-2 codes that may stand for a partner country."""
    codes = (str(code) for code in Locale("en").territories)
    return frozenset(code for code in codes if len(code) == 2 and code.isalpha() and code not in _NOT_PARTNERS)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_HERE / name).read_text(encoding="utf-8"))


def _member(entry: dict[str, Any]) -> Member:
    code = entry["code"]
    names = {language: Locale(language).territories[code] for language in LANGUAGES} | entry.get("name", {})
    return Member(
        code=code,
        iso3=entry["iso3"],
        region=entry["region"],
        names=Names(**names),
        operator=entry["operator"],
        zone=entry["zone"],
        weekend=tuple(entry["weekend"]),
        weekend_source=entry["weekend_source"],
    )
