"""Files and strings of others, in every kind of cell: a value or a finding with its place, never half of a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from gallery.factories.made import good, names, text

from app.domain.findings import Severity
from app.locale import LANGUAGES
from app.locale.finding_words import finding_words
from ingest import check_file
from ingest.layouts import LAYOUTS

DATA = Path(__file__).parents[2] / ".." / "shared" / "data"
FILES = sorted(path for path in DATA.glob("messy_csv/**/*") if path.is_file())
STRINGS = sorted(DATA.glob("strings/*.txt"))
CELLS = {"remark": "text", "partner": "code", "items_arrived": "number", "delivery_days_p50": "number", "month": "date"}
# fmt: off
OWN = [
    "\ufeff", "a\ufeffb", "\u2028", "\x85", "\r", "\r\n", "\n\n", "\0", '"', '""', '"""', "'", ",", ";",
    "\t", "،", "؛", "|", "sep=;", "=1+1", "١٢٣", "１２３", "1\u2009234", "+5", "5-", "(5)", "٥٪", "1e5",
    "0x10", "1.234,5", "1,5", "1.5", "1'234", "2026/01", "01-2026", "يناير 2026", "janv. 2026",
    "Jan-26", "46023", "\u00a0EG\u00a0", "E\u200bG", "\u202eGE", "𝟝", "①", "e\u0301" * 400,
    "\u0301" * 50, "🏴\U000e0067\U000e0062\U000e007f", "👨‍👩‍👧", "ﷺ", "İ", "ß", "ı", "ǅ", "ᾳ",
    "٣" * 400, "9" * 400, "0" * 400 + "7", "0." + "3" * 400, "1" * 16 + ".5", "-" * 900, "(" * 900,
    "1," * 400, "1 " * 400, " " * 900, "\u00a0" * 900, "/" * 900, "<" * 900, "%" * 900, "٬" * 900,
    "1-" * 450, "Jan " * 200, "=" * 900, "'" * 900, "x" * 2_000, "é" * 1_000,
]
# fmt: on
"""What the collections of others lack: separators, marks and numbers of ours; long runs that make patterns go back."""


def _checked(content: bytes, dataset: str, situation, tmp_path: Path):
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    plain, fast = (check_file(path, dataset, situation, fast=way) for way in (False, True))
    assert (plain.outcome, plain.counts, plain.findings, plain.rows) == (
        fast.outcome,
        fast.counts,
        fast.findings,
        fast.rows,
    )
    stops = any(finding.severity in {Severity.ERROR, Severity.REFUSED} for finding in plain.findings)
    assert plain.outcome == ("refused" if stops else "taken")
    assert (plain.table is None) == stops == (fast.table is None)
    if plain.table is not None:
        assert plain.table.to_pydict() == fast.table.to_pydict()
    lines = content.count(b"\n") + content.count(b"\r") + content.count(b"\x85") + 2
    for finding in plain.findings:
        assert finding.line is None or 1 <= finding.line <= lines
        assert finding.line is not None or finding.scope not in {"cell", "row"}
        for language in LANGUAGES:
            assert all(finding_words(finding, language))
    return plain


@pytest.mark.skipif(not FILES, reason="../shared/data/messy_csv is not here")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_of_others_is_refused_whole(path, tmp_path, situation) -> None:
    content = path.read_bytes()
    for dataset in LAYOUTS:
        checked = _checked(content, dataset, situation, tmp_path)
        assert checked.outcome == "refused"
        assert checked.counts


@pytest.mark.skipif(not FILES, reason="../shared/data/messy_csv is not here")
def test_the_cells_of_others_under_our_header_are_refused_or_taken_whole(tmp_path, situation) -> None:
    head = ",".join(names()).encode() + b"\n"
    for path in FILES:
        _checked(head + path.read_bytes()[:200_000], "service-quality", situation, tmp_path)


def _strings() -> list[str]:
    lines = [line for path in STRINGS for line in path.read_text("utf-8", "replace").split("\n")]
    return [line for line in lines if line and not line.startswith("#")]


