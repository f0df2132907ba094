"""Section E: numbers, dates and codes as people write them."""

from gallery.factories.made import both, cell, error, good, normalised, row, warning

P50, P90 = "delivery_days_p50", "delivery_days_p90"


def e01():
    yield from cell(P50, "٩٥٫٤", normalised("TYP_DIGITS_ARABIC"), reads=95.4)
    yield from cell(P50, "٩٥.٤", normalised("TYP_DIGITS_ARABIC"), reads=95.4)
    yield from cell("items_arrived", "٩٥", normalised("TYP_DIGITS_ARABIC"), reads=95.0)
    yield from cell("month", "٢٠٢٦-٠٢", normalised("TYP_DIGITS_ARABIC"), reads="2026-02")


def e02():
    for said in ("۹۵٫۴", "९५.४", "৯৫.৪"):
        yield from cell(P50, said, normalised("TYP_DIGITS_PERSIAN"), reads=95.4)


def e03():
    for said in ("9٥", "٩۵", "٩5٫4"):
        yield from cell(P50, said, error("TYP_DIGITS_MIXED"))


def e04():
    told = normalised("TYP_DIGITS_ARABIC"), normalised("TYP_THOUSANDS_ARABIC")
    yield from cell("items_arrived", "١٬٢٣٤", *told, reads=1234.0)
    yield from cell(P90, "١٬٢٣٤٫٥", *told, warning("SEM_DWELL_HUGE", 3, P90, "1234.5"), reads=1234.5)


def e05():
    yield from cell(P50, "95,4", normalised("TYP_DECIMAL_COMMA"), reads=95.4)
    table = [*good(rows=1), row(month="2026-02", **{P50: "95,4"}), row(month="2026-03", **{P50: "95.4"})]
    comma = normalised("TYP_DECIMAL_COMMA", 3, P50, "95,4")
    yield from both(table, comma, error("TYP_DECIMAL_MIXED", 4, P50))


def e05_of_two_columns():
    """A point for thousands in one column, a comma for decimals in another: 1.234 may be 1234."""
    table = [*good(rows=1), row(month="2026-02", **{P50: "2,5", P90: "1.234"})]
    yield from both(table, normalised("TYP_DECIMAL_COMMA", 3, P50, "2,5"), error("TYP_DECIMAL_MIXED", 3, P90))
    table = [*good(rows=1), row(month="2026-02", items_arrived="1.234.567", **{P50: "1.234"})]
    yield from both(
        table, normalised("TYP_GROUPING", 3, "items_arrived", "1.234.567"), error("TYP_DECIMAL_MIXED", 3, P50)
    )


def e06():
    for said in ("1,234", "1.234", "١,٢٣٤"):
        yield from cell("items_arrived", said, error("TYP_NUMBER_AMBIGUOUS"))
    yield from cell(P50, "1,234", error("TYP_NUMBER_AMBIGUOUS"))


def e07():
    for said, reads in (("1.234.567", 1234567.0), ("1,234,567", 1234567.0), ("1,23,456", 123456.0), ("1'234", 1234.0)):
        yield from cell("items_arrived", said, normalised("TYP_GROUPING"), reads=reads)
    yield from cell("items_arrived", "1’234’567", normalised("TYP_GROUPING"), reads=1234567.0)
    yield from cell(
        P50, "1.234,56", normalised("TYP_GROUPING"), warning("SEM_DWELL_HUGE", 3, P50, "1234.56"), reads=1234.56
    )
    for said in ("1,23", "12,34,5", "1.23.456", "1,234.567,8"):
        yield from cell("items_arrived", said, error("SEM_NOT_WHOLE" if said == "1,23" else "TYP_NUMBER"))


def e08():
    for blank in ("\u00a0", "\u202f", "\u2009", " "):
        yield from cell("items_arrived", f"12{blank}345", normalised("TYP_SPACE_GROUP"), reads=12345.0)
    yield from cell("items_arrived", "12 34", error("TYP_NUMBER"))


def e09():
    """Our layouts ask for counts, never for shares."""
    for said in ("95.4%", "95.4٪", "٩٥٪", "95 %", "％95"):
        yield from cell("items_arrived", said, error("TYP_PERCENT"))


def e11():
    """No column of ours takes less than nothing; the number is understood and refused."""
    for said in ("−3", "3-", "(3)", "-3", "- 3", "–3"):
        yield from cell("items_arrived", said, error("SEM_NEGATIVE"))
    yield from cell("items_arrived", "-0", reads=0.0)
    yield from cell("items_arrived", "+5", normalised("TYP_PLUS"), reads=5.0)


def e12():
    for said in ("1.2E+3", "1e3", "1,2E3"):
        yield from cell("items_arrived", said, error("TYP_SCIENTIFIC"))


def e16():
    """What pandas reads as infinity."""
    yield from cell("items_arrived", "4e492493924924", error("TYP_SCIENTIFIC"))
    yield from cell("items_arrived", "2e06918610327a", error("TYP_UNIT"))


def e17():
    yield from cell("partner", "NA", reads="NA")
    table = [good()[0], row(member="NA")]
    yield from both(table, values={"member": ["NA"]}, member="NA")


def e18():
    for said in ("n/a", "-", "…", "nil", "لا يوجد", "N/D", "--", "غير متوفر", "sans objet", "#N/A"):
        (text, book) = cell("items_arrived", said, error("TYP_MISSING_MARK"))
        yield text
        if said[0] != "#":  # in a workbook this is an error of the spreadsheet
            yield book
    yield from cell("items_arrived", "not-available", reads=None)


