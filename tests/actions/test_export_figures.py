"""The workbook says whose figures it holds and as of when; what nobody reported is said; no text becomes a formula."""

from __future__ import annotations

import io
from datetime import timedelta

import factories
import openpyxl
import pytest

from app import handbook
from app.actions.draft_edition import draft_edition
from app.actions.export_figures import export_figures
from app.actions.freeze_edition import freeze_edition
from app.actions.preview_edition import preview_edition
from app.actions.publish_edition import publish_edition
from app.actions.recompute import recompute
from app.actions.send_back_submission import send_back_submission
from app.actions.submit_submission import submit_submission
from app.domain.errors import NotAllowed, NotFound
from app.domain.measures import REQUIREMENTS
from app.domain.periods import Quarter
from app.storage import editions

Q3 = Quarter(2026, 3)
DAY = timedelta(days=1)


def workbook(house, person, now, **more):
    made = export_figures(
        house, person=person, region="arab", now=now, **{"quarter": Q3, "language": "en", **more}
    )  # fmt: skip
    return openpyxl.load_workbook(io.BytesIO(made))


def told(book):
    lines = {}
    for name, text in book["about"].iter_rows(values_only=True):
        lines.setdefault(name, []).append(text)
    return lines


def rows(sheet):
    head, *body = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in body]


def publish(house, cast, now, reason=""):
    made = draft_edition(house, person=cast.administrator, region="arab", quarter=Q3, reason=reason, now=now)
    for deed in (preview_edition, freeze_edition, publish_edition):
        deed(house, person=cast.administrator, edition=made, now=now)
    return made


def test_a_remark_that_looks_like_a_formula_stays_text(house, now):
    cast = factories.people(house, now)
    head, first, *_ = factories.csv_bytes("service-quality").decode().splitlines()
    body = f"{head},remark\n{first},=1+1\n".encode()
    made = factories.draft(house, cast.uploader, "service-quality", now, content=body)
    submit_submission(house, person=cast.uploader, submission=made, reason="As the operator wrote it.", now=now)
    sheet = workbook(house, cast.analyst, now, language="ar")["service-quality"]
    remark = dict(zip([cell.value for cell in sheet[1]], sheet[2], strict=True))["remark"]
    assert (remark.value, remark.data_type) == ("=1+1", "s")
    with pytest.raises(NotAllowed):
        workbook(house, cast.uploader, now)


def test_what_nobody_reported_has_its_heads_and_says_so(house, now):
    cast = factories.people(house, now)
    book = workbook(house, cast.analyst, now)
    for name in ("service-quality", "customs-clearance", "data-exchange", "preparedness", "disruptions"):
        assert book[name]["A2"].value == "Nothing was reported for this period.", name
        assert "member" in [cell.value for cell in book[name][1]], name
    assert book["results"]["A2"].value == "Nothing has been computed for this quarter."
    assert told(book)["Who reported: Service quality"] == ["None of 22 members"]


def test_the_first_sheet_names_its_sources(house, now):
    cast = factories.people(house, now)
    factories.submitted(house, cast.uploader, "service-quality", now)
    recompute(house, regions=["arab"], quarters=[Q3], now=now + DAY)
    book = workbook(house, cast.analyst, now + 2 * DAY)
    lines, method = told(book), handbook.load()
    assert lines["What counts"] == ["Submitted and accepted figures, before any edition"]
    assert lines["As of"] == ["2026-11-26 09:00 UTC"]
    assert lines["Method"] == [f"Version {method.version}, hash {method.hash}"]
    assert lines["Who reported: Service quality"] == ["1 of 22 members: EG"]
    assert "CC BY 4.0" in lines["Source"][1]
    assert lines["Sheet preparedness"] == ["Answers of 2025-Q4 to 2026-Q3: an answer holds for four quarters"]
    egypt = next(row for row in rows(book["results"]) if row["member"] == "EG")
    assert (egypt["score"] is None) != (egypt["reason"] is None)
    measured = [row for row in rows(book["indicators"]) if row["member"] == "EG" and row["value"] is not None]
    assert measured
    arabic = workbook(house, cast.analyst, now, language="ar")["about"]
    assert arabic.sheet_view.rightToLeft
    assert {value for (_, value) in arabic.iter_rows(values_only=True) if value and "\u2068EG\u2069" in value}


