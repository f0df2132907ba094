"""Section I: what only workbooks have, and what people hide in them."""

from datetime import date

from gallery.factories.made import book, error, good, names, normalised, refused, row, warning
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.utils.datetime import CALENDAR_MAC_1904

TABLE = good()
ARRIVED = names().index("items_arrived") + 1
P50 = names().index("delivery_days_p50") + 1


def _put(column: int, value, form: str = "General"):
    def change(made) -> None:
        cell = made.active.cell(3, column)
        cell.value = value
        cell.number_format = form

    return change


def i01():
    yield book(TABLE, error("XLS_MERGED", 2, None, "A2:A3"), change=lambda made: made.active.merge_cells("A2:A3"))


def i02():
    for state in ("hidden", "veryHidden"):
        told = warning("XLS_HIDDEN_SHEET", None, None, "Secret")
        yield book(TABLE, told, change=lambda made, state=state: _hide(made, state), values={"line": [2, 3]})


def _hide(made, state: str) -> None:
    sheet = made.create_sheet("Secret")
    sheet.append(["member", "month", "product"])
    sheet.sheet_state = state


def i03():
    def hidden(made) -> None:
        made.active.row_dimensions[3].hidden = True

    yield book(TABLE, warning("XLS_HIDDEN_ROWS"), change=hidden, values={"line": [2, 3]})


def i05():
    told = error("XLS_FORMULA_EMPTY", 3, "items_arrived", "G3"), warning("XLS_FORMULA")
    yield book(TABLE, *told, change=_put(ARRIVED, "=20+30"))


def i06():
    for said in ("#N/A", "#DIV/0!", "#REF!"):
        yield book(TABLE, error("XLS_ERROR_CELL", 3, "items_arrived", said), change=_put(ARRIVED, said))


def i12():
    table = [TABLE[0], TABLE[1], row(month="2026-02", items_arrived=" 60")]
    yield book(table, values={"items_arrived": [50.0, 60.0]})


def i13():
    """A share where a count is asked for is no count, however it is shown."""
    yield book(TABLE, error("TYP_PERCENT", 3, "items_arrived", "95%"), change=_put(ARRIVED, 0.95, "0%"))


def i14():
    told = warning("XLS_SHOWN_ROUNDED", 3, "delivery_days_p50", "9.51")
    yield book(TABLE, told, change=_put(P50, 9.51, "0"), values={"delivery_days_p50": [None, 9.51]})


def i15():
    told = normalised("XLS_DATE_FORMAT", 3, "month", "2026-02-01")
    for form in ("dd/mm", "mmm-yy", "yyyy-mm"):
        yield book(TABLE, told, change=_put(2, date(2026, 2, 1), form), values={"month": ["2026-01", "2026-02"]})
    yield book(TABLE, error("TYP_PERIOD_FORMAT", 3, "month", "2026-02-15"), change=_put(2, date(2026, 2, 15), "d/m"))


def i15_where_a_number_belongs():
    """A spreadsheet made a day of 2.5; that is not its number."""
    told = error("TYP_EXCEL_DATE_CODE", 3, "delivery_days_p50", "2026-05-02")
    yield book(TABLE, told, change=_put(P50, date(2026, 5, 2), "d/m"))


def e31():
    def since_1904(made) -> None:
        made.epoch = CALENDAR_MAC_1904
        _put(2, date(2026, 2, 1), "yyyy-mm")(made)

    told = normalised("XLS_DATE_FORMAT", 3, "month", "2026-02-01"), normalised("TYP_DATE_1904")
    yield book(TABLE, *told, change=since_1904, values={"month": ["2026-01", "2026-02"]})


def i16():
    yield book(TABLE, error("XLS_SHEET_CHOICE"), change=lambda made: made.copy_worksheet(made.active))

    def empty(made) -> None:
        made.active.delete_rows(1, 9)

    yield book(TABLE, refused("XLS_SHEET_EMPTY"), change=empty)


def i17():
    def moved(made) -> None:
        made.active.insert_rows(1, 4)
        made.active.insert_cols(1, 2)

    yield book(TABLE, normalised("XLS_OFFSET", 5, None, "C5"), change=moved, values={"line": [6, 7]})


def i21():
    def rich(made) -> None:
        made.active.cell(3, len(names())).value = CellRichText("late ", TextBlock(InlineFont(b=True), "because"))
        made.active["A2"].comment = Comment("of the office", "somebody")

    yield book(TABLE, change=rich, values={"remark": [None, "late because"]})