def e19():
    for said in ("TRUE", "false", "vrai", "نعم"):
        yield from cell("items_arrived", said, error("TYP_BOOL"))


def e20():
    yield from cell("items_arrived", "1_000", error("TYP_UNDERSCORE"))


def e21():
    for said in ("NaN", "inf", "1e999", "−Infinity", "∞"):
        yield from cell("items_arrived", said, error("TYP_NONFINITE"))


def e22():
    for said in ("½", "9²", "2½", "1/2", "⅝", "9⁴"):
        yield from cell(P50, said, error("TYP_FRACTION_CHAR"))


def e23():
    for said in ("3 days", "72h", "٣ أيام", "3 jours ouvrables", "1 200 items"):
        yield from cell(P50, said, error("TYP_UNIT"))


def e24():
    for said in ("SDR 1.2", "1,2 DTS", "$5", "5 €", "٥ درهم"):
        yield from cell(P50, said, error("TYP_CURRENCY"))


def e25():
    yield from cell(P50, "2.12345678901234567", warning("TYP_PRECISION"), reads=2.1234567890123457)
    yield from cell(P50, "2.3333333333333335", reads=2.3333333333333335)
    yield from cell(P50, "95.444444444", reads=95.444444444)


def e26():
    for said in (" ", "\u00a0", "\u200b", "\u200f", "\u3164"):
        yield from cell("product", said, error("TYP_BLANK"))


def e27():
    yield from cell("month", "03/04/2026", error("TYP_DATE_AMBIGUOUS"))
    yield from cell("start", "3.4.2026", error("TYP_DATE_AMBIGUOUS"), dataset="disruptions")


def e28():
    """Days with strokes are refused each for itself, so that their order is never guessed from others."""
    table = [good()[0], *(row(month=said) for said in ("03/04/2026", "13/04/2026", "04/13/2026"))]
    told = error("TYP_DATE_AMBIGUOUS", 2, "month", "03/04/2026"), error("TYP_DATE_FORMAT", 3, "month", "13/04/2026")
    yield from both(table, *told, error("TYP_DATE_FORMAT", 4, "month", "04/13/2026"))


def e29():
    for said in ("3/4/26", "03.04.26"):
        yield from cell("month", said, error("TYP_DATE_YEAR2"))


def e30():
    yield from cell("month", "46112", error("TYP_DATE_SERIAL"))
    yield from cell("month", "46054.5", error("TYP_DATE_SERIAL"))


def e32():
    for said in ("1447-09-01", "٠١/٠٩/١٤٤٧", "1447-09", "09/1447", "رمضان 1447", "1447/9"):
        yield from cell("month", said, error("TYP_DATE_HIJRI"))


def e33():
    for said in ("2569-01", "1405-01", "115-01", "01/2569"):
        yield from cell("month", said, error("TYP_DATE_CALENDAR"))
    yield from cell("month", "2018-05", error("SEM_CYCLE"))


def e34():
    words = ("31 mars 2026", "٣١ مارس ٢٠٢٦", "Mär 2026", "يناير 2026", "janv. 2026", "Jan-26", "كانون الثاني 2026")
    for said in words:
        yield from cell("month", said, error("TYP_DATE_WORDS"))


def e35():
    for said in ("2026-02-30", "31/02/2026"):
        yield from cell("month", said, error("TYP_DATE_IMPOSSIBLE"))
    yield from cell("start", "2026-02-30T08:00Z", error("TYP_DATE_IMPOSSIBLE"), dataset="disruptions")


def e36():
    yield from cell("start", "2026-01-05T08:00", error("TYP_TIME_ZONE"), dataset="disruptions")


def e38():
    for said in ("2026-01-05T24:00+02:00", "2026-01-05T23:59:60Z"):
        yield from cell("start", said, error("TYP_TIME_ODD"), dataset="disruptions")


def e39():
    for said in ("Q5-2026", "1st quarter", "T1 2026", "2026-01", "الربع الأول 2026"):
        yield from cell("quarter", said, error("TYP_PERIOD_FORMAT"), dataset="preparedness")
    for said in ("2026-13", "2026/02", "02-2026", "202602", "2026-2", "2026‐02", "2026-02-01"):
        yield from cell("month", said, error("TYP_PERIOD_FORMAT"))


def e40():
    for column, said in (("product", "2026-03-26"), ("partner", "Mar-26"), ("product", "1-mai")):
        yield from cell(column, said, error("TYP_EXCEL_DATE_CODE"))
    for said in ("2026-05-02", "02/05/2026", "2-May", "02.05.2026"):
        yield from cell(P50, said, error("TYP_EXCEL_DATE_CODE"))


def e41():
    yield from cell("partner", "ma", normalised("TYP_CASE"), reads="MA")
    yield from cell("product", "EMS", normalised("TYP_CASE"), reads="ems")
    for said in ("mß", "ıt", "İT", "ﬁ"):
        yield from cell("partner", said, error("SEM_COUNTRY_UNKNOWN"))


def e42():
    yield from cell("partner", "ＭＡ", normalised("TYP_FULLWIDTH"), reads="MA")
    yield from cell("items_arrived", "９５", normalised("TYP_FULLWIDTH"), reads=95.0)
    yield from cell("items_arrived", "①", error("TYP_NUMBER"))
