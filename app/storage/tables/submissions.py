"""Tables of submissions, their findings and the rows they brought. Nothing in them is overwritten by a later version.

The columns of the figure tables are the measures of `app/domain/measures.py`.
"""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Index, Integer, Table
from sqlalchemy.sql.elements import conv

from app.domain.findings import Scope, Severity
from app.domain.measures import DATASETS, FIGURES
from app.domain.submissions import State
from app.storage.tables.checks import in_range
from app.storage.tables.columns import LONG, Key, Moment, Number, Text, one_of, table

submission = table(
    "submission",
    Column("id", Text(36), primary_key=True),
    Column("number", Integer, nullable=False, unique=True),
    Column("member", Text(8), ForeignKey("member.code"), nullable=False),
    one_of("dataset", DATASETS, nullable=False),
    one_of("state", [state.value for state in State], nullable=False),
    Column("version", Integer, nullable=False),
    Column("previous", Text(36), ForeignKey("submission.id")),
    Column("reason", Text(2000), nullable=False),
    Column("language", Text(2), nullable=False),
    Column("profile", Text(80)),
    Column("encoding", Text(20)),
    Column("file_sha256", Text(64), nullable=False),
    Column("file_name", Text(255), nullable=False),
    Column("file_size", Key, nullable=False),
    Column("sent_by", Text(36), ForeignKey("person.id"), nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("checked_at", Moment),
    Column("submitted_at", Moment),
    Column("submitted_by", Text(36), ForeignKey("person.id")),
    Column("approved_by", Text(36), ForeignKey("person.id")),
    Column("decided_at", Moment),
    Column("decided_by", Text(36), ForeignKey("person.id")),
    Column("decision", Text(2000), nullable=False),
    Column("late", Boolean, nullable=False),
    Column("rows", Integer),
    Column("set_aside", Integer, nullable=False),
    Column("outcome", Text(8)),
    Column("ruleset", Text(20), nullable=False),
    Column("errors", Integer, nullable=False),
    Column("warnings", Integer, nullable=False),
    Column("counts", Text(LONG), nullable=False),
    CheckConstraint(
        "approved_by <> sent_by AND approved_by <> submitted_by", name=conv("ck_submission_approved_by_another")
    ),
    Index("ix_submission_member_dataset", "member", "dataset", "state"),
    Index("ix_submission_file_sha256", "file_sha256"),
)

submission_period = table(
    "submission_period",
    Column("submission", Text(36), ForeignKey("submission.id"), primary_key=True),
    one_of("dataset", DATASETS, primary_key=True),
    Column("period", Text(7), primary_key=True),
    Column("rows", Integer, nullable=False),
)

reading = table(
    "reading",
    Column("member", Text(8), ForeignKey("member.code"), primary_key=True),
    Column("encoding", Text(20), nullable=False),
    Column("chosen_by", Text(36), ForeignKey("person.id"), nullable=False),
    Column("chosen_at", Moment, nullable=False),
)
"""The code page that a member chose last for a file that is not UTF-8."""

finding = table(
    "finding",
    Column("submission", Text(36), ForeignKey("submission.id"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("code", Text(40), nullable=False),
    one_of("severity", [severity.value for severity in Severity], nullable=False),
    one_of("scope", [scope.value for scope in Scope], nullable=False),
    Column("line", Integer),
    Column("record", Integer),
    Column("column", Text(200), key="column_name"),
    Column("column_no", Integer),
    Column("value", Text(LONG)),
    Column("sheet", Text(200)),
    Column("params", Text(LONG), nullable=False),
    Column("more", Integer, nullable=False),
)


def _figures(name: str, dataset: str) -> Table:
    measures = [measure.name for measure in FIGURES[dataset]]
    return table(
        name,
        Column("submission", Text(36), ForeignKey("submission.id"), primary_key=True),
        Column("place", Integer, primary_key=True),
        Column("line", Integer),
        Column("member", Text(8), nullable=False),
        Column("month", Text(7), nullable=False),
        Column("product", Text(12), nullable=False),
        Column("partner", Text(8), nullable=False),
        *(Column(measure, Number) for measure in measures),
        Column("missing", Text(8000)),
        Column("remark", Text(1000)),
        *(in_range(name, measure) for measure in measures),
        Index(f"ix_{name}_member_month", "member", "month"),
    )


figures = {dataset: _figures(dataset.replace("-", "_"), dataset) for dataset in FIGURES}

quarter_quantile = table(
    "quarter_quantile",
    Column("submission", Text(36), ForeignKey("submission.id"), primary_key=True),
    Column("member", Text(8), primary_key=True),
    Column("quarter", Text(7), primary_key=True),
    Column("measure", Text(60), primary_key=True),
    Column("value", Number, nullable=False),
    Column("n", Number, nullable=False),
    Column("months", Text(23), nullable=False),
    in_range("quarter_quantile", "value"),
    in_range("quarter_quantile", "n"),
)
"""What a file of item events says of a quarter that its months do not. `months`: those it covers, parted by spaces."""

preview = table(
    "preview",
    Column("submission", Text(36), ForeignKey("submission.id"), primary_key=True),
    Column("content", Text(LONG), nullable=False),
    Column("computed_at", Moment, nullable=False),
)
"""What a draft would change, as JSON; computed anew as long as it is a draft."""

request = table(
    "request",
    Column("submission", Text(36), ForeignKey("submission.id"), primary_key=True),
    Column("quarters", Text(200), nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("opened_at", Moment),
    Column("opened_by", Text(36), ForeignKey("person.id")),
)
"""A submission for locked quarters, parted by spaces: it counts nowhere before somebody of the region opened it."""

preparedness = table(
    "preparedness",
    Column("submission", Text(36), ForeignKey("submission.id"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("line", Integer),
    Column("member", Text(8), nullable=False),
    Column("quarter", Text(7), nullable=False),
    Column("item", Text(60), nullable=False),
    Column("answer", Text(20)),
    Column("count", Number),
    Column("note", Text(1000)),
    in_range("preparedness", "count"),
)

disruption = table(
    "disruption",
    Column("submission", Text(36), ForeignKey("submission.id"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("line", Integer),
    Column("member", Text(8), nullable=False),
    Column("start", Text(40), nullable=False),
    Column("end", Text(40)),
    Column("kind", Text(60), nullable=False),
    Column("products", Text(60), nullable=False),
    Column("areas", Text(1000), nullable=False),
    Column("force_majeure", Boolean, nullable=False),
    Column("notified_at", Text(40)),
)
"""Times are kept as the operator wrote them, with their offset: its calendar days are counted."""
