"""Calendars, SLA rules, clocks of orders, what is due when, and who does it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

from ads_tui.domain.moments import ResumeOn
from ads_tui.domain.resuming import warnings_before

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_TAIL = ("number", "building_id", "service_id")
_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)
_SETTINGS = sa.table("settings", sa.column("key"), sa.column("value"))
_ORDERS = sa.table(
    "orders",
    sa.column("number"),
    sa.column("base_status"),
    sa.column("resume_at", UTCDateTime()),
    sa.column("resume_is_date", sa.Boolean()),
)
_WORK = sa.table(
    "due_work",
    *(sa.column(name) for name in ("order_number", "kind", "subject", "attempts")),
    sa.column("due_at", UTCDateTime()),
)
_INDEXES: tuple[tuple[str, str, tuple[str, ...], str], ...] = (
    ("ix_order_clocks_broken", "order_clocks", ("kind", "order_number"), "broken_at IS NOT NULL"),
    ("ix_order_clocks_breaks", "order_clocks", ("kind", "breaks_at", "order_number"), "breaks_at IS NOT NULL"),
    ("ix_due_work_waiting", "due_work", ("due_at",), "done_at IS NULL"),
    ("ix_due_work_done", "due_work", ("done_at",), "done_at IS NOT NULL"),
    ("ix_orders_next_due", "orders", ("next_due_at", *_TAIL), "next_due_at IS NOT NULL"),
)


def upgrade() -> None:
    """Add what SL, RE and SC of time.md stand on; a database in use gets the calendar `24x7`."""
    calendars = op.create_table(
        "calendars",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    versions = op.create_table(
        "calendar_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("calendar_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", UTCDateTime(), nullable=False),
        sa.Column("body", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["calendar_id"], ["calendars.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_calendar_versions_calendar_id", "calendar_versions", ["calendar_id"])
    _create_rules()
    _create_clocks()
    op.create_table(
        "leases",
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("owner", AutoString(), nullable=False),
        sa.Column("since", UTCDateTime(), nullable=False),
        sa.Column("until", UTCDateTime(), nullable=False),
        sa.Column("ticked_at", UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("name"),
    )
    # SQLite takes a foreign key with the column only, which alembic does not write.
    op.execute("ALTER TABLE services ADD COLUMN calendar_id INTEGER REFERENCES calendars (id)")
    op.add_column("orders", sa.Column("next_due_at", UTCDateTime(), nullable=True))
    op.add_column("orders", sa.Column("localized_at", UTCDateTime(), nullable=True))
    for name, table, columns, where in _INDEXES:
        condition = sa.text(where)
        op.create_index(name, table, list(columns), sqlite_where=condition, postgresql_where=condition)
    if op.get_bind().execute(sa.text("SELECT id FROM installation")).first() is not None:
        _add_round_the_clock(calendars, versions)
        _plan_resuming()


def _create_rules() -> None:
    op.create_table(
        "sla_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("type_id", sa.Integer(), nullable=True),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("emergency", AutoString(), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=True),
        sa.Column("client_id", _BIG, nullable=True),
        sa.Column("client_category", AutoString(), nullable=True),
        sa.Column("building_id", sa.Integer(), nullable=True),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("weekdays", AutoString(), nullable=True),
        sa.Column("from_minute", sa.Integer(), nullable=True),
        sa.Column("to_minute", sa.Integer(), nullable=True),
        sa.Column("calendar_id", sa.Integer(), nullable=True),
        sa.Column("reaction", sa.Integer(), nullable=True),
        sa.Column("execution", sa.Integer(), nullable=True),
        sa.Column("localization", sa.Integer(), nullable=True),
        sa.Column("statutory", sa.Boolean(), nullable=False),
        sa.Column("source", AutoString(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["type_id"], ["service_types.id"]),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"]),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"]),
        sa.ForeignKeyConstraint(["building_id"], ["buildings.id"]),
        sa.ForeignKeyConstraint(["organization_id"], ["organizations.id"]),
        sa.ForeignKeyConstraint(["calendar_id"], ["calendars.id"]),
        sa.PrimaryKeyConstraint("id"),
    )


def _create_clocks() -> None:
    op.create_table(
        "order_clocks",
        sa.Column("order_number", _BIG, nullable=False),
        sa.Column("kind", AutoString(), nullable=False),
        sa.Column("norm_seconds", sa.Integer(), nullable=True),
        sa.Column("calendar_version_id", sa.Integer(), nullable=True),
        sa.Column("statutory", sa.Boolean(), nullable=False),
        sa.Column("rule_id", sa.Integer(), nullable=True),
        sa.Column("state", AutoString(), nullable=False),
        sa.Column("due_at", UTCDateTime(), nullable=True),
        sa.Column("breaks_at", UTCDateTime(), nullable=True),
        sa.Column("broken_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["order_number"], ["orders.number"]),
        sa.ForeignKeyConstraint(["calendar_version_id"], ["calendar_versions.id"]),
        sa.ForeignKeyConstraint(["rule_id"], ["sla_rules.id"]),
        sa.PrimaryKeyConstraint("order_number", "kind"),
    )
    op.create_table(
        "due_work",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("order_number", _BIG, nullable=False),
        sa.Column("kind", AutoString(), nullable=False),
        sa.Column("subject", AutoString(), nullable=False),
        sa.Column("due_at", UTCDateTime(), nullable=False),
        sa.Column("done_at", UTCDateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("try_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["order_number"], ["orders.number"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("order_number", "kind", "subject", "due_at"),
    )


def _add_round_the_clock(calendars: sa.Table, versions: sa.Table) -> None:
    week = ",".join(["[[0,1440]]"] * 7)
    body = f'{{"exceptions":{{}},"week":[{week}],"zone":"UTC"}}'
    connection = op.get_bind()
    made = connection.execute(sa.insert(calendars).values(code="24x7").returning(calendars.c.id)).scalar_one()
    always = sa.insert(versions).values(calendar_id=made, valid_from=_ALWAYS, body=body)
    connection.execute(always)


def _plan_resuming() -> None:
    """Let orders that are paused already resume by themselves, with the warnings that are still to come (RE-1)."""
    connection, now = op.get_bind(), datetime.now(UTC)
    zone = connection.execute(sa.select(_SETTINGS.c.value).where(_SETTINGS.c.key == "organization.zone")).scalar()
    paused = sa.select(_ORDERS).where(_ORDERS.c.base_status == "paused", _ORDERS.c.resume_at.is_not(None))
    rows = [
        {"order_number": number, "kind": kind, "subject": subject, "due_at": due_at, "attempts": 0}
        for number, _base, resume_at, is_date in connection.execute(paused)
        for kind, subject, due_at in (
            ("auto_resume", "", resume_at),
            *(
                ("resume_warning", str(warning.days), warning.at)
                for warning in warnings_before(ResumeOn(resume_at, is_date), ZoneInfo(zone or "Europe/Moscow"), now)
            ),
        )
    ]
    if rows:
        connection.execute(sa.insert(_WORK), rows)
