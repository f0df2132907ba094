"""Results and previews to JSON and back without loss: the same value gives the same text, byte for byte."""

from __future__ import annotations

import json
import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from app.domain.editions import MemberResult, QuarterResult
from app.domain.previews import Preview

_T = TypeVar("_T")


def to_json(result: QuarterResult | MemberResult | Preview) -> str:
    """The value as JSON: keys sorted, no spaces, numbers in their shortest exact form; ValueError for NaN."""
    return json.dumps(_plain(result), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def member_from_json(text: str) -> MemberResult:
    """The member's result that `to_json` wrote; ValueError, KeyError or TypeError for anything else."""
    return _read(MemberResult, text)


def preview_from_json(text: str) -> Preview:
    """The preview that `to_json` wrote; ValueError, KeyError or TypeError for anything else."""
    return _read(Preview, text)


def quarter_from_json(text: str) -> QuarterResult:
    """The quarter's result that `to_json` wrote; ValueError, KeyError or TypeError for anything else."""
    return _read(QuarterResult, text)


def _read(kind: type[_T], text: str) -> _T:
    build: Callable[[Any], Any] = _builder(kind)  # type: ignore[arg-type]
    return build(json.loads(text))


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if is_dataclass(value):
        # Quarters and months are told as they are printed.
        if hasattr(type(value), "parse"):
            return str(value)
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value


@cache
def _builder(kind: Any) -> Callable[[Any], Any]:
    """What turns plain JSON into a value of that type."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in {Union, types.UnionType}:
        build = _builder(next(option for option in inner if option is not type(None)))
        return lambda value: None if value is None else build(value)
    if origin is tuple and inner[-1] is Ellipsis:
        build = _builder(inner[0])
        return lambda value: tuple(build(item) for item in value)
    if origin is tuple:
        builders = tuple(_builder(option) for option in inner)
        return lambda value: tuple(build(item) for build, item in zip(builders, value, strict=True))
    if hasattr(kind, "parse"):
        return kind.parse
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        parts = {field.name: _builder(hints[field.name]) for field in fields(kind)}
        make: Any = kind
        return lambda value: make(**{name: parts[name](item) for name, item in dict(value).items()})
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind
    return float if kind is float else lambda value: value
