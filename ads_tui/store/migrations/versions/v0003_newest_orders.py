"""The orders of a building and of a client, newest first."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let two indexes of `orders` hold the moment of creating, so that the card's lists are walks of them (CD-2)."""
    op.drop_index("ix_orders_building", table_name="orders")
    op.create_index("ix_orders_building", "orders", ["building_id", "created_at", "number", "service_id"])
    op.drop_index("ix_orders_client", table_name="orders")
    op.create_index("ix_orders_client", "orders", ["client_id", "created_at", "number", "building_id", "service_id"])
