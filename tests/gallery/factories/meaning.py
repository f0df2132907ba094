"""Section F: what cannot be, as far as one file alone can tell."""

from gallery.factories.made import both, cell, error, good, names, normalised, row, warning


def f02():
    for column in ("items_arrived", "delivery_days_p50"):
        yield from cell(column, "-5", error("SEM_NEGATIVE"))


def f03():
    yield from cell("items_on_time", "120", error("SEM_NUM_GT_DEN"), items_arrived="200", items_with_standard="100")


def f03_of_messages():
    yield from cell("resdes_sent", "9", error("SEM_NUM_GT_DEN"), dataset="data-exchange", predes_received="8")


def f04():
    """A part of nothing is a part larger than its whole; nothing of nothing is no traffic."""
    yield from cell("items_on_time", "5", error("SEM_NUM_GT_DEN"), items_with_standard="0")
    yield from cell("items_on_time", "0", items_with_standard="0", reads=0.0)


def f06():
    end, start = "2026-01-04T08:00:00+02:00", "2026-01-05T08:00+02:00"
    yield from cell("end", end, error("SEM_END_BEFORE_START"), dataset="disruptions", start=start, kind="power")


def f07():
    yield from cell("delivery_days_p90", "9999", warning("SEM_DWELL_HUGE"), reads=9999.0)
    yield from cell("dwell_hours_p90", "9999", warning("SEM_DWELL_HUGE"), dataset="customs-clearance", reads=9999.0)


def f10():
    yield from cell("month", "2026-11", error("SEM_FUTURE"))
    yield from cell("quarter", "2027-Q1", error("SEM_FUTURE"), dataset="preparedness")


def f11():
    for said in ("2025-12", "2030-01"):
        yield from cell("month", said, error("SEM_CYCLE"))


def f14():
    for said in ("XX", "UK", "EL", "Egypt", "818", "المغرب"):
        yield from cell("member", said, error("SEM_COUNTRY_UNKNOWN"))


def f17():
    yield from cell("member", "MA", error("SEM_FOREIGN_COUNTRY"))


def f18():
    """Of an account that may send for several members: each further one is told at its first line."""
    table = [good()[0], row(), row(member="MA"), row(member="MA", month="2026-02"), row(member="SA")]
    told = error("SEM_MIXED_COUNTRY", 3, "member", "MA"), error("SEM_MIXED_COUNTRY", 5, "member", "SA")
    yield from both(table, *told, member=None)
    own = [good()[0], row(), row(member="MA"), row(member="MA", month="2026-02")]
    foreign = [error("SEM_FOREIGN_COUNTRY", line, "member", "MA") for line in (3, 4)]
    yield from both(own, *foreign)


def f25():
    yield from both([*good(), row()], warning("SEM_DUP_SAME", 4), values={"items_arrived": [50.0, 50.0]})


def f26():
    table = [*good(), row(items_arrived="60")]
    yield from both(table, error("SEM_DUP_CONFLICT", 4, "items_arrived", "60"))


def f33():
    table = [names(), *(row(month=f"2026-0{number}", items_arrived="0") for number in (1, 2))]
    yield from both(table, warning("SEM_ALL_ZERO"), values={"items_arrived": [0.0, 0.0]})


def f34():
    for said in ("disaster_plans", "emsevt_v1"):
        yield from cell("item", said, error("SEM_INDICATOR_UNKNOWN"), dataset="preparedness")


def f36():
    yield from cell("partner", "EG", error("SEM_SELF_PARTNER"))


def f39():
    told = error("SEM_NUM_GT_DEN")
    yield from cell(
        "goods_items_data_before_arrival", "60", told, dataset="customs-clearance", goods_items_inbound="50"
    )


def rows_that_say_nothing():
    """Keys with a remark are kept and doubted; keys alone are a row of a template that nobody touched."""
    keys = ["EG", "2026-02", "parcel"]
    table = [*good(rows=1), [*keys, *[""] * (len(names()) - 4), "strike"]]
    yield from both(table, warning("SEM_NO_FIGURES", 3))
    table = [*good(rows=1), keys + [""] * (len(names()) - 3)]
    yield from both(table, normalised("SEM_ROW_EMPTY", 3))
    yield from both([good()[0], keys + [""] * (len(names()) - 3)], error("HDR_NO_ROWS"), normalised("SEM_ROW_EMPTY", 2))


def a_total_beside_its_parts():
    table = [*good(rows=1), row(partner="MA")]
    yield from both(table, error("SEM_TOTAL_AND_PARTS", 3, "partner", "MA"))
