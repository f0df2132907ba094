"""The page about mapping profiles names every key, and its examples are profiles."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ingest import profile_checks, profile_files, profiles

PAGE = (Path(__file__).parents[2] / "docs/profiles.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
ROWS = {name for row in re.findall(r"^\| (`.*?) \|", PAGE, re.MULTILINE) for name in re.findall(r"`([\w_]+)`", row)}


def test_every_key_and_column_has_a_row() -> None:
    assert len(profile_checks.KEYS) > 25
    known = profile_checks.KEYS | profile_checks.COLUMNS | profile_files.KEYS
    assert {"columns"} == known - ROWS
    assert set() == ROWS - known
    assert "`columns` gives our name to theirs" in PAGE


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_is_a_profile(example: str) -> None:
    assert profiles.read(example.encode(), "example").measures


def test_there_is_an_example_of_each_shape() -> None:
    examples = [profiles.read(example.encode(), "example") for example in EXAMPLES]
    assert [(one.shape, bool(one.files)) for one in examples] == [("events", False), ("items", False), ("items", True)]


def test_the_limits_and_the_shipped_profiles_are_named() -> None:
    depth = {4: "four"}[profile_checks.MOST_DEPTH]
    said = (
        f"at most {profiles.MOST_BYTES // 1024} KiB, {profile_checks.MOST_ENTRIES:,} entries, {depth} levels, "
        f"and {profile_checks.MOST_CHARS} characters"
    )
    assert said in PAGE
    assert all(f"`{name}`" in PAGE for name in (*profiles.SHIPPED, *profiles.JOINING))
