"""Tables of questions on values and on whole submissions, and of what a submission moved. Words are never changed."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer

from app.domain.measures import DATASETS
from app.domain.questions import Kind, Side
from app.storage.tables.columns import Moment, Number, Text, one_of, table

question = table(
    "question",
    Column("id", Text(36), primary_key=True),
    Column("member", Text(8), ForeignKey("member.code"), nullable=False),
    Column("submission", Text(36), ForeignKey("submission.id"), nullable=False),
    one_of("dataset", DATASETS, nullable=False),
    Column("period", Text(7), nullable=False),
    Column("product", Text(12), nullable=False),
    Column("partner", Text(8), nullable=False),
    Column("measure", Text(60), nullable=False),
    Column("asked_at", Moment, nullable=False),
    Index("ix_question_member", "member", "dataset", "period"),
    Index("ix_question_submission", "submission"),
)
"""What is asked about: a value, or with an empty `measure` the whole submission. `submission`: the version that stood
when it was asked; the question is on every later version of the value too."""

question_entry = table(
    "question_entry",
    Column("question", Text(36), ForeignKey("question.id"), primary_key=True),
    Column("place", Integer, primary_key=True),
    one_of("kind", [kind.value for kind in Kind], nullable=False),
    one_of("side", [side.value for side in Side], nullable=False),
    Column("by", Text(36), ForeignKey("person.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("text", Text(2000), nullable=False),
)

submission_effect = table(
    "submission_effect",
    Column("submission", Text(36), ForeignKey("submission.id"), primary_key=True),
    Column("changed", Integer),
    Column("new", Integer),
    Column("gone", Integer),
    Column("same", Integer),
    Column("quarter", Text(7)),
    Column("before", Number),
    Column("after", Number),
    Column("rank_before", Integer),
    Column("rank_after", Integer),
    Column("points", Number, nullable=False),
    Column("ranks", Integer, nullable=False),
    Column("noted_at", Moment, nullable=False),
)
"""What a submission changed and moved when it was sent: values by kind (null where nobody compared), and the quarter
of which it moved the member's index or rank most, by so many `points` and `ranks`."""
