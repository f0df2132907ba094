"""A text of a file never becomes a formula in the workbook."""

from __future__ import annotations

import io

import factories
import openpyxl
import pytest

from app.actions.export_figures import export_figures
from app.actions.submit_submission import submit_submission
from app.domain.errors import NotAllowed
from app.domain.periods import Quarter


def test_a_remark_that_looks_like_a_formula_stays_text(house, now):
    cast = factories.people(house, now)
    head, first, *_ = factories.csv_bytes("service-quality").decode().splitlines()
    body = f"{head},remark\n{first},=1+1\n".encode()
    made = factories.draft(house, cast.uploader, "service-quality", now, content=body)
    submit_submission(house, person=cast.uploader, submission=made, reason="As the operator wrote it.", now=now)
    got = export_figures(house, person=cast.analyst, region="arab", quarter=Quarter(2026, 3), language="ar")
    sheet = openpyxl.load_workbook(io.BytesIO(got))["service-quality"]
    remark = dict(zip([cell.value for cell in sheet[1]], sheet[2], strict=True))["remark"]
    assert (remark.value, remark.data_type) == ("=1+1", "s")
    with pytest.raises(NotAllowed):
        export_figures(house, person=cast.uploader, region="arab", quarter=Quarter(2026, 3), language="ar")
