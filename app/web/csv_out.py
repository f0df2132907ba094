"""CSV that is safe to open in a spreadsheet: nothing in it can become a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from fastapi.responses import Response

from app.domain.safe_cells import safe

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def csv_file(name: str, rows: Iterable[Sequence[object]]) -> Response:
    """A download in UTF-8 with the mark that spreadsheets look for; `name` is our own, in ASCII."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    for row in rows:
        writer.writerow([safe(cell) for cell in row])
    body = b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")
    return download(name, body, "text/csv; charset=utf-8")


def download(name: str, body: bytes, kind: str) -> Response:
    """Bytes that a browser saves and never shows."""
    return Response(body, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
