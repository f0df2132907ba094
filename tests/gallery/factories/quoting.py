"""Section C: quotes, and what stands between them."""

from gallery.factories.made import cell, error, good, normalised, raw, row, text, warning

TABLE = good()
HEAD, FIRST, SECOND = text(TABLE).splitlines()


def _with(odd: str) -> str:
    """The good file whose second row, in line 3, has an odd last cell."""
    return f"{HEAD}\n{FIRST}\n{SECOND}{odd}\n"


def _line(odd: str) -> str:
    return f"{SECOND}{odd}"[:64]


def c01():
    yield raw(_with('"x'), error("CSV_QUOTE_OPEN", 3, None, _line('"x')))
    yield raw(
        _with('"x').replace("\n", "\r"), normalised("CSV_LINE_END"), error("CSV_QUOTE_OPEN", 3, None, _line('"x'))
    )


def c02():
    months = [f"2026-{number:02}" for number in range(3, 11)]
    many = text([row(month=month, partner=partner) for month in months for partner in ("MA", "SA", "GB", "GR", "NA")])
    told = error("CSV_QUOTE_SWALLOW", 2, None, f'{FIRST}"'[:64])
    yield raw(f'{HEAD}\n{FIRST}"\n{many}{SECOND}"x"\n', told)
    yield raw(f'{HEAD}\n{FIRST}"\n{SECOND}"x"\n', told)


def c03():
    yield raw(_with('ab"c'), error("CSV_QUOTE_STRAY", 3, None, _line('ab"c')))
    yield raw(_with('"ab"c'), error("CSV_QUOTE_STRAY", 3, None, _line('"ab"c')))
    two = (
        error("CSV_QUOTE_STRAY", 2, None, FIRST.replace("EG", 'E"G')[:64]),
        error("CSV_QUOTE_OPEN", 3, None, _line('"x')),
    )
    yield raw(_with('"x').replace("EG", 'E"G', 1), *two)


def c04():
    for odd in ('"a\\"b"', '"said \\"yes\\""'):
        yield raw(_with(odd), error("CSV_QUOTE_BACKSLASH", 3, None, _line(odd)))


def c05():
    yield from cell("partner", "'MA'", warning("CSV_QUOTE_SINGLE"), reads="MA")
    yield from cell("items_arrived", "'95'", warning("CSV_QUOTE_SINGLE"), reads=95.0)
    yield from cell("items_arrived", "'95", warning("CSV_QUOTE_SINGLE"), reads=95.0)
    yield from cell("remark", "'late'", warning("CSV_QUOTE_SINGLE"), reads="late")
    yield from cell("remark", "l'été d'Amman'", reads="l'été d'Amman'")


def c06():
    for said in ("“MA”", "«MA»", "„MA“", "‘MA’"):
        yield from cell("partner", said, error("CSV_QUOTE_SMART"))
    yield from cell("items_arrived", "“95”", error("CSV_QUOTE_SMART"))


def c07():
    yield from cell("partner", "M\nA", error("CSV_NEWLINE_IN_FIELD"))
    yield from cell("items_arrived", "5\n0", error("CSV_NEWLINE_IN_FIELD"))
    yield from cell("remark", "one\ntwo", normalised("CSV_NEWLINE_IN_TEXT"), reads="one\ntwo")


def c08():
    for column in ("remark", "partner", "items_arrived"):
        (bad, _) = cell(column, "7" * 200_000, error("CSV_FIELD_LONG", 3, column, "7" * 200))
        yield bad
    yield from cell("remark", "x" * 1_000, reads="x" * 1_000)
