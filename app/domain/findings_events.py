"""The faults and doubts about item events: code -> (severity, scope).

An error sets the row aside and counts it; a warning leaves it in. Sentences stand in `app/locale/*/findings_events.po`.
"""

from __future__ import annotations

from app.domain.findings import Scope, Severity

_REFUSED, _ERROR, _WARNING = Severity.REFUSED, Severity.ERROR, Severity.WARNING

CATALOGUE_EVENTS: dict[str, tuple[Severity, Scope]] = {
    "EVT_ENCODING": (_REFUSED, Scope.FILE),
    "EVT_PACKED": (_REFUSED, Scope.FILE),
    "EVT_LINE_LONG": (_REFUSED, Scope.FILE),
    "EVT_STOPPED": (_REFUSED, Scope.FILE),
    "EVT_EMPTY": (_REFUSED, Scope.FILE),
    "EVT_COLUMN_MISSING": (_REFUSED, Scope.FILE),
    "EVT_COLUMN_TWICE": (_REFUSED, Scope.FILE),
    "EVT_FILE_MISSING": (_REFUSED, Scope.FILE),
    "EVT_FILE_UNKNOWN": (_REFUSED, Scope.FILE),
    "EVT_TOO_MANY_SET_ASIDE": (_REFUSED, Scope.SET),
    "EVT_CELL_COUNT": (_ERROR, Scope.ROW),
    "EVT_QUOTING": (_ERROR, Scope.ROW),
    "EVT_ITEM_MISSING": (_ERROR, Scope.CELL),
    "EVT_ITEM_ROUNDED": (_ERROR, Scope.CELL),
    "EVT_TIME_MISSING": (_ERROR, Scope.CELL),
    "EVT_TIME_UNREADABLE": (_ERROR, Scope.CELL),
    "EVT_TIME_IMPOSSIBLE": (_ERROR, Scope.CELL),
    "EVT_TIME_FUTURE": (_ERROR, Scope.CELL),
    "EVT_OFFSET_UNREADABLE": (_ERROR, Scope.CELL),
    "EVT_CODE_UNKNOWN": (_ERROR, Scope.CELL),
    "EVT_PRODUCT_UNKNOWN": (_ERROR, Scope.CELL),
    "EVT_COUNTRY_UNKNOWN": (_ERROR, Scope.CELL),
    "EVT_STANDARD_UNREADABLE": (_ERROR, Scope.CELL),
    "EVT_NO_DELIVERY_DATE": (_ERROR, Scope.ROW),
    "EVT_DELIVERED_BEFORE_HANDOVER": (_ERROR, Scope.ROW),
    "EVT_HANDOVER_BEFORE_ORDER": (_ERROR, Scope.ROW),
    "EVT_DELIVERED_BEFORE_ORDER": (_ERROR, Scope.ROW),
    "EVT_RECORDED_BEFORE_DELIVERY": (_ERROR, Scope.ROW),
    "EVT_STATUS_CONTRADICTS": (_WARNING, Scope.ROW),
    "EVT_SENT_BEFORE_EVENT": (_WARNING, Scope.ROW),
    "EVT_S10_CHECK": (_WARNING, Scope.CELL),
    "EVT_S10_PREFIX": (_WARNING, Scope.CELL),
    "EVT_S10_ISSUER": (_WARNING, Scope.CELL),
    "EVT_S10_FORM": (_WARNING, Scope.CELL),
    "EVT_OFFICE_FORM": (_WARNING, Scope.CELL),
    "EVT_RECEPTACLE_FORM": (_WARNING, Scope.CELL),
    "EVT_WEIGHT_UNREADABLE": (_WARNING, Scope.CELL),
    "EVT_TIME_TWICE": (_WARNING, Scope.CELL),
    "EVT_TIME_SKIPPED": (_WARNING, Scope.CELL),
    "EVT_JOIN_MISSING": (_WARNING, Scope.ROW),
    "EVT_JOIN_SEVERAL": (_WARNING, Scope.ROW),
    "EVT_JOIN_TWICE": (_WARNING, Scope.SET),
    "EVT_JOIN_ROW": (_WARNING, Scope.ROW),
    "EVT_HOLD_NO_REASON": (_WARNING, Scope.ROW),
    "EVT_DUPLICATE": (_WARNING, Scope.SET),
    "EVT_SEQUENCE": (_WARNING, Scope.SET),
}
