"""What was received, as it was: the bytes of a file, and one line of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse, HTMLResponse

from app.actions.read_workbook_line import read_workbook_line
from app.domain.access import Permission
from app.locale.finding_words import shown as made_visible
from app.storage import files, submissions
from app.web.deps import Visiting
from app.web.doors import may
from app.web.raw_line import raw_line
from app.web.show import show

router = APIRouter(prefix="/{language:language}")
_WORKBOOKS = frozenset({".xlsx", ".ods"})


@dataclass(frozen=True)
class RawLinePage:
    title: str
    id: str
    number: int
    file_name: str
    sha256: str
    fields: tuple[tuple[str, str], ...]


@router.get("/submissions/{submission}/file", dependencies=[may(Permission.SEE_SUBMISSIONS)])
def raw_file(visit: Visiting, submission: str) -> FileResponse:
    """The bytes as received, as a download under a name of ours."""
    with visit.reading() as session:
        row = submissions.visible(session, visit.signed_in(), submission)
    path = files.path(visit.house.data, row.file_sha256)
    kind = Path(row.file_name).suffix.lower()
    name = f"barid-{row.number}-{row.dataset}{kind if kind in _WORKBOOKS else '.csv'}"
    return FileResponse(path, media_type="application/octet-stream", filename=name)


@router.get("/submissions/{submission}/lines/{line}", dependencies=[may(Permission.SEE_SUBMISSIONS)])
def raw_line_page(visit: Visiting, submission: str, line: int) -> HTMLResponse:
    """The end of the way down: the line of the file as it was received."""
    with visit.reading() as session:
        row = submissions.visible(session, visit.signed_in(), submission)
    path = files.path(visit.house.data, row.file_sha256)
    fields = raw_line(path, line, row.encoding)
    fields = fields or read_workbook_line(visit.house, path=path, dataset=row.dataset, line=line)
    shown = tuple((made_visible(name, 120), made_visible(value, 120)) for name, value in fields)
    title = visit.words.t("web.raw_line.title", line=visit.words.whole(line))
    return show(visit, "raw_line.html", RawLinePage(title, row.id, row.number, row.file_name, row.file_sha256, shown))
