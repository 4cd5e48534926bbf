"""What filters need: favourites, remembered filters, and the indexes by which orders are found."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

from ads_tui.domain.text import fold

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_TAIL = ("number", "building_id", "service_id")
_INDEXES: tuple[tuple[str, str, tuple[str, ...], str | None], ...] = (
    ("ix_orders_department", "orders", ("department_id", "number"), None),
    ("ix_orders_priority", "orders", ("priority", "number"), None),
    ("ix_orders_accepted_by", "orders", ("accepted_by", "number"), None),
    ("ix_orders_closed_by", "orders", ("closed_by", "number"), None),
    ("ix_orders_accepted", "orders", ("accepted_at", *_TAIL), None),
    ("ix_orders_closed", "orders", ("closed_at", *_TAIL), None),
    ("ix_orders_visit", "orders", ("visit_from", "visit_to", *_TAIL), "visit_from IS NOT NULL"),
    ("ix_orders_without_due", "orders", _TAIL, "due_at IS NULL"),
    ("ix_orders_reopened", "orders", _TAIL, "reopened_count > 0"),
    ("ix_orders_external", "orders", ("external_key", *_TAIL), "external_key IS NOT NULL"),
    ("ix_order_executors_inactive", "order_executors", ("employee_id", "order_number"), "NOT active"),
)
_ORDERS = sa.table("orders", sa.column("number"), sa.column("external_number"), sa.column("external_key"))
_BATCH = 10_000


def upgrade() -> None:
    """Add the tables of FL-3 and FV-1, the folded external number, and an index for each filter without one."""
    op.create_table(
        "favourites",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("name_key", AutoString(), nullable=False),
        sa.Column("filter", AutoString(), nullable=False),
        sa.Column("role_id", sa.Integer(), nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["employee_id"], ["employees.id"]),
        sa.ForeignKeyConstraint(["role_id"], ["roles.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("employee_id", "name_key"),
    )
    op.create_index("ix_favourites_role_id", "favourites", ["role_id"])
    op.create_table(
        "preferences",
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("key", AutoString(), nullable=False),
        sa.Column("value", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["employee_id"], ["employees.id"]),
        sa.PrimaryKeyConstraint("employee_id", "key"),
    )
    sort_key = sa.String().with_variant(sa.String(collation="C"), "postgresql")
    op.add_column("orders", sa.Column("external_key", sort_key, nullable=True))
    _fold_external_numbers()
    for name, table, columns, where in _INDEXES:
        condition = None if where is None else sa.text(where)
        op.create_index(name, table, list(columns), sqlite_where=condition, postgresql_where=condition)
    tags = sa.text("CAST(tags AS TEXT) != '[]'")
    op.create_index(
        "ix_clients_tags", "clients", [sa.text("CAST(tags AS TEXT)")], sqlite_where=tags, postgresql_where=tags
    )


def _fold_external_numbers() -> None:
    connection = op.get_bind()
    last = 0
    while True:
        found = connection.execute(
            sa.select(_ORDERS.c.number, _ORDERS.c.external_number)
            .where(_ORDERS.c.external_number.is_not(None), _ORDERS.c.number > last)
            .order_by(_ORDERS.c.number)
            .limit(_BATCH)
        ).all()
        if not found:
            return
        last = found[-1].number
        connection.execute(
            sa.update(_ORDERS)
            .where(_ORDERS.c.number == sa.bindparam("b_number"))
            .values(external_key=sa.bindparam("b_key")),
            [{"b_number": row.number, "b_key": fold(row.external_number)} for row in found],
        )
