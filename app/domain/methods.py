"""The versions of the method, each in force from a quarter on until the next one takes its place."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.method import Method
from app.domain.periods import Quarter


@dataclass(frozen=True)
class Methods:
    """The versions with the quarter from which each is in force, oldest first.

    ValueError where there is none, where two have one version, or where a later one does not begin later.
    """

    declared: tuple[tuple[Quarter, Method], ...]

    def __post_init__(self) -> None:
        starts = [start for start, _ in self.declared]
        versions = [method.version for _, method in self.declared]
        if not starts:
            raise ValueError("no version of the method is declared")
        if len(set(versions)) < len(versions):
            raise ValueError(f"a version of the method is declared twice: {versions}")
        if any(later <= earlier for earlier, later in zip(starts, starts[1:], strict=False)):
            raise ValueError(f"the versions of the method are not in the order of their quarters: {versions}")

    def named(self, version: str) -> Method:
        """The method of that version; KeyError when there is none."""
        for _, method in self.declared:
            if method.version == version:
                return method
        raise KeyError(version)

    def in_force(self, quarter: Quarter) -> Method:
        """The method by which the quarter is measured; the first one for everything before it."""
        found = self.declared[0][1]
        for start, method in self.declared:
            if start <= quarter:
                found = method
        return found
