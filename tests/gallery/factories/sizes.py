"""Section G: sizes, as far as one file can hurt."""

import io

import openpyxl
from gallery.factories.made import Bad, both, cell, csv, error, good, names, raw, refused, text

from ingest import Limits

TABLE = good()
HEAD, FIRST, SECOND = text(TABLE).splitlines()


def g01():
    for content in ("", "   ", "\n\n\r\n", "\ufeff", "\t" * 4_000):
        yield raw(content, refused("FIL_EMPTY"))


def g02():
    content = text(TABLE)
    yield raw(content, refused("FIL_TOO_BIG"), limits=Limits(max_csv_bytes=len(content) - 1))
    yield raw(content, limits=Limits(max_csv_bytes=len(content)))


def g04():
    limits = Limits(max_rows=2, max_workbook_rows=2)
    yield from both(good(rows=3), refused("FIL_ROWS"), limits=limits)
    yield from both(good(rows=2), limits=limits)


def g16():
    told = error("FIL_ONE_LINE", 1)
    yield raw("member " + "x" * 10 * 2**20, told)
    glued = " ".join([HEAD] + [FIRST] * 2_000)
    yield raw(glued, refused("HDR_TOO_MANY", 1))


def g17():
    """All cells of many rows are wrong: the first of each column are listed, all are counted."""
    wrong = [["?"] * len(names()) for _ in range(30)]
    codes = {"member": "SEM_COUNTRY_UNKNOWN", "month": "TYP_PERIOD_FORMAT", "product": "TYP_CHOICE"}
    codes |= {"partner": "SEM_COUNTRY_UNKNOWN"}
    told = [
        error(codes.get(name, "TYP_MISSING_MARK"), line, name, "?") for name in names()[:-1] for line in range(2, 22)
    ]
    yield csv([names(), *wrong], *told)


def g18():
    for column in ("remark", "partner", "items_arrived", "month"):
        said = "a" * 100_000 + "!"
        (bad, _) = cell(column, said, error("CSV_FIELD_LONG", 3, column, said[:200]))
        yield bad
        yield from cell(column, "a" * 999 + "!", *_normal(column, "a" * 200))


def _normal(column, value):
    codes = {"partner": "SEM_COUNTRY_UNKNOWN", "items_arrived": "TYP_NUMBER", "month": "TYP_PERIOD_FORMAT"}
    return [error(codes[column], 3, column, value)] if column in codes else []


def g19():
    book = openpyxl.Workbook()
    for number in range(30):
        book.create_sheet(f"S{number}")
    out = io.BytesIO()
    book.save(out)
    yield Bad(out.getvalue(), (refused("FIL_SHEETS"),), name="xlsx")


def g20():
    said = "Zalgo " + "a" + "\u0301\u0323\u0327" * 100
    (bad, book) = cell("remark", said, error("FIL_ZALGO", 3, "remark", said[:200]))
    yield bad
    yield book
    (bad, _) = cell("remark", "a" + "\u0301" * 10_000, error("CSV_FIELD_LONG", 3, "remark", "a" + "\u0301" * 199))
    yield bad
    yield from cell("remark", "مُحَمَّدٌ", reads="مُحَمَّدٌ")
