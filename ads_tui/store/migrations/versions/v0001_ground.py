"""The ground: people, places, catalogue, orders with history, search rows, change feed."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

import ads_tui.models.columns

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table of the first revision."""
    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", AutoString(), nullable=False),
        sa.Column("balance", ads_tui.models.columns.MoneyAmount(), nullable=False),
        sa.Column("repair_balance", ads_tui.models.columns.MoneyAmount(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    op.create_table(
        "cancel_reasons",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", AutoString(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("name_key", AutoString(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("builtin", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    op.create_index(op.f("ix_cancel_reasons_name_key"), "cancel_reasons", ["name_key"], unique=False)
    op.create_table(
        "changes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", AutoString(), nullable=False),
        sa.Column("key", AutoString(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "clients",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", AutoString(), nullable=True),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("name_key", AutoString(), nullable=False),
        sa.Column("sort_key", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("registered", sa.Boolean(), nullable=False),
        sa.Column("category", AutoString(), nullable=False),
        sa.Column("tags", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("note", AutoString(), nullable=False),
        sa.Column("erased_at", UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    op.create_index(op.f("ix_clients_name_key"), "clients", ["name_key"], unique=False)
    op.create_index("ix_clients_sort_key", "clients", ["sort_key", "id"], unique=False)
    op.create_table(
        "departments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", AutoString(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("name_key", AutoString(), nullable=False),
        sa.Column("sort_key", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("note", AutoString(), nullable=False),
        sa.Column("manager_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    op.create_index(op.f("ix_departments_name_key"), "departments", ["name_key"], unique=False)
    op.create_table(
        "installation",
        sa.Column("id", AutoString(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("demonstration", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "organizations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", AutoString(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("name_key", AutoString(), nullable=False),
        sa.Column("sort_key", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("kind", AutoString(), nullable=False),
        sa.Column("phone", AutoString(), nullable=False),
        sa.Column("email", AutoString(), nullable=False),
        sa.Column("requisites", AutoString(), nullable=False),
        sa.Column("vat_included", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    op.create_index(op.f("ix_organizations_name_key"), "organizations", ["name_key"], unique=False)
    op.create_table(
        "roles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", AutoString(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("name_key", AutoString(), nullable=False),
        sa.Column("rights", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("sections", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("all_services", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    op.create_index(op.f("ix_roles_name_key"), "roles", ["name_key"], unique=False)
    op.create_table(
        "service_categories",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", AutoString(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("name_key", AutoString(), nullable=False),
        sa.Column("sort_key", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("client_open", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    op.create_index(op.f("ix_service_categories_name_key"), "service_categories", ["name_key"], unique=False)
    op.create_table(
        "service_types",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", AutoString(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("name_key", AutoString(), nullable=False),
        sa.Column("sort_key", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("appointment", sa.Boolean(), nullable=False),
        sa.Column("internal", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    op.create_index(op.f("ix_service_types_name_key"), "service_types", ["name_key"], unique=False)
    op.create_table(
        "settings",
        sa.Column("key", AutoString(), nullable=False),
        sa.Column("value", AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "sign_in_locks",
        sa.Column("login_key", AutoString(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_failure_at", UTCDateTime(), nullable=True),
        sa.Column("locked_until", UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("login_key"),
    )
    op.create_table(
        "statuses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", AutoString(), nullable=False),
        sa.Column("base", AutoString(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("name_key", AutoString(), nullable=False),
        sa.Column("colour", AutoString(), nullable=False),
        sa.Column("pauses_sla", sa.Boolean(), nullable=False),
        sa.Column("in_load", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("builtin", sa.Boolean(), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    op.create_index(op.f("ix_statuses_name_key"), "statuses", ["name_key"], unique=False)
    op.create_table(
        "client_contacts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("client_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", AutoString(), nullable=False),
        sa.Column("value", AutoString(), nullable=False),
        sa.Column("value_key", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("primary", sa.Boolean(), nullable=False),
        sa.Column("valid", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"],
            ["clients.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_client_contacts_client_id"), "client_contacts", ["client_id"], unique=False)
    op.create_index("ix_client_contacts_value_key", "client_contacts", ["value_key", "client_id"], unique=False)
    op.create_table(
        "employees",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login", AutoString(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("name_key", AutoString(), nullable=False),
        sa.Column("sort_key", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("position", AutoString(), nullable=False),
        sa.Column("phone", AutoString(), nullable=False),
        sa.Column("email", AutoString(), nullable=False),
        sa.Column("extension", AutoString(), nullable=False),
        sa.Column("lang", AutoString(), nullable=True),
        sa.Column("zone", AutoString(), nullable=True),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.Column("password_hash", AutoString(), nullable=True),
        sa.Column("os_user", AutoString(), nullable=True),
        sa.Column("urls", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("all_buildings", sa.Boolean(), nullable=False),
        sa.Column("blocked_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["departments.id"],
        ),
        sa.ForeignKeyConstraint(
            ["role_id"],
            ["roles.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("login"),
        sa.UniqueConstraint("os_user"),
    )
    op.create_index(op.f("ix_employees_department_id"), "employees", ["department_id"], unique=False)
    op.create_index(op.f("ix_employees_extension"), "employees", ["extension"], unique=False)
    op.create_index(op.f("ix_employees_name_key"), "employees", ["name_key"], unique=False)
    op.create_index(op.f("ix_employees_role_id"), "employees", ["role_id"], unique=False)
    op.create_table(
        "services",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", AutoString(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("name_key", AutoString(), nullable=False),
        sa.Column("sort_key", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("crm_name", AutoString(), nullable=False),
        sa.Column("crm_sort_key", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("type_id", sa.Integer(), nullable=True),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("tags", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("note", AutoString(), nullable=False),
        sa.Column("form", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("max_executors", sa.Integer(), nullable=False),
        sa.Column("use_controllers", sa.Boolean(), nullable=False),
        sa.Column("quality_control", sa.Boolean(), nullable=False),
        sa.Column("require_document", sa.Boolean(), nullable=False),
        sa.Column("require_payment", sa.Boolean(), nullable=False),
        sa.Column("payment", AutoString(), nullable=False),
        sa.Column("partner_commission", ads_tui.models.columns.MoneyAmount(), nullable=False),
        sa.Column("refund_request", sa.Boolean(), nullable=False),
        sa.Column("auto_refund", sa.Boolean(), nullable=False),
        sa.Column("client_open", sa.Boolean(), nullable=False),
        sa.Column("client_reopen", sa.Boolean(), nullable=False),
        sa.Column("ask_again", sa.Boolean(), nullable=False),
        sa.Column("appointment", sa.Boolean(), nullable=True),
        sa.Column("internal", sa.Boolean(), nullable=False),
        sa.Column("reaction_norm", sa.Integer(), nullable=True),
        sa.Column("execution_norm", sa.Integer(), nullable=True),
        sa.Column("localization_norm", sa.Integer(), nullable=True),
        sa.Column("emergency", AutoString(), nullable=False),
        sa.Column("rating_average", AutoString(), nullable=False),
        sa.Column("archived_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["category_id"],
            ["service_categories.id"],
        ),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["departments.id"],
        ),
        sa.ForeignKeyConstraint(
            ["type_id"],
            ["service_types.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    op.create_index(op.f("ix_services_category_id"), "services", ["category_id"], unique=False)
    op.create_index(op.f("ix_services_department_id"), "services", ["department_id"], unique=False)
    op.create_index(op.f("ix_services_name_key"), "services", ["name_key"], unique=False)
    op.create_index(op.f("ix_services_sort_key"), "services", ["sort_key"], unique=False)
    op.create_index(op.f("ix_services_type_id"), "services", ["type_id"], unique=False)
    op.create_table(
        "approval_stages",
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=True),
        sa.Column("role_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["employee_id"],
            ["employees.id"],
        ),
        sa.ForeignKeyConstraint(
            ["role_id"],
            ["roles.id"],
        ),
        sa.ForeignKeyConstraint(
            ["service_id"],
            ["services.id"],
        ),
        sa.PrimaryKeyConstraint("service_id", "position"),
    )
    op.create_index(op.f("ix_approval_stages_employee_id"), "approval_stages", ["employee_id"], unique=False)
    op.create_index(op.f("ix_approval_stages_role_id"), "approval_stages", ["role_id"], unique=False)
    op.create_table(
        "audit_events",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("what", AutoString(), nullable=False),
        sa.Column("key", AutoString(), nullable=False),
        sa.Column("old", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("new", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["actor_id"],
            ["employees.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_audit_events_actor_id"), "audit_events", ["actor_id"], unique=False)
    op.create_index(op.f("ix_audit_events_at"), "audit_events", ["at"], unique=False)
    op.create_table(
        "building_groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", AutoString(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("name_key", AutoString(), nullable=False),
        sa.Column("sort_key", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("manager_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["manager_id"],
            ["employees.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    op.create_index(op.f("ix_building_groups_manager_id"), "building_groups", ["manager_id"], unique=False)
    op.create_index(op.f("ix_building_groups_name_key"), "building_groups", ["name_key"], unique=False)
    op.create_table(
        "employee_access",
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("kind", AutoString(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["employee_id"],
            ["employees.id"],
        ),
        sa.PrimaryKeyConstraint("employee_id", "kind", "target_id"),
    )
    op.create_table(
        "quarters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", AutoString(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("name_key", AutoString(), nullable=False),
        sa.Column("sort_key", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("manager_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["manager_id"],
            ["employees.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    op.create_index(op.f("ix_quarters_manager_id"), "quarters", ["manager_id"], unique=False)
    op.create_index(op.f("ix_quarters_name_key"), "quarters", ["name_key"], unique=False)
    op.create_table(
        "role_services",
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["role_id"],
            ["roles.id"],
        ),
        sa.ForeignKeyConstraint(
            ["service_id"],
            ["services.id"],
        ),
        sa.PrimaryKeyConstraint("role_id", "service_id"),
    )
    op.create_index(op.f("ix_role_services_service_id"), "role_services", ["service_id"], unique=False)
    op.create_table(
        "service_people",
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("part", AutoString(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["employee_id"],
            ["employees.id"],
        ),
        sa.ForeignKeyConstraint(
            ["service_id"],
            ["services.id"],
        ),
        sa.PrimaryKeyConstraint("service_id", "employee_id", "part"),
    )
    op.create_index(op.f("ix_service_people_employee_id"), "service_people", ["employee_id"], unique=False)
    op.create_table(
        "buildings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", AutoString(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("name_key", AutoString(), nullable=False),
        sa.Column("sort_key", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("quarter_id", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("note", AutoString(), nullable=False),
        sa.Column("chat_after_close", AutoString(), nullable=False),
        sa.Column("show_debt", sa.Boolean(), nullable=False),
        sa.Column("show_repair_debt", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["building_groups.id"],
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
        ),
        sa.ForeignKeyConstraint(
            ["quarter_id"],
            ["quarters.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    op.create_index(op.f("ix_buildings_group_id"), "buildings", ["group_id"], unique=False)
    op.create_index(op.f("ix_buildings_name_key"), "buildings", ["name_key"], unique=False)
    op.create_index(op.f("ix_buildings_organization_id"), "buildings", ["organization_id"], unique=False)
    op.create_index(op.f("ix_buildings_quarter_id"), "buildings", ["quarter_id"], unique=False)
    op.create_index(op.f("ix_buildings_sort_key"), "buildings", ["sort_key"], unique=False)
    op.create_table(
        "employee_buildings",
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("building_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["building_id"],
            ["buildings.id"],
        ),
        sa.ForeignKeyConstraint(
            ["employee_id"],
            ["employees.id"],
        ),
        sa.PrimaryKeyConstraint("employee_id", "building_id"),
    )
    op.create_index(op.f("ix_employee_buildings_building_id"), "employee_buildings", ["building_id"], unique=False)
    op.create_table(
        "premises",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", AutoString(), nullable=False),
        sa.Column("building_id", sa.Integer(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("name_key", AutoString(), nullable=False),
        sa.Column("sort_key", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("entrance", AutoString(), nullable=False),
        sa.Column("floor", AutoString(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("tags", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("note", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
        ),
        sa.ForeignKeyConstraint(
            ["building_id"],
            ["buildings.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("building_id", "name_key"),
        sa.UniqueConstraint("code"),
    )
    op.create_index(op.f("ix_premises_account_id"), "premises", ["account_id"], unique=False)
    op.create_index("ix_premises_entrance", "premises", ["entrance", "id"], unique=False)
    op.create_index("ix_premises_floor", "premises", ["floor", "id"], unique=False)
    op.create_index("ix_premises_sort_key", "premises", ["sort_key", "id"], unique=False)
    op.create_table(
        "client_premises",
        sa.Column("client_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("premise_id", sa.Integer(), nullable=False),
        sa.Column("status", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"],
            ["clients.id"],
        ),
        sa.ForeignKeyConstraint(
            ["premise_id"],
            ["premises.id"],
        ),
        sa.PrimaryKeyConstraint("client_id", "premise_id"),
    )
    op.create_index(op.f("ix_client_premises_premise_id"), "client_premises", ["premise_id"], unique=False)
    op.create_table(
        "orders",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("external_number", AutoString(), nullable=True),
        sa.Column("status_id", sa.Integer(), nullable=False),
        sa.Column("base_status", AutoString(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("status_comment", AutoString(), nullable=False),
        sa.Column("cancel_comment", AutoString(), nullable=False),
        sa.Column("resume_at", UTCDateTime(), nullable=True),
        sa.Column("resume_is_date", sa.Boolean(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("building_id", sa.Integer(), nullable=False),
        sa.Column("premise_id", sa.Integer(), nullable=True),
        sa.Column("client_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("channel", AutoString(), nullable=False),
        sa.Column("registration_method", AutoString(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("essence", AutoString(), nullable=False),
        sa.Column("form_data", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("updated_at", UTCDateTime(), nullable=False),
        sa.Column("due_at", UTCDateTime(), nullable=True),
        sa.Column("due_by_hand", sa.Boolean(), nullable=False),
        sa.Column("visit_from", UTCDateTime(), nullable=True),
        sa.Column("visit_to", UTCDateTime(), nullable=True),
        sa.Column("first_in_progress_at", UTCDateTime(), nullable=True),
        sa.Column("done_at", UTCDateTime(), nullable=True),
        sa.Column("accepted_at", UTCDateTime(), nullable=True),
        sa.Column("accepted_by", sa.Integer(), nullable=True),
        sa.Column("closed_at", UTCDateTime(), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("reopened_count", sa.Integer(), nullable=False),
        sa.Column("important", sa.Boolean(), nullable=False),
        sa.Column("unread_messages", sa.Integer(), nullable=False),
        sa.Column("history_seq", sa.Integer(), nullable=False),
        sa.Column("history_head", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["accepted_by"],
            ["employees.id"],
        ),
        sa.ForeignKeyConstraint(
            ["building_id"],
            ["buildings.id"],
        ),
        sa.ForeignKeyConstraint(
            ["client_id"],
            ["clients.id"],
        ),
        sa.ForeignKeyConstraint(
            ["closed_by"],
            ["employees.id"],
        ),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["employees.id"],
        ),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["departments.id"],
        ),
        sa.ForeignKeyConstraint(
            ["premise_id"],
            ["premises.id"],
        ),
        sa.ForeignKeyConstraint(
            ["service_id"],
            ["services.id"],
        ),
        sa.ForeignKeyConstraint(
            ["status_id"],
            ["statuses.id"],
        ),
        sa.PrimaryKeyConstraint("number"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_orders_building", "orders", ["building_id", "number"], unique=False)
    op.create_index("ix_orders_channel", "orders", ["channel", "number"], unique=False)
    op.create_index("ix_orders_client", "orders", ["client_id", "number"], unique=False)
    op.create_index("ix_orders_created", "orders", ["created_at", "number", "building_id", "service_id"], unique=False)
    op.create_index(
        "ix_orders_due",
        "orders",
        ["due_at", "number", "building_id", "service_id"],
        unique=False,
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_index(
        "ix_orders_external_number",
        "orders",
        ["external_number"],
        unique=True,
        sqlite_where=sa.text("external_number IS NOT NULL"),
        postgresql_where=sa.text("external_number IS NOT NULL"),
    )
    op.create_index(
        "ix_orders_important",
        "orders",
        ["important", "updated_at", "number", "building_id", "service_id"],
        unique=False,
        sqlite_where=sa.text("important"),
        postgresql_where=sa.text("important"),
    )
    op.create_index(
        "ix_orders_important_unread",
        "orders",
        ["important", "unread_messages", "updated_at", "number", "building_id", "service_id"],
        unique=False,
        sqlite_where=sa.text("important OR unread_messages > 0"),
        postgresql_where=sa.text("important OR unread_messages > 0"),
    )
    op.create_index(
        "ix_orders_open",
        "orders",
        ["base_status", "building_id", "service_id"],
        unique=False,
        sqlite_where=sa.text("is_open"),
        postgresql_where=sa.text("is_open"),
    )
    op.create_index("ix_orders_premise", "orders", ["premise_id", "number"], unique=False)
    op.create_index("ix_orders_service", "orders", ["service_id", "number"], unique=False)
    op.create_index("ix_orders_status", "orders", ["status_id", "number"], unique=False)
    op.create_index(
        "ix_orders_unread",
        "orders",
        ["unread_messages", "updated_at", "number", "building_id", "service_id"],
        unique=False,
        sqlite_where=sa.text("unread_messages > 0"),
        postgresql_where=sa.text("unread_messages > 0"),
    )
    op.create_index(
        "ix_orders_unread_count",
        "orders",
        ["building_id", "service_id"],
        unique=False,
        sqlite_where=sa.text("unread_messages > 0"),
        postgresql_where=sa.text("unread_messages > 0"),
    )
    op.create_index(
        "ix_orders_unread_important",
        "orders",
        ["unread_messages", "important", "updated_at", "number", "building_id", "service_id"],
        unique=False,
        sqlite_where=sa.text("important OR unread_messages > 0"),
        postgresql_where=sa.text("important OR unread_messages > 0"),
    )
    op.create_index("ix_orders_updated", "orders", ["updated_at", "number", "building_id", "service_id"], unique=False)
    op.create_table(
        "comments",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("order_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("text", AutoString(), nullable=False),
        sa.Column("important", sa.Boolean(), nullable=False),
        sa.Column("seen_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"],
            ["employees.id"],
        ),
        sa.ForeignKeyConstraint(
            ["order_number"],
            ["orders.number"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_comments_order", "comments", ["order_number", "id"], unique=False)
    op.create_table(
        "history_events",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("order_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("actor_kind", AutoString(), nullable=False),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("source", AutoString(), nullable=False),
        sa.Column("batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("kind", AutoString(), nullable=False),
        sa.Column("field", AutoString(), nullable=True),
        sa.Column("data", AutoString(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_number"],
            ["orders.number"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("order_number", "seq"),
    )
    op.create_index(
        "ix_history_events_batch",
        "history_events",
        ["batch_id"],
        unique=False,
        sqlite_where=sa.text("batch_id IS NOT NULL"),
        postgresql_where=sa.text("batch_id IS NOT NULL"),
    )
    op.create_table(
        "order_cancel_reasons",
        sa.Column("order_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reason_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_number"],
            ["orders.number"],
        ),
        sa.ForeignKeyConstraint(
            ["reason_id"],
            ["cancel_reasons.id"],
        ),
        sa.PrimaryKeyConstraint("order_number", "reason_id"),
    )
    op.create_index(op.f("ix_order_cancel_reasons_reason_id"), "order_cancel_reasons", ["reason_id"], unique=False)
    op.create_table(
        "order_controllers",
        sa.Column("order_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("assigned_at", UTCDateTime(), nullable=False),
        sa.Column("assigned_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["assigned_by"],
            ["employees.id"],
        ),
        sa.ForeignKeyConstraint(
            ["employee_id"],
            ["employees.id"],
        ),
        sa.ForeignKeyConstraint(
            ["order_number"],
            ["orders.number"],
        ),
        sa.PrimaryKeyConstraint("order_number", "employee_id"),
    )
    op.create_index(op.f("ix_order_controllers_employee_id"), "order_controllers", ["employee_id"], unique=False)
    op.create_table(
        "order_executors",
        sa.Column("order_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("employee_id", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("in_load", sa.Boolean(), nullable=False),
        sa.Column("unread", sa.Boolean(), nullable=False),
        sa.Column("updated_at", UTCDateTime(), nullable=False),
        sa.Column("assigned_at", UTCDateTime(), nullable=False),
        sa.Column("assigned_by", sa.Integer(), nullable=True),
        sa.Column("removed_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["assigned_by"],
            ["employees.id"],
        ),
        sa.ForeignKeyConstraint(
            ["employee_id"],
            ["employees.id"],
        ),
        sa.ForeignKeyConstraint(
            ["order_number"],
            ["orders.number"],
        ),
        sa.PrimaryKeyConstraint("order_number", "employee_id"),
    )
    op.create_index(
        "ix_order_executors_load",
        "order_executors",
        ["employee_id"],
        unique=False,
        sqlite_where=sa.text("active AND in_load"),
        postgresql_where=sa.text("active AND in_load"),
    )
    op.create_index(
        "ix_order_executors_mine",
        "order_executors",
        ["employee_id", "updated_at", "order_number"],
        unique=False,
        sqlite_where=sa.text("active"),
        postgresql_where=sa.text("active"),
    )
    op.create_table(
        "order_texts",
        sa.Column("order_number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("body", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_number"],
            ["orders.number"],
        ),
        sa.PrimaryKeyConstraint("order_number"),
    )
    _make_search()


def _make_search() -> None:
    """The full-text index over `order_texts`, kept current by the database itself."""
    if op.get_bind().dialect.name == "sqlite":
        for statement in _FTS5:
            op.execute(sa.text(statement))
    else:
        # Split at spaces alone: the parser behind to_tsvector would split some words anew, and FTS5 does not.
        op.execute(
            "ALTER TABLE order_texts ADD COLUMN words tsvector"
            " GENERATED ALWAYS AS (array_to_tsvector(string_to_array(body, ' '))) STORED"
        )
        op.execute("CREATE INDEX ix_order_texts_words ON order_texts USING gin (words) WITH (fastupdate = off)")
        # Exact counters read the visibility map; keep it fresh after mass updates (decision 6).
        op.execute("ALTER TABLE orders SET (autovacuum_vacuum_scale_factor = 0.02)")


_FTS5 = (
    """CREATE VIRTUAL TABLE order_search USING fts5(
        body, content='order_texts', content_rowid='order_number',
        tokenize='unicode61 remove_diacritics 0', prefix='2 3')""",
    """CREATE TRIGGER order_texts_added AFTER INSERT ON order_texts BEGIN
        INSERT INTO order_search(rowid, body) VALUES (new.order_number, new.body);
    END""",
    """CREATE TRIGGER order_texts_removed AFTER DELETE ON order_texts BEGIN
        INSERT INTO order_search(order_search, rowid, body) VALUES ('delete', old.order_number, old.body);
    END""",
    """CREATE TRIGGER order_texts_changed AFTER UPDATE ON order_texts BEGIN
        INSERT INTO order_search(order_search, rowid, body) VALUES ('delete', old.order_number, old.body);
        INSERT INTO order_search(rowid, body) VALUES (new.order_number, new.body);
    END""",
)
