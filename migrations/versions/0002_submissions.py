"""Submissions, findings and the rows they brought."""

import sqlalchemy as sa
from alembic import op

from app.storage.tables.checks import choice, in_range, lengths
from app.storage.tables.columns import Moment, Text

revision = "0002"
down_revision = "0001"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SERVICE_QUALITY = (
    "items_announced", "items_emc", "items_arrived", "arrivals_transmitted_24h", "items_delivery_event",
    "delivery_events_transmitted_24h", "items_with_standard", "items_on_time", "items_attempted",
    "items_delivered_first_attempt", "items_delivery_time_measured", "delivery_days_p50", "delivery_days_p90",
    "items_posted", "items_departed", "end_to_end_measured", "end_to_end_on_time", "inquiries_due",
    "inquiries_answered_on_time", "letter_test_items", "letter_test_items_on_time",
)  # fmt: skip
CUSTOMS_CLEARANCE = (
    "goods_items_inbound", "goods_items_data_before_arrival", "items_cusitm", "items_released_before_arrival",
    "items_presented", "items_cleared_24h", "items_cleared_48h", "items_dwell_measured", "dwell_hours_p50",
    "dwell_hours_p90", "items_held", "items_held_with_reason", "items_open", "items_open_over_5_days",
    "items_refused_returned_seized", "items_dutiable", "items_duties_prepaid",
)  # fmt: skip
DATA_EXCHANGE = (
    "dispatches_out", "dispatches_out_predes", "predes_received", "resdes_sent", "resdes_sent_24h",
    "air_consignments", "air_consignments_cardit_before_tender", "identifiers_received",
    "identifiers_valid_s10", "goods_items_out", "goods_items_out_itmatt", "itmatt_before_departure",
    "itmatt_complete", "items_several_events", "items_in_sequence",
)  # fmt: skip


def upgrade() -> None:
    _submission()
    _submission_period()
    _finding()
    _service_quality()
    _customs_clearance()
    _data_exchange()
    _preparedness()
    _disruption()