def _file(column: str, said: str) -> bytes:
    """A good first row, and a second one with this cell in its place."""
    table = good()
    table[2][names().index(column)] = said
    return text(table).encode("utf-8", "surrogatepass")


@pytest.mark.skipif(not STRINGS, reason="../shared/data/strings is not here")
@pytest.mark.parametrize("column", CELLS)
def test_a_string_of_others_is_a_value_or_a_finding(column, tmp_path, situation) -> None:
    strings = _strings()
    assert len(strings) > 400
    for said in strings:
        _place(column, said, tmp_path, situation)


@pytest.mark.parametrize("column", CELLS)
@pytest.mark.parametrize("said", OWN, ids=[ascii(said[:12]) for said in OWN])
def test_an_odd_string_is_a_value_or_a_finding(said, column, tmp_path, situation) -> None:
    _place(column, said, tmp_path, situation)


def _place(column: str, said: str, tmp_path: Path, situation) -> None:
    checked = _checked(_file(column, said), "service-quality", situation, tmp_path)
    if checked.outcome == "taken" and checked.table.num_rows == 2:
        value = checked.table.column(column).to_pylist()[1]
        if CELLS[column] == "code":
            assert value == "" or (value.isascii() and len(value) == 2)
        elif CELLS[column] == "date":
            assert value[:4] == "2026"
        elif CELLS[column] == "number" and value is not None:
            assert _digits(str(int(value))) in _digits(said)
    elif checked.outcome == "refused":
        told = [f for f in checked.findings if f.severity in {Severity.ERROR, Severity.REFUSED}]
        assert all(finding.line in {None, *range(1, 9)} for finding in told)


def _digits(said: str) -> str:
    """The digits of a text as 0 to 9, by Python's own reading."""
    return "".join(str(int(c)) for c in said if c.isdecimal())


@pytest.mark.parametrize("said", OWN, ids=[ascii(said[:12]) for said in OWN])
def test_an_odd_string_in_the_header_is_a_column_that_is_not_ours(said, tmp_path, situation) -> None:
    """Beside our columns it is ignored and told; in the place of one, that one is missing."""
    beside = good()
    beside[0].append(said)
    for cells in beside[1:]:
        cells.append("1")
    checked = _checked(text(beside).encode(), "service-quality", situation, tmp_path)
    assert checked.counts
    instead = good()
    instead[0][names().index("items_arrived")] = said
    assert _checked(text(instead).encode(), "service-quality", situation, tmp_path).outcome == "refused"


@pytest.mark.skipif(not STRINGS, reason="../shared/data/strings is not here")
def test_a_string_of_others_in_the_header_is_not_our_column(tmp_path, situation) -> None:
    for said in _strings():
        table = good()
        table[0][names().index("items_arrived")] = said
        assert _checked(text(table).encode(), "service-quality", situation, tmp_path).outcome == "refused"


@pytest.mark.parametrize("mark", [";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_remarks_with_every_separator_in_them_come_back(mark, end, encoding, tmp_path, situation) -> None:
    said = ['a,b;c\td"e', "one" + end + 'two "three"', "؛ ،", '"', "''", "x" * 999]
    table = good(rows=len(said))
    for cells, words in zip(table[1:], said, strict=True):
        cells[-1] = words
    checked = _checked(text(table, mark, end).encode(encoding), "service-quality", situation, tmp_path)
    assert checked.outcome == "taken", checked.findings
    assert checked.table.column("remark").to_pylist() == [words.replace(end, "\n") for words in said]


def test_quotes_around_every_cell_change_nothing(tmp_path, situation) -> None:
    lines = [";".join('"' + cell + '"' for cell in cells) for cells in good()]
    checked = _checked("\r\n".join(lines).encode(), "service-quality", situation, tmp_path)
    assert checked.table.column("items_arrived").to_pylist() == [50.0, 50.0]
