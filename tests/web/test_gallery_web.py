"""Bad files through the real doors: a page that says what is wrong, nothing half kept, nobody else's data touched."""

import hashlib

from gallery.factories import FACTORIES, made
from plain.figures_files import figures
from sqlalchemy import func, select
from web.conftest import send

from app.storage import submissions, tables

VALUES = (*tables.figures.values(), tables.disruption, tables.preparedness, tables.quarter_quantile)
SAMPLE = ("a11", "a12", "b07", "c01", "d08", "e05", "e26", "f18", "g18", "g20", "h12", "h17", "h18")
"""Factories whose first refused file is sent: letters, lines, quotes, headers, numbers, meaning, size, payloads."""


def _kept(house) -> dict[str, list[tuple]]:
    """Every row of figures that the house holds, with whose it is."""
    with house.sessions() as session:
        return {table.name: sorted(map(tuple, session.execute(select(table))), key=repr) for table in VALUES}


def _refused(name: str) -> made.Bad:
    stops = {"error", "refused"}
    files = (bad for bad in FACTORIES[name]() if bad.limits is None and bad.content and bad.member == "EG")
    return next(bad for bad in files if any(one.severity in stops for one in bad.expected))


def _sent(client, content, dataset: str = "service-quality", **fields: str) -> str:
    """The address of the page of a file, once its check is over."""
    answer = client.fill("/en/send", files={"file": content}, dataset=dataset, **fields)
    assert answer.status_code == 303, answer.text
    address = answer.headers["location"]
    client.app.state.checking.start(address.rsplit("/", 1)[1]).result(60)
    return address


def _post(client, bad: made.Bad) -> str:
    return _sent(client, (f"figures.{bad.name}", bad.content), bad.dataset)


def test_bad_files_are_told_on_their_page_and_leave_nothing(browser, house, cast, now) -> None:
    send(house, cast["foreign uploader"], figures("SA"), now)
    before = _kept(house)
    assert any(before.values())
    client = browser("uploader")
    for name in SAMPLE:
        bad = _refused(name)
        address = _post(client, bad)
        with house.sessions() as session:
            row = submissions.one(session, address.rsplit("/", 1)[1])
            found = submissions.findings(session, row.id)
        assert (row.state, row.outcome, row.member) == ("refused", "refused", "EG"), name
        told = [made.Expected(f.severity.value, f.code, f.line, f.column, f.value) for f in found]
        assert sorted(told, key=repr) == sorted(bad.expected, key=repr), name
        for language in ("ar", "fr", "en"):
            page = client.get(address.replace("/en/", f"/{language}/"))
            assert page.status_code == 200, (name, language)
            assert found[0].code in page.text
            assert "<script>alert" not in page.text
        assert client.fill(f"{address}/submit").status_code in {400, 409}, name
        assert _kept(house) == before, name


def test_warnings_and_normalised_cells_are_kept_as_they_were_told(browser, house) -> None:
    client = browser("uploader")
    for name, (column, kept) in {"h01": ("remark", "=cmd|'/c calc'!A0"), "e04": ("items_arrived", 1234)}.items():
        bad = next(bad for bad in FACTORIES[name]() if bad.values)
        address = _post(client, bad)
        with house.sessions() as session:
            row = submissions.one(session, address.rsplit("/", 1)[1])
            table = tables.figures[bad.dataset]
            rows = session.execute(select(table.c[column]).where(table.c.submission == row.id)).scalars().all()
        assert row.outcome == "taken", name
        assert kept in rows, name


def test_what_comes_with_the_request_changes_nothing(browser, house) -> None:
    """A declared character set, a name that is a path, fields that no form has."""
    client = browser("uploader")
    names = ("../../etc/passwd", "report\u202evsc.exe", "CON", "C:\\x", "x" * 300 + ".csv")
    for size, name in enumerate(names, 900):
        file = (name, figures(size=size), "text/csv; charset=iso-8859-1")
        address = _sent(client, file, status="published", member="SA", country="MA", approved_by="x")
        with house.sessions() as session:
            row = submissions.one(session, address.rsplit("/", 1)[1])
        assert (row.state, row.member, row.outcome) == ("draft", "EG", "taken")
        assert not set(row.file_name) & set("/\\\u202e\r\n")
        assert len(row.file_name) <= 255
    assert not any(path.name in {"passwd", "CON"} for path in house.data.rglob("*"))


def test_the_same_bad_file_again_is_the_same_submission(browser, house) -> None:
    client, bad = browser("uploader"), _refused("b08")
    addresses = [_post(client, bad) for _ in range(2)]
    with house.sessions() as session:
        row = submissions.one(session, addresses[0].rsplit("/", 1)[1])
        many = session.execute(select(func.count()).select_from(tables.submission)).scalar()
    assert row.file_sha256 == hashlib.sha256(bad.content).hexdigest()
    assert (len(set(addresses)), many) == (1, 1)
