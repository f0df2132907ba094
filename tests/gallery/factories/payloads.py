"""Section H: what is meant to run somewhere else."""

from gallery.factories.made import book, cell, csv, error, good, normalised, raw, refused, row, text, warning

TABLE = good()


def h01():
    for said in ("=cmd|'/c calc'!A0", "+1+cmd", "@SUM(A1)", "-2+3+cmd|'/c calc'!A0"):
        yield from cell("remark", said, warning("SAF_FORMULA"), reads=said)
    for said in ("=cmd|'/c calc'!A0", "@SUM(A1)", "+cmd|'/c calc'!A0", "-cmd|x"):
        for column in ("partner", "product", "items_arrived", "month"):
            yield from cell(column, said, error("SAF_FORMULA_IN_CODE"))
    tab = cell("remark", "\t=1+1", warning("SAF_FORMULA"), reads="=1+1")
    yield from tab


def h02():
    for said in (" =cmd", "\u00a0=cmd", "＝cmd"):
        yield from cell("remark", said, warning("SAF_FORMULA"), reads=said.strip())
    yield from cell("remark", "ok\n=cmd", warning("SAF_FORMULA"), normalised("CSV_NEWLINE_IN_TEXT"), reads="ok\n=cmd")


def h04():
    for said in ("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>"):
        yield from cell("remark", said, warning("SAF_MARKUP"), reads=said)


def h05():
    said = '<a href="https://evil.example">Amount</a>'
    yield from cell("remark", said, warning("SAF_MARKUP"), reads=said)
    yield from cell("areas", said, warning("SAF_MARKUP"), dataset="disruptions", kind="power")


def h06():
    said = r"$\href{javascript:alert(1)}{x}$"
    yield from cell("remark", said, warning("SAF_MARKUP"), reads=said)


def h07():
    for said in ("{{7*7}}", "{% include 'x' %}", "${7*7}", "%s%n", "{0.__class__}", "%(line)s"):
        yield from cell("remark", said, reads=said)
        yield from cell("items_arrived", said, error("TYP_NUMBER"))


def h08():
    for said in ("'; DROP TABLE member;--", "1' OR '1'='1"):
        yield from cell("remark", said, reads=said)
        yield from cell("partner", said, error("SEM_COUNTRY_UNKNOWN"))


def h11():
    for mark in "\u202a\u202e\u2066\u2069":
        yield from cell("partner", f"M{mark}A", error("SAF_BIDI"))
        yield from cell("items_arrived", f"{mark}59", error("SAF_BIDI"))
        yield from cell("remark", f"a{mark}b", warning("SAF_BIDI_TEXT"), reads=f"a{mark}b")
    yield from cell("month", "2026\u200f-02", error("SAF_BIDI"))


def h12():
    yield from cell("member", "ЕG", error("SAF_HOMOGLYPH"))
    yield from cell("product", "рarcel", error("SAF_HOMOGLYPH"))
    yield from cell("partner", "ΜΑ", error("SAF_HOMOGLYPH"))


def h13():
    for odd in ("\u200b", "\u00ad", "\u2060", "\ufeff", "\U000e0041", "\u200f"):
        yield from cell("partner", f"MA{odd}", normalised("SAF_INVISIBLE"), reads="MA")
        yield from cell("items_arrived", f"{odd}95", normalised("SAF_INVISIBLE"), reads=95.0)


def h14():
    (bad, _) = cell("remark", "ok\n2026-11-24 09:00 root signed in", normalised("CSV_NEWLINE_IN_TEXT"))
    yield bad
    yield raw(text([*TABLE[:2], row(month="2026-02", remark="ok\x1b[2K")]), error("ENC_CONTROL", 3))


def h15():
    for said in ("<link rel=attachment href=file:///etc/passwd>", "<img src=http://evil.example/x>"):
        yield from cell("remark", said, warning("SAF_MARKUP"), reads=said)
    yield from cell("remark", "@import url(http://evil.example)", warning("SAF_FORMULA"))


def h16():
    for said in ('#read("/etc/passwd")', '#eval("1+1")', '#import "@preview/x:1.0.0"'):
        yield from cell("remark", said, reads=said)


def h17():
    eicar = r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
    kinds = {
        **{"PDF": b"%PDF-1.7\n1 0 obj", "PNG": b"\x89PNG\r\n\x1a\n", "GIF": b"GIF89a", "EICAR": eicar.encode()},
        **{"JPEG": b"\xff\xd8\xff\xe0\0\x10JFIF", "gzip": b"\x1f\x8b\x08\0", "SQLite": b"SQLite format 3\0"},
    }
    for content in kinds.values():
        for name in ("csv", "xlsx"):
            yield raw(content, refused("FIL_TYPE"), name=name)


def h18():
    """A name promises nothing: what the bytes are is what counts."""
    webs = (
        "<!DOCTYPE html><table><tr><td>EG",
        "<html>",
        "\ufeff<html>",
        " <table border=1>",
        '<?xml version="1.0"?><Workbook',
    )
    for content in webs:
        for name in ("csv", "xlsx"):
            yield raw(content, refused("FIL_TYPE"), name=name)
    yield raw(text(TABLE), name="xlsx", values={"items_arrived": [50.0, 50.0]})
    yield raw(book(TABLE).content, values={"items_arrived": [50.0, 50.0]})


def h03():
    """A negative number is no formula."""
    yield from cell("items_arrived", "-3.5", error("SEM_NOT_WHOLE"))
    yield from cell("delivery_days_p50", "-3.5", error("SEM_NEGATIVE"))
    yield csv(TABLE)