def test_other_periods_stay_outside(house, now):
    cast = factories.people(house, now)
    head = "member,start,end,kind,products,areas,force_majeure,notified_at"
    body = f"{head}\nEG,2026-02-01T08:00+02:00,2026-02-03T08:00+02:00,strike,parcel,,yes,\n" \
           "EG,2026-06-29T08:00+02:00,2026-07-02T08:00+02:00,strike,ems,,yes,\n"  # fmt: skip
    factories.submitted(house, cast.uploader, "disruptions", now, content=body.encode())
    found = rows(workbook(house, cast.analyst, now)["disruptions"])
    assert [row["start"][:10] for row in found] == ["2026-06-29"]
    head = "member,quarter,item,answer,count,note"
    body = f"{head}\nEG,2026-Q1,{REQUIREMENTS[0]},yes,,\nEG,2026-Q2,{REQUIREMENTS[0]},no,,\n"
    factories.submitted(house, cast.uploader, "preparedness", now, content=body.encode())
    found = rows(workbook(house, cast.analyst, now)["preparedness"])
    assert [row["quarter"] for row in found] == ["2026-Q1", "2026-Q2"]
    found = rows(workbook(house, cast.analyst, now, quarter=Quarter(2027, 1))["preparedness"])
    assert [row["quarter"] for row in found] == ["2026-Q2"]


def test_an_edition_keeps_the_figures_that_it_took(house, now):
    cast = factories.people(house, now)
    first = factories.accepted(house, cast.uploader, cast.analyst, "service-quality", now)
    gone = factories.accepted(house, cast.uploader, cast.analyst, "data-exchange", now)
    publish(house, cast, now + DAY)
    later = factories.submitted(house, cast.uploader, "service-quality", now + 2 * DAY, count=900)
    factories.accept(house, cast.analyst, later, now + 3 * DAY)
    send_back_submission(house, person=cast.analyst, submission=gone, reason="Wrong year.", now=now + 3 * DAY)
    publish(house, cast, now + 4 * DAY, reason="Late scans.")
    recompute(house, regions=["arab"], quarters=[Q3], now=now + 4 * DAY)
    with house.sessions() as session:
        digests = [one.digest for one in editions.list_of(session, "arab", published_only=True)]
    arrived, exchanged, named = [], [], []
    for number in (1, 2):
        book = workbook(house, cast.analyst, now + 5 * DAY, edition=number)
        arrived.append({row["items_arrived"] for row in rows(book["service-quality"])})
        exchanged.append(book["data-exchange"]["A2"].value)
        named.append(told(book))
    assert arrived == [{1000}, {900}]
    assert exchanged[0] != "Nothing was reported for this period."
    assert exchanged[1] == "Nothing was reported for this period."
    assert [one["What counts"][0][:9] for one in named] == ["Edition 1", "Edition 2"]
    assert [one["As of"][0][:10] for one in named] == ["2026-11-25", "2026-11-28"]
    assert [one["Digest of the edition"][0] for one in named] == list(reversed(digests))
    assert named[1]["What this edition corrects"] == ["Late scans."]
    assert first != later


def test_an_edition_that_is_not_published_is_none(house, now):
    cast = factories.people(house, now)
    factories.accepted(house, cast.uploader, cast.analyst, "service-quality", now)
    draft_edition(house, person=cast.administrator, region="arab", quarter=Q3, now=now + DAY)
    for number in (1, 2):
        with pytest.raises(NotFound):
            workbook(house, cast.analyst, now + DAY, edition=number)
