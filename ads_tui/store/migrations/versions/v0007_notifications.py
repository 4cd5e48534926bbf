"""Notifications, their deliveries, who wants which, and shifts."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INDEXES: tuple[tuple[str, str, tuple[str, ...], str | None], ...] = (
    ("ix_notifications_employee", "notifications", ("employee_id", "id"), "employee_id IS NOT NULL"),
    (
        "ix_notifications_unread",
        "notifications",
        ("employee_id", "id"),
        "employee_id IS NOT NULL AND read_at IS NULL",
    ),
    ("ix_notifications_party", "notifications", ("party", "id"), "party IS NOT NULL"),
    ("ix_notifications_waiting", "notifications", ("id",), "NOT spread"),
    ("ix_notifications_order", "notifications", ("order_number", "seq"), None),
    ("ix_notification_reads_notification_id", "notification_reads", ("notification_id",), None),
    ("ix_deliveries_due", "deliveries", ("next_at",), "next_at IS NOT NULL"),
    ("ix_deliveries_failed", "deliveries", ("id",), "state IN ('failed', 'unknown')"),
    ("ix_deliveries_folding", "deliveries", ("employee_id", "channel", "kind", "at"), None),
    ("ix_deliveries_folded", "deliveries", ("folded_into",), "folded_into IS NOT NULL"),
    ("ix_shifts_employee_id", "shifts", ("employee_id",), None),
    ("ix_shifts_department_id", "shifts", ("department_id",), None),
)


def upgrade() -> None:
    """Add what NT of time.md stands on."""
    op.create_table(
        "notifications",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("order_number", _BIG, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", AutoString(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("employee_id", sa.Integer(), nullable=True),
        sa.Column("client_id", _BIG, nullable=True),
        sa.Column("party", AutoString(), nullable=True),
        sa.Column("data", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("read_at", UTCDateTime(), nullable=True),
        sa.Column("spread", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["order_number"], ["orders.number"]),
        sa.ForeignKeyConstraint(["by_id"], ["employees.id"]),
        sa.ForeignKeyConstraint(["employee_id"], ["employees.id"]),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "notification_reads",
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("notification_id", _BIG, nullable=False),
        sa.ForeignKeyConstraint(["employee_id"], ["employees.id"]),
        sa.ForeignKeyConstraint(["notification_id"], ["notifications.id"]),
        sa.PrimaryKeyConstraint("employee_id", "notification_id"),
    )
    op.create_table(
        "notification_marks",
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("read_to", _BIG, nullable=False),
        sa.ForeignKeyConstraint(["employee_id"], ["employees.id"]),
        sa.PrimaryKeyConstraint("employee_id"),
    )
    op.create_table(
        "deliveries",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("notification_id", _BIG, nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("channel", AutoString(), nullable=False),
        sa.Column("target", AutoString(), nullable=False),
        sa.Column("kind", AutoString(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("state", AutoString(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("repeated", sa.Boolean(), nullable=False),
        sa.Column("next_at", UTCDateTime(), nullable=True),
        sa.Column("sent_at", UTCDateTime(), nullable=True),
        sa.Column("folded_into", _BIG, nullable=True),
        sa.Column("error", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["notification_id"], ["notifications.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("notification_id", "employee_id", "channel", "target"),
    )
    _create_switches("role_notifications", "role_id", "roles")
    _create_switches("employee_notifications", "employee_id", "employees")
    op.create_table(
        "shifts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("weekdays", AutoString(), nullable=True),
        sa.Column("from_minute", sa.Integer(), nullable=False),
        sa.Column("to_minute", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["employee_id"], ["employees.id"]),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"]),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    for name, table, columns, where in _INDEXES:
        condition = None if where is None else sa.text(where)
        op.create_index(name, table, list(columns), sqlite_where=condition, postgresql_where=condition)


def _create_switches(name: str, whose: str, table: str) -> None:
    op.create_table(
        name,
        sa.Column(whose, sa.Integer(), nullable=False),
        sa.Column("kind", AutoString(), nullable=False),
        sa.Column("channel", AutoString(), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint([whose], [f"{table}.id"]),
        sa.PrimaryKeyConstraint(whose, "kind", "channel"),
    )
