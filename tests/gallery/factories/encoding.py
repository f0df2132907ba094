"""Section A: how letters are written as bytes."""

import codecs

from gallery.factories.made import cell, csv, error, good, normalised, raw, row, text, warning

TABLE = good()
TEXT = text(TABLE)


def a01():
    for mark, name in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        tabs = text(TABLE, "\t").encode(name)
        yield raw(mark + tabs, normalised("ENC_UTF16_BOM"), normalised("CSV_DELIMITER_TAB", 1))


def a02():
    for name in ("utf-16-le", "utf-16-be"):
        yield raw(TEXT.encode(name), error("ENC_UTF16_NO_BOM", 1))


def a03():
    yield raw(TEXT.encode("utf-8-sig"), normalised("ENC_BOM"), values={"member": ["EG", "EG"]})


def a04():
    yield raw(codecs.BOM_UTF8 * 2 + TEXT.encode(), normalised("ENC_BOM"), normalised("ENC_BOM_DOUBLE"))


def _with(bad: bytes) -> bytes:
    return text([*TABLE[:2], row(month="2026-02", remark="été XX")]).encode().replace(b"XX", bad)


def _page(encoding: str, *remarks: str) -> bytes:
    rows = [row(month=f"2026-0{number}", remark=said) for number, said in enumerate(remarks, 2)]
    return text([*TABLE[:2], *rows]).encode(encoding)


def a05():
    for said in ("تأخر الطرود بسبب العطلة", "مصر", "تقرير"):
        yield raw(_page("cp1256", said), error("ENC_NOT_UTF8", 3))


def a06():
    for encoding in ("iso-8859-15", "cp1252", "mac-roman", "cp850"):
        yield raw(_page(encoding, "Côte d'Ivoire : retards à l'arrivée"), error("ENC_NOT_UTF8", 3))


def a07():
    for encoding in ("koi8-r", "cp866", "cp1251"):
        yield raw(_page(encoding, "Задержка посылок из-за праздников"), error("ENC_NOT_UTF8", 3))


def a08():
    for said, read_as in (("Côte", "cp1252"), ("مصر", "cp1252"), ("Задержка", "cp1252")):
        twice = said.encode().decode(read_as, "replace")
        if "\ufffd" not in twice:
            yield from cell("remark", twice, warning("ENC_MOJIBAKE"), reads=twice)


def a09():
    yield raw(_with(b"\xff"), error("ENC_BAD_BYTE", 3))
    yield raw(_with(b"\xc3("), error("ENC_BAD_BYTE", 3))
    yield raw(_with(b"") + b"\xe2\x82", error("ENC_BAD_BYTE", 4))


def a10():
    yield from cell("remark", "gar\ufffdon", warning("ENC_REPLACEMENT"), reads="gar\ufffdon")
    yield from cell("remark", "?????? ????", warning("ENC_LOST_TEXT"), reads="?????? ????")
    yield from cell("partner", "??", error("ENC_LOST"))


def a11():
    yield raw(_with(b"x\0y"), error("ENC_NUL", 3))
    yield raw(TEXT.replace("EG", "E\0G", 1), error("ENC_NUL", 2))


def a12():
    yield raw(_with(b"\xed\xa0\x80"), error("ENC_SURROGATE", 3))


def a13():
    for slash in (b"\xc0\xaf", b"\xe0\x80\xaf"):
        yield raw(_with(slash), error("ENC_OVERLONG", 3))


def a14():
    for odd in ("\x0b", "\x1b[31m", "\a", "\x7f", "\u009b"):
        yield raw(_with(odd.encode()), error("ENC_CONTROL", 3))
    yield raw(_with("\u0085".encode()), error("CSV_LINE_SEPARATOR", 3))


def a15():
    yield from cell("remark", "Cafe\u0301", normalised("ENC_NFD"), reads="Café")


def bom_within():
    """Two exports put together: the mark of the second stands before its header, or before a cell."""
    again = "\ufeff" + TEXT
    yield raw(TEXT + again, error("HDR_TWO_ROWS", 4, None, again[:64]))
    yield csv(
        [*TABLE[:2], row(member="\ufeffEG", month="2026-02")],
        normalised("SAF_INVISIBLE", 3, "member", "\ufeffEG"),
        values={"member": ["EG", "EG"]},
    )


def a_replacement_in_a_code():
    yield from cell("partner", "M\ufffd", error("SEM_COUNTRY_UNKNOWN"))
    yield from cell("remark", "'été'", warning("CSV_QUOTE_SINGLE"), reads="été")
