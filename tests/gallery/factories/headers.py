"""Section D: the header and the template."""

from gallery.factories.made import book, both, csv, error, good, names, normalised, raw, refused, row, text, warning

from ingest.layouts import LAYOUTS, title

TABLE = good()


def _renamed(old: str, new: str, dataset: str = "service-quality") -> list[list[str]]:
    head, *rows = good(dataset)
    return [[new if name == old else name for name in head], *rows]


def d01():
    at = names().index("items_posted")
    table = [cells[:at] + cells[at + 1 :] for cells in TABLE]
    yield from both(table, error("HDR_MISSING", 1, "items_posted"))


def d02():
    table = [cells + [extra] for cells, extra in zip(TABLE, ("comment2", "x", "y"), strict=True)]
    yield from both(table, warning("HDR_UNKNOWN", 1, "comment2", "comment2"))


def d03():
    table = [cells + [extra] for cells, extra in zip(TABLE, ("items_posted", "7", "8"), strict=True)]
    yield from both(table, error("HDR_DUPLICATE", 1, "items_posted", "items_posted"))


def d04():
    yield csv([cells + [extra] for cells, extra in zip(TABLE, ("", "7", ""), strict=True)], error("HDR_BLANK", 1))
    at = names().index("items_posted")
    table = [cells[:at] + [extra] + cells[at:] for cells, extra in zip(TABLE, ("", "7", ""), strict=True)]
    yield from both(table, error("HDR_BLANK", 1))


def d05():
    for said in (" Member ", "MEMBER", "member*", "Member:", "mem\u200bber", "\u00a0member"):
        yield from both(_renamed("member", said), normalised("HDR_VARIANT", 1, "member", said), values=_MEMBERS)
    yield from both(
        _renamed("items_posted", "Items Posted"), normalised("HDR_VARIANT", 1, "items_posted", "Items Posted")
    )
    yield from both([cells[::-1] for cells in TABLE], values=_MEMBERS)


_MEMBERS = {"member": ["EG", "EG"]}


def _titles(language: str) -> list[str]:
    return [title(column, language) for column in LAYOUTS["service-quality"].columns]


def d06():
    for language in ("ar", "fr", "en"):
        yield from both([_titles(language), *TABLE[1:]], normalised("HDR_LANGUAGE", 1), values=_MEMBERS)


def d06_in_other_letters():
    """One of our titles, with the liberties that people take with Arabic and French letters."""
    changes = {
        "ar": (("أ", "ا"), ("ة", "ه"), ("ى", "ي"), ("ا", "اـ"), ("م", "م\u064e")),
        "fr": (("é", "e"), ("à", "a"), ("é", "e\u0301"), ("’", "'")),
    }
    for language, swaps in changes.items():
        for old, new in swaps:
            head = _titles(language)
            at = next(at for at, name in enumerate(head) if old in name)
            head[at] = head[at].replace(old, new)
            same = new in ("e\u0301", "'")  # which every way of reading letters takes for the same
            told = [] if same else [normalised("HDR_VARIANT", 1, names()[at], head[at])]
            yield from both([head, *TABLE[1:]], normalised("HDR_LANGUAGE", 1), *told, values=_MEMBERS)


def d07():
    clearance = "customs-clearance"
    for said in ("dwell_hours_p50 (days)", "dwell_hours_p50 [jours]", "dwell_hours_p50 (يوم)", "dwell_days_p50"):
        table = _renamed("dwell_hours_p50", said, clearance)
        yield from both(table, error("HDR_UNIT", 1, "dwell_hours_p50", said), dataset=clearance)
    said = "dwell_hours_p50 (hours)"
    table = _renamed("dwell_hours_p50", said, clearance)
    yield from both(table, normalised("HDR_VARIANT", 1, "dwell_hours_p50", said), dataset=clearance)
    thousands = error("HDR_UNIT", 1, "items_posted", "items_posted (000)")
    yield from both(_renamed("items_posted", "items_posted (000)"), thousands)


def d08():
    for said in ("mеmber", "рartner", "mоnth"):
        name = {"m": "member" if "е" in said else "month", "р": "partner"}[said[0]]
        yield from both(_renamed(name, said), error("HDR_HOMOGLYPH", 1, name, said))


def d09():
    yield from both(TABLE[:1], error("HDR_NO_ROWS", 1))
    yield raw(text(TABLE[:1]).strip(), error("HDR_NO_ROWS", 1))


def d10():
    yield from both(TABLE[1:], error("HDR_NONE", 1, None, "EG"))


def lines_that_are_no_header():
    """A letter, a file whose columns are apart in no way that we know, one whose lines are quoted as a whole."""
    yield raw("Dear colleague,\nplease find the figures attached.\n", error("HDR_NONE", 1, None, "Dear colleague"))
    colons = text(TABLE, ":")
    yield raw(colons, error("HDR_NONE", 1, None, colons[:64]))
    lines = text(TABLE).splitlines()
    yield raw("".join(f'"{line}"\n' for line in lines), error("CSV_LINE_QUOTED", 1, None, lines[0][:64]))


def names_in_quotes():
    table = [[f"'{name}'" for name in TABLE[0]], *TABLE[1:]]
    yield from both(table, *(normalised("HDR_VARIANT", 1, name, f"'{name}'") for name in names()), values=_MEMBERS)


def d11():
    units = ["ISO", "yyyy-mm", "word", "ISO"] + ["items"] * (len(names()) - 5) + ["text"]
    arabic = _titles("ar")
    for second in (units, ["", "", "", ""] + units[4:], arabic):
        yield csv([TABLE[0], second, *TABLE[1:]], error("HDR_TWO_ROWS", 2, None, text([second])[:64].rstrip("\n")))
        yield book([TABLE[0], second, *TABLE[1:]], error("HDR_TWO_ROWS", 2, None, " ".join(filter(None, second))[:64]))


def d12():
    for said in ("=cmd|'/c calc'!A0", "@SUM(A1)", "＝1+1"):
        table = [cells + [extra] for cells, extra in zip(TABLE, (said, "", ""), strict=True)]
        yield from both(table, error("HDR_FORMULA", 1, said, said))


def d14():
    yield from both(good("customs-clearance"), error("TPL_KIND", 1))
    yield from both(good("preparedness"), error("TPL_KIND", 1), dataset="disruptions")
    yield from both(
        [["item", "event", "time", "origin"], ["RR473124829MA", "EMD", "2026-01-05T08:00Z", "MA"]], error("TPL_KIND", 1)
    )


def d15():
    yield raw(",".join(["c"] * 1_000_000) + "\n", refused("HDR_TOO_MANY", 1))
    yield raw(",".join(names() + ["c"] * 200) + "\n", refused("HDR_TOO_MANY", 1))
    yield from both([names() + ["c"] * 180, row()], refused("HDR_TOO_MANY", 1))
