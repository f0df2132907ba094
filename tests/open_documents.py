"""A small writer of .ods packages, for tests that want each cell just so."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
_SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in {
        **{name: name for name in ("office", "table", "text", "style", "script")},
        "draw": "drawing",
    }.items()
)
_CALC = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'


def cell(value: object = None, **attributes: object) -> str:
    """A cell as LibreOffice writes it; further attributes by name, `__` for the colon and `_` for the dash."""
    given = {key.replace("__", ":").replace("_", "-"): str(said) for key, said in attributes.items()}
    shown = ""
    if isinstance(value, bool):
        given = {"office:value-type": "boolean", "office:boolean-value": str(value).lower()} | given
    elif isinstance(value, int | float):
        given = {"office:value-type": "float", "office:value": repr(value)} | given
        shown = f"<text:p>{value}</text:p>"
    elif value is not None:
        given = {"office:value-type": "string"} | given
        shown = "".join(f"<text:p>{_text(line)}</text:p>" for line in str(value).split("\n"))
    return xml_cell(shown, given)


def xml_cell(content: str, given: Mapping[str, str]) -> str:
    said = "".join(f" {name}={quoteattr(value)}" for name, value in given.items())
    return f"<table:table-cell{said}>{content}</table:table-cell>"


def _text(line: str) -> str:
    return escape(line.replace("\t", "\0")).replace("\0", "<text:tab/>")


def row(cells: Iterable[object], **attributes: object) -> str:
    """A row of values, or of cells that are XML already."""
    said = "".join(f' {key.replace("__", ":").replace("_", "-")}="{given}"' for key, given in attributes.items())
    inner = "".join(one if isinstance(one, str) and one.startswith("<table:") else cell(one) for one in cells)
    return f"<table:table-row{said}>{inner}</table:table-row>"


def table(rows: Iterable[str], name: str = "QoS", style: str = "", before: str = "") -> str:
    styled = f' table:style-name="{style}"' if style else ""
    return f"<table:table table:name={quoteattr(name)}{styled}>{before}{''.join(rows)}</table:table>"


def write(
    path: Path,
    tables: Iterable[str],
    *,
    parts: Mapping[str, str] | None = None,
    body: str = "",
    mimetype: str = MIMETYPE,
    listed: str = "",
) -> Path:
    """The package. `parts` are added, `body` stands before the tables, `listed` within the list of parts."""
    hidden = (
        '<style:style style:name="out"><style:table-properties table:display="false"/></style:style>'
        '<style:style style:name="in"><style:table-properties table:display="true"/></style:style>'
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES} {_CALC}>'
        f"<office:automatic-styles>{hidden}</office:automatic-styles><office:body><office:spreadsheet>{body}"
        f"{''.join(tables)}</office:spreadsheet></office:body></office:document-content>"
    )
    given = {"content.xml": content, "META-INF/manifest.xml": f"<m>{listed}</m>", **(parts or {})}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(zipfile.ZipInfo("mimetype"), mimetype)
        for name, text in given.items():
            package.writestr(name, text)
    return path
