"""Our own files and plotly's script, served from this machine with a version in the address and a long cache life."""

from __future__ import annotations

import gzip
import hashlib
from functools import cache
from importlib import metadata
from importlib.resources import files
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.domain.errors import NotFound
from app.web.doors import OPEN

_HERE = Path(__file__).parent / "static"
_TYPES = {
    ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".json": "application/json",
    ".ttf": "font/ttf", ".svg": "image/svg+xml", ".txt": "text/plain; charset=utf-8",
}  # fmt: skip
_TEXTS = {".css", ".js", ".json", ".svg"}

router = APIRouter()


@cache
def known() -> dict[str, Path]:
    """Every file that may be asked for, by its name below /static: nothing else is ever opened."""
    found = {path.relative_to(_HERE).as_posix(): path for path in sorted(_HERE.rglob("*")) if path.is_file()}
    found["plotly.min.js"] = Path(str(files("plotly").joinpath("package_data", "plotly.min.js")))
    return found


@cache
def version() -> str:
    """Changes whenever one of the files does."""
    digest = hashlib.sha256(metadata.version("plotly").encode())
    for name, path in known().items():
        if name != "plotly.min.js":
            digest.update(name.encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def static(name: str) -> str:
    """The address of a file of ours."""
    if name not in known():
        raise KeyError(name)
    return f"/static/{version()}/{name}"


@cache
def packed(name: str) -> bytes:
    return gzip.compress(known()[name].read_bytes(), compresslevel=6, mtime=0)


@router.get("/static/{edition}/{name:path}", dependencies=[OPEN], include_in_schema=False)
def file(edition: str, name: str, request: Request) -> Response:
    """One file; an address with another version still answers, but is not kept by caches."""
    path = known().get(name)
    if path is None:
        raise NotFound("not_found")
    lasting = "public, max-age=31536000, immutable" if edition == version() else "no-store"
    headers = {"Cache-Control": lasting, "Vary": "Accept-Encoding", "Content-Type": _TYPES[path.suffix]}
    if path.suffix in _TEXTS and "gzip" in request.headers.get("accept-encoding", ""):
        return Response(packed(name), headers=headers | {"Content-Encoding": "gzip"})
    return Response(path.read_bytes(), headers=headers)