def _submission() -> None:
    op.create_table(
        "submission",
        sa.Column("id", Text(36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("member", Text(8), nullable=False),
        sa.Column("dataset", Text(17), nullable=False),
        sa.Column("state", Text(17), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("previous", Text(36), nullable=True),
        sa.Column("reason", Text(2000), nullable=False),
        sa.Column("language", Text(2), nullable=False),
        sa.Column("profile", Text(80), nullable=True),
        sa.Column("file_sha256", Text(64), nullable=False),
        sa.Column("file_name", Text(255), nullable=False),
        sa.Column("file_size", KEY, nullable=False),
        sa.Column("sent_by", Text(36), nullable=False),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column("checked_at", Moment(), nullable=True),
        sa.Column("submitted_at", Moment(), nullable=True),
        sa.Column("submitted_by", Text(36), nullable=True),
        sa.Column("decided_at", Moment(), nullable=True),
        sa.Column("decided_by", Text(36), nullable=True),
        sa.Column("decision", Text(2000), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=True),
        sa.Column("set_aside", sa.Integer(), nullable=False),
        sa.Column("outcome", Text(8), nullable=True),
        sa.Column("ruleset", Text(20), nullable=False),
        sa.Column("errors", sa.Integer(), nullable=False),
        sa.Column("warnings", sa.Integer(), nullable=False),
        sa.Column("counts", Text(1000000), nullable=False),
        choice(
            "submission",
            "dataset",
            "service-quality",
            "customs-clearance",
            "data-exchange",
            "preparedness",
            "disruptions",
            "item-events",
        ),
        choice(
            "submission",
            "state",
            "draft",
            "awaiting_approver",
            "submitted",
            "accepted",
            "sent_back",
            "withdrawn",
            "superseded",
            "refused",
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_submission_decided_by")),
        sa.ForeignKeyConstraint(["member"], ["member.code"], name=op.f("fk_submission_member")),
        sa.ForeignKeyConstraint(["previous"], ["submission.id"], name=op.f("fk_submission_previous")),
        sa.ForeignKeyConstraint(["sent_by"], ["person.id"], name=op.f("fk_submission_sent_by")),
        sa.ForeignKeyConstraint(["submitted_by"], ["person.id"], name=op.f("fk_submission_submitted_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint("number", name=op.f("uq_submission_number")),
        *lengths(
            "submission",
            counts=1000000,
            decided_by=36,
            decision=2000,
            file_name=255,
            file_sha256=64,
            id=36,
            language=2,
            member=8,
            outcome=8,
            previous=36,
            profile=80,
            reason=2000,
            ruleset=20,
            sent_by=36,
            submitted_by=36,
        ),
    )
    op.create_index(op.f("ix_submission_file_sha256"), "submission", ["file_sha256"], unique=False)
    op.create_index(op.f("ix_submission_member_dataset"), "submission", ["member", "dataset", "state"], unique=False)


def _submission_period() -> None:
    op.create_table(
        "submission_period",
        sa.Column("submission", Text(36), nullable=False),
        sa.Column("dataset", Text(17), nullable=False),
        sa.Column("period", Text(7), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        choice(
            "submission_period",
            "dataset",
            "service-quality",
            "customs-clearance",
            "data-exchange",
            "preparedness",
            "disruptions",
            "item-events",
        ),
        sa.ForeignKeyConstraint(["submission"], ["submission.id"], name=op.f("fk_submission_period_submission")),
        sa.PrimaryKeyConstraint("submission", "dataset", "period", name=op.f("pk_submission_period")),
        *lengths("submission_period", period=7, submission=36),
    )


def _finding() -> None:
    op.create_table(
        "finding",
        sa.Column("submission", Text(36), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("code", Text(40), nullable=False),
        sa.Column("severity", Text(10), nullable=False),
        sa.Column("scope", Text(7), nullable=False),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("record", sa.Integer(), nullable=True),
        sa.Column("column", Text(200), nullable=True),
        sa.Column("column_no", sa.Integer(), nullable=True),
        sa.Column("value", Text(1000000), nullable=True),
        sa.Column("sheet", Text(200), nullable=True),
        sa.Column("params", Text(1000000), nullable=False),
        sa.Column("more", sa.Integer(), nullable=False),
        choice("finding", "scope", "file", "cell", "row", "set", "history"),
        choice("finding", "severity", "refused", "error", "warning", "normalised"),
        sa.ForeignKeyConstraint(["submission"], ["submission.id"], name=op.f("fk_finding_submission")),
        sa.PrimaryKeyConstraint("submission", "place", name=op.f("pk_finding")),
        *lengths("finding", code=40, column=200, params=1000000, sheet=200, submission=36, value=1000000),
    )


def _service_quality() -> None:
    op.create_table(
        "service_quality",
        sa.Column("submission", Text(36), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("member", Text(8), nullable=False),
        sa.Column("month", Text(7), nullable=False),
        sa.Column("product", Text(12), nullable=False),
        sa.Column("partner", Text(8), nullable=False),
        *(sa.Column(name, sa.Float(53)) for name in SERVICE_QUALITY),
        sa.Column("missing", Text(8000), nullable=True),
        sa.Column("remark", Text(1000), nullable=True),
        sa.ForeignKeyConstraint(["submission"], ["submission.id"], name=op.f("fk_service_quality_submission")),
        sa.PrimaryKeyConstraint("submission", "place", name=op.f("pk_service_quality")),
        *(in_range("service_quality", name) for name in SERVICE_QUALITY),
        *lengths("service_quality", member=8, missing=8000, month=7, partner=8, product=12, remark=1000, submission=36),
    )
    op.create_index(op.f("ix_service_quality_member_month"), "service_quality", ["member", "month"], unique=False)


def _customs_clearance() -> None:
    op.create_table(
        "customs_clearance",
        sa.Column("submission", Text(36), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("member", Text(8), nullable=False),
        sa.Column("month", Text(7), nullable=False),
        sa.Column("product", Text(12), nullable=False),
        sa.Column("partner", Text(8), nullable=False),
        *(sa.Column(name, sa.Float(53)) for name in CUSTOMS_CLEARANCE),
        sa.Column("missing", Text(8000), nullable=True),
        sa.Column("remark", Text(1000), nullable=True),
        sa.ForeignKeyConstraint(["submission"], ["submission.id"], name=op.f("fk_customs_clearance_submission")),
        sa.PrimaryKeyConstraint("submission", "place", name=op.f("pk_customs_clearance")),
        *(in_range("customs_clearance", name) for name in CUSTOMS_CLEARANCE),
        *lengths(
            "customs_clearance", member=8, missing=8000, month=7, partner=8, product=12, remark=1000, submission=36
        ),
    )
    op.create_index(op.f("ix_customs_clearance_member_month"), "customs_clearance", ["member", "month"], unique=False)


def _data_exchange() -> None:
    op.create_table(
        "data_exchange",
        sa.Column("submission", Text(36), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("member", Text(8), nullable=False),
        sa.Column("month", Text(7), nullable=False),
        sa.Column("product", Text(12), nullable=False),
        sa.Column("partner", Text(8), nullable=False),
        *(sa.Column(name, sa.Float(53)) for name in DATA_EXCHANGE),
        sa.Column("missing", Text(8000), nullable=True),
        sa.Column("remark", Text(1000), nullable=True),
        sa.ForeignKeyConstraint(["submission"], ["submission.id"], name=op.f("fk_data_exchange_submission")),
        sa.PrimaryKeyConstraint("submission", "place", name=op.f("pk_data_exchange")),
        *(in_range("data_exchange", name) for name in DATA_EXCHANGE),
        *lengths("data_exchange", member=8, missing=8000, month=7, partner=8, product=12, remark=1000, submission=36),
    )
    op.create_index(op.f("ix_data_exchange_member_month"), "data_exchange", ["member", "month"], unique=False)


def _preparedness() -> None:
    op.create_table(
        "preparedness",
        sa.Column("submission", Text(36), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("member", Text(8), nullable=False),
        sa.Column("quarter", Text(7), nullable=False),
        sa.Column("item", Text(60), nullable=False),
        sa.Column("answer", Text(20), nullable=True),
        sa.Column("count", sa.Float(53), nullable=True),
        sa.Column("note", Text(1000), nullable=True),
        in_range("preparedness", "count"),
        sa.ForeignKeyConstraint(["submission"], ["submission.id"], name=op.f("fk_preparedness_submission")),
        sa.PrimaryKeyConstraint("submission", "place", name=op.f("pk_preparedness")),
        *lengths("preparedness", answer=20, item=60, member=8, note=1000, quarter=7, submission=36),
    )


def _disruption() -> None:
    op.create_table(
        "disruption",
        sa.Column("submission", Text(36), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("member", Text(8), nullable=False),
        sa.Column("start", Text(40), nullable=False),
        sa.Column("end", Text(40), nullable=True),
        sa.Column("kind", Text(60), nullable=False),
        sa.Column("products", Text(60), nullable=False),
        sa.Column("areas", Text(1000), nullable=False),
        sa.Column("force_majeure", sa.Boolean(), nullable=False),
        sa.Column("notified_at", Text(40), nullable=True),
        sa.ForeignKeyConstraint(["submission"], ["submission.id"], name=op.f("fk_disruption_submission")),
        sa.PrimaryKeyConstraint("submission", "place", name=op.f("pk_disruption")),
        *lengths(
            "disruption", areas=1000, end=40, kind=60, member=8, notified_at=40, products=60, start=40, submission=36
        ),
    )


def downgrade() -> None:
    op.drop_table("disruption")
    op.drop_table("preparedness")
    op.drop_table("data_exchange")
    op.drop_table("customs_clearance")
    op.drop_table("service_quality")
    op.drop_table("finding")
    op.drop_table("submission_period")
    op.drop_table("submission")
