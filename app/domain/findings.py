"""A finding: a fault or doubt about a place in a file, with a stable code.

Sentences stand in the catalogues (`app/locale/*/findings.po`), keyed `finding.CODE` (what is wrong) and
`finding.CODE.hint` (what to write instead). Nothing but people reads the sentence.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """What a finding does to the file."""

    REFUSED = "refused"        # the file could not be read at all
    ERROR = "error"            # nothing of the file is taken (item events: the row is set aside)
    WARNING = "warning"        # taken; a person accepts it with a reason
    NORMALISED = "normalised"  # read as something plain, and said so


class Scope(StrEnum):
    FILE = "file"
    CELL = "cell"
    ROW = "row"
    SET = "set"
    HISTORY = "history"


@dataclass(frozen=True)
class Finding:
    """One fault or doubt.

    `line` is the physical line of the file (the sheet's row number), the header being line 1 in a plain file;
    `record` the data row counted from 1; `value` exactly as received. `params` fill the sentence.
    `more` counts further findings of this code in this column that are not listed.
    """

    code: str
    severity: Severity
    scope: Scope
    line: int | None = None
    record: int | None = None
    column: str | None = None
    column_no: int | None = None
    value: str | None = None
    sheet: str | None = None
    params: dict[str, object] = field(default_factory=dict)
    more: int = 0
