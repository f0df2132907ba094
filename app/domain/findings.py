"""A finding: a fault or doubt about a place in a file, with a stable code.

Sentences stand in the catalogues (`app/locale/*/findings.po`), keyed `finding.CODE` (what is wrong) and
`finding.CODE.hint` (what to write instead). Nothing but people reads the sentence.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """What a finding does to the file."""

    REFUSED = "refused"  # the file could not be read at all
    ERROR = "error"  # nothing of the file is taken (item events: the row is set aside)
    WARNING = "warning"  # taken; a person accepts it with a reason
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
    `more` counts further findings of this code in this column that are not listed. `file` names the file where several
    were given.
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
    file: str | None = None


def _codes(severity: Severity, scope: Scope, codes: str) -> dict[str, tuple[Severity, Scope]]:
    return {code: (severity, scope) for code in codes.split()}


CATALOGUE: dict[str, tuple[Severity, Scope]] = {
    **_codes(
        Severity.REFUSED,
        Scope.FILE,
        """
        FIL_EMPTY FIL_TOO_BIG FIL_TYPE FIL_ROWS FIL_CELLS FIL_CHILD_STOPPED HDR_TOO_MANY FIL_SHEETS
        XLS_OLD XLS_PASSWORD XLS_MACRO XLS_EXTERNAL XLS_FAR_CELL XLS_SHARED_COUNT XLS_DAMAGED XLS_SHEET_EMPTY
        ZIP_RATIO ZIP_LIES ZIP_NESTED ZIP_DUPLICATE XML_ENTITIES XLS_EMBEDDED
    """,
    ),
    **_codes(
        Severity.ERROR,
        Scope.FILE,
        """
        ENC_UTF16_NO_BOM ENC_NOT_UTF8 ENC_BAD_BYTE ENC_SURROGATE ENC_OVERLONG ENC_NUL ENC_CONTROL CSV_LINE_SEPARATOR
        CSV_DELIMITER_OTHER CSV_DELIMITER_ARABIC CSV_PREAMBLE FIL_ONE_LINE CSV_LINE_QUOTED HDR_FORMULA
        ENC_CHOSEN_UNFIT ENC_CHOSEN_OTHER
        HDR_MISSING HDR_DUPLICATE HDR_BLANK HDR_HOMOGLYPH HDR_NO_ROWS HDR_NONE HDR_UNIT TPL_KIND TPL_VERSION
        XLS_SHEET_CHOICE XLS_MERGED
    """,
    ),
    **_codes(
        Severity.ERROR,
        Scope.ROW,
        """
        CSV_DELIMITER_MIXED CSV_COLUMN_COUNT CSV_FOOTER CSV_QUOTE_OPEN CSV_QUOTE_SWALLOW CSV_QUOTE_STRAY
        CSV_QUOTE_BACKSLASH HDR_TWO_ROWS
        SEM_NUM_GT_DEN SEM_SELF_PARTNER SEM_END_BEFORE_START SEM_NOTIFIED_BEFORE_START SEM_ANSWER_MISSING
    """,
    ),
    **_codes(
        Severity.ERROR,
        Scope.CELL,
        """
        ENC_LOST CSV_QUOTE_SMART CSV_NEWLINE_IN_FIELD CSV_FIELD_LONG XLS_FORMULA_EMPTY XLS_ERROR_CELL
        TYP_DIGITS_MIXED TYP_NUMBER_AMBIGUOUS TYP_NUMBER_LONG TYP_PERCENT TYP_SCIENTIFIC TYP_MISSING_MARK TYP_NUMBER
        TYP_UNDERSCORE TYP_NONFINITE TYP_FRACTION_CHAR TYP_UNIT TYP_CURRENCY TYP_BOOL TYP_EXCEL_DATE_CODE
        TYP_BLANK TYP_CHOICE
        TYP_DATE_AMBIGUOUS TYP_DATE_YEAR2 TYP_DATE_SERIAL TYP_DATE_HIJRI TYP_DATE_CALENDAR TYP_DATE_WORDS
        TYP_DATE_IMPOSSIBLE TYP_DATE_FORMAT TYP_TIME_ZONE TYP_TIME_ODD TYP_PERIOD_FORMAT
        SAF_BIDI SAF_HOMOGLYPH SAF_FORMULA_IN_CODE FIL_ZALGO SEM_NEGATIVE SEM_NOT_WHOLE SEM_FUTURE SEM_CYCLE
        SEM_COUNTRY_UNKNOWN SEM_FOREIGN_COUNTRY SEM_INDICATOR_UNKNOWN
    """,
    ),
    **_codes(
        Severity.ERROR,
        Scope.SET,
        """
        TYP_DECIMAL_MIXED SEM_DUP_CONFLICT SEM_TOTAL_AND_PARTS SEM_MIXED_COUNTRY
    """,
    ),
    **_codes(Severity.WARNING, Scope.FILE, "HDR_UNKNOWN XLS_HIDDEN_SHEET XLS_HIDDEN_ROWS XLS_FORMULA FIL_FORMAT_LIMIT"),
    **_codes(
        Severity.WARNING,
        Scope.CELL,
        """
        ENC_REPLACEMENT ENC_MOJIBAKE SAF_BIDI_TEXT SAF_FORMULA SAF_MARKUP CSV_QUOTE_SINGLE SEM_DWELL_HUGE
        TYP_PRECISION ENC_LOST_TEXT XLS_SHOWN_ROUNDED
    """,
    ),
    **_codes(Severity.WARNING, Scope.ROW, "SEM_CAPPED SEM_NO_FIGURES"),
    **_codes(Severity.WARNING, Scope.SET, "SEM_DUP_SAME SEM_ALL_ZERO"),
    **_codes(
        Severity.NORMALISED,
        Scope.FILE,
        """
        ENC_UTF16_BOM ENC_BOM ENC_BOM_DOUBLE ENC_CHOSEN CSV_DELIMITER_SEMICOLON CSV_DELIMITER_TAB CSV_SEP_LINE
        CSV_TRAILING_EMPTY CSV_LINE_END CSV_BLANK_LINE HDR_VARIANT HDR_LANGUAGE HDR_ALIAS
        TYP_DATE_1904 XLS_OFFSET
    """,
    ),
    **_codes(Severity.NORMALISED, Scope.ROW, "SEM_ROW_EMPTY"),
    **_codes(
        Severity.NORMALISED,
        Scope.CELL,
        """
        TYP_DIGITS_ARABIC TYP_DIGITS_PERSIAN TYP_THOUSANDS_ARABIC TYP_PLUS TYP_FULLWIDTH
        TYP_SPACE_GROUP TYP_GROUPING TYP_DECIMAL_COMMA TYP_CASE SAF_INVISIBLE
        XLS_DATE_FORMAT XLS_TEXT_NUMBER ENC_NFD CSV_NEWLINE_IN_TEXT
    """,
    ),
}
"""Every code of figure files with what it does and where it looks. A code never changes its meaning."""
