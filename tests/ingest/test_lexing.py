"""Our records are those of the csv module wherever a text is well quoted."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from ingest.lexing import records

CELLS = st.text(st.sampled_from('ab,;"\n é'), max_size=6)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=6))
def test_a_well_quoted_text_reads_as_the_csv_module_reads_it(rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    read = list(records(out.getvalue(), ",", 1))
    assert [record.cells for record in read] == rows
    assert [record.fault for record in read] == [None] * len(rows)
    line = 1
    for record, row in zip(read, rows, strict=True):
        assert record.line == line
        line += 1 + sum(cell.count("\n") for cell in row)


def test_an_open_quote_is_named_and_the_lines_after_it_are_still_read() -> None:
    read = list(records('a,"b\nc,d\ne,f\n', ",", 1))
    assert [(record.line, record.fault) for record in read] == [(1, "CSV_QUOTE_OPEN"), (2, None), (3, None)]


def test_a_quote_that_swallows_lines_is_named_where_it_opened() -> None:
    read = list(records('a,"b\n' + "c,d\n" * 50 + 'e,f"\n', ",", 1))
    assert (read[0].line, read[0].fault) == (1, "CSV_QUOTE_SWALLOW")
    assert (read[-1].line, read[-1].fault) == (52, "CSV_QUOTE_STRAY")


def test_a_quote_that_another_cell_breaks_is_named_where_it_opened() -> None:
    read = list(records('a,"b\nc"d,e\nf,g\n', ",", 1))
    assert [(record.line, record.fault) for record in read] == [
        (1, "CSV_QUOTE_SWALLOW"),
        (2, "CSV_QUOTE_STRAY"),
        (3, None),
    ]


def test_a_cell_may_run_over_lines_that_hold_doubled_quotes() -> None:
    read = list(records('a,"b\n""c""\nd"\ne,f\n', ",", 1))
    assert [(record.line, record.cells, record.fault) for record in read] == [
        (1, ["a", 'b\n"c"\nd'], None),
        (4, ["e", "f"], None),
    ]
