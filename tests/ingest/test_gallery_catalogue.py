"""Every row of the catalogue of bad inputs: the file it describes is told exactly, both ways, in three languages."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from gallery.factories import FACTORIES, made
from gallery.factories.rows import ELSEWHERE, NOT_OURS, ROWS

from app.locale import LANGUAGES
from app.locale.finding_words import finding_words
from ingest import check_file
from ingest.layouts import LAYOUTS

FILES = [(f"{name}.{at}-{bad.name}", bad) for name, make in FACTORIES.items() for at, bad in enumerate(make())]


def _told(checked) -> list[made.Expected]:
    return [made.Expected(f.severity.value, f.code, f.line, f.column, f.value) for f in checked.findings]


WAYS = [(name, bad, fast) for name, bad in FILES for fast in ((False, True) if bad.name == "csv" else (None,))]


@pytest.mark.parametrize(("bad", "fast"), [way[1:] for way in WAYS], ids=[f"{way[0]}-{way[2]}" for way in WAYS])
def test_a_bad_file_is_told_exactly(bad, fast, tmp_path, situation) -> None:
    path = tmp_path / f"file.{bad.name}"
    path.write_bytes(bad.content)
    checked = check_file(path, bad.dataset, replace(situation, member=bad.member), bad.limits, fast=fast)
    told = _told(checked)
    assert sorted(told, key=repr) == sorted(bad.expected, key=repr)
    stops = any(one.severity in {"error", "refused"} for one in bad.expected)
    assert checked.outcome == ("refused" if stops else "taken")
    assert (checked.table is None) == stops
    for column, values in (bad.values or {}).items():
        assert checked.table.column(column).to_pylist() == values
    for finding in checked.findings:
        for language in LANGUAGES:
            for words in finding_words(finding, language):
                assert words
                assert finding.code not in words
                assert not re.search(r"%\(|%%", words)


def test_every_row_of_the_catalogue_is_made_or_has_its_reason() -> None:
    made_rows = {name[:3].upper() for name in FACTORIES if re.match(r"[a-i]\d\d", name)}
    assert made_rows | set(NOT_OURS) | set(ELSEWHERE) == set(ROWS)
    assert not made_rows & set(NOT_OURS)
    assert all(len(reason) > 20 for reason in [*NOT_OURS.values(), *ELSEWHERE.values()])


def test_the_gallery_holds_both_kinds_of_file_and_every_dataset() -> None:
    assert {bad.name for _, bad in FILES} == {"csv", "xlsx"}
    assert {bad.dataset for _, bad in FILES} == set(LAYOUTS)
