"""Section B: separators and lines."""

from gallery.factories.made import book, both, cell, csv, error, good, names, normalised, raw, row, text

TABLE = good()
TEXT = text(TABLE)
HEAD, FIRST, SECOND = TEXT.splitlines()
WIDTH = len(names())


def b01():
    yield csv(TABLE, normalised("CSV_DELIMITER_SEMICOLON", 1), mark=";", values={"items_arrived": [50.0, 50.0]})


def b02():
    yield csv(TABLE, normalised("CSV_DELIMITER_TAB", 1), mark="\t", values={"items_arrived": [50.0, 50.0]})


def b03():
    for mark in "|^~":
        yield csv(TABLE, error("CSV_DELIMITER_OTHER", 1, None, mark), mark=mark)


def b04():
    told = (normalised("CSV_SEP_LINE", 1), normalised("CSV_DELIMITER_SEMICOLON", 2))
    for first in ("sep=;", '"sep=;"', "SEP=;"):
        yield raw(f"{first}\n" + text(TABLE, ";"), *told, values={"line": [3, 4]})
    wrong = text([*TABLE[:2], row(month="2026-02", items_arrived="few")], ";")
    yield raw(f"sep=;\n{wrong}", *told, error("TYP_NUMBER", 4, "items_arrived", "few"))


def b05():
    yield raw(f"{HEAD}\n{FIRST}\n{SECOND.replace(',', ';')}\n", error("CSV_DELIMITER_MIXED", 3, None, ";"))
    semicolons = text(TABLE[:2], ";") + SECOND + "\n"
    told = normalised("CSV_DELIMITER_SEMICOLON", 1), error("CSV_DELIMITER_MIXED", 3, None, ",")
    yield raw(semicolons, *told)
    quoted = SECOND.replace("EG", '"EG"').replace(",", ";")
    yield raw(f"{HEAD}\n{FIRST}\n{quoted}\n", error("CSV_DELIMITER_MIXED", 3, None, ";"))


def b06():
    for mark in "،؛":
        yield csv(TABLE, error("CSV_DELIMITER_ARABIC", 1, None, mark), mark=mark)
    yield raw(f"{HEAD}\n{FIRST}\n{SECOND.replace(',', '،')}\n", error("CSV_DELIMITER_MIXED", 3, None, "،"))


def b07():
    """A decimal comma without quotes moves all that follows by one column; an empty last cell does not hide it."""
    p50 = names().index("delivery_days_p50")
    cells = row(month="2026-02", items_delivery_time_measured="40", delivery_days_p90="7", items_posted="90")
    comma = ",".join([*cells[:p50], "2,5", *cells[p50 + 1 :]])
    yield raw(f"{HEAD}\n{FIRST}\n{comma}\n", error("CSV_COLUMN_COUNT", 3))
    thousands = FIRST.replace(",50,", ",1,250,")
    yield raw(f"{HEAD}\n{thousands}\n", error("CSV_COLUMN_COUNT", 2))


def b08():
    yield raw(f"{HEAD}\n{FIRST}\nEG,2026-02,parcel,,,,50\n", error("CSV_COLUMN_COUNT", 3))


def b09():
    padded = [[*cells, "", "", ""] for cells in TABLE]
    told = [normalised("CSV_TRAILING_EMPTY", 1)] * 3
    yield csv(padded, *told, values={"items_arrived": [50.0, 50.0]})
    yield csv([TABLE[0], TABLE[1], padded[2]], normalised("CSV_TRAILING_EMPTY", 3))


def b10():
    told = normalised("CSV_LINE_END")
    remark = '"one\ntwo"'
    lines = f"{HEAD}\n{FIRST}{remark}\n{SECOND}\n"
    broken = normalised("CSV_NEWLINE_IN_TEXT", 2, "remark", "one\ntwo")
    yield raw(lines.replace("\n", "\r"), told, broken, values={"line": [2, 4], "remark": ["one\ntwo", None]})
    yield raw(f"{HEAD}\r\n{FIRST}\n{SECOND}\r\n", told, values={"line": [2, 3]})


def b11():
    for end in ("\u2028", "\u2029", "\u0085"):
        yield raw(f"{HEAD}\n{FIRST}{end}{SECOND}\n", error("CSV_LINE_SEPARATOR", 2))


def b12():
    yield raw(f"\n{HEAD}\n\n{FIRST}\n \t\n{SECOND}\n\n", *_blanks(3, 5, 7), values={"line": [4, 6]})
    yield raw(f"{HEAD}\n{FIRST}\n{',' * (WIDTH - 1)}\n{SECOND}\n", *_blanks(3))


def _blanks(*lines):
    return [normalised("CSV_BLANK_LINE", line) for line in lines]


def b13():
    for title in ('Figures of "Egypt Post"\n2026-11-24', "Rapport mensuel;;;;\n", ",,,\nأرقام البريد"):
        yield raw(f"{title}\n{TEXT}", error("CSV_PREAMBLE", 1))
    from ingest.layouts import LAYOUTS
    from ingest.layouts import title as said

    arabic = [said(column, "ar") for column in LAYOUTS["service-quality"].columns]
    yield raw("تقرير الجودة\n" + text([arabic, *TABLE[1:]]), error("CSV_PREAMBLE", 1))


def b14():
    for first in ("Total", "TOTAL", "Source: Egypt Post", "Note", "إجمالي", "المصدر: البريد", "Somme"):
        total = [first] + [""] * 3 + ["100"] + [""] * (WIDTH - 5)
        yield from both([*TABLE, total], error("CSV_FOOTER", 4, None, first))
    for note in ("Prepared by the unit of statistics", "أعدته وحدة الإحصاء"):
        yield raw(TEXT + note + "\n", error("CSV_FOOTER", 4, None, note))
        yield book([*TABLE, [note]], error("CSV_FOOTER", 4, None, note))


def blank_columns_before():
    """A table that begins in column C."""
    moved = [["", "", *cells] for cells in TABLE]
    yield csv(moved, *[normalised("CSV_TRAILING_EMPTY", 1)] * 2, values={"items_arrived": [50.0, 50.0]})


def a_header_again():
    yield csv([*TABLE, TABLE[0]], error("HDR_TWO_ROWS", 4, None, HEAD[:64]))
    yield book([*TABLE, TABLE[0]], error("HDR_TWO_ROWS", 4, None, " ".join(TABLE[0])[:64]))


def spaces_around_cells():
    yield from cell("partner", " MA ", reads="MA")
    yield from cell("partner", "\u00a0MA\u202f", reads="MA")
