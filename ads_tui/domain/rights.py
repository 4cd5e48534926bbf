"""Rights, sections and the roles that ship (RO-1, RO-2)."""

from collections.abc import Iterable
from dataclasses import dataclass

from ads_tui.i18n import N_

# In the order of the table of RO-2, which is also the order in which a role's rights are printed.
RIGHTS: dict[str, str] = {
    "orders.view_all": N_("See all orders within one's access"),
    "orders.view_own": N_("See the orders where one is executor or controller"),
    "orders.create": N_("Create and import orders"),
    "orders.edit": N_("Edit orders, their people, documents and status"),
    "orders.cancel": N_("Cancel orders and mark duplicates"),
    "orders.complete": N_("Complete orders"),
    "orders.approve": N_("Approve and decline"),
    "orders.manage_any": N_("Act for controllers and approvers, undo another's batch"),
    "orders.export": N_("Export orders"),
    "chat.send": N_("Write to clients"),
    "chat.delete_any": N_("Delete any employee's message"),
    "comments.add": N_("Add comments"),
    "incidents.manage": N_("Manage incidents"),
    "invoices.edit": N_("Make and change invoices"),
    "invoices.discount": N_("Give discounts"),
    "refunds.make": N_("Make, confirm and reject refunds"),
    "payments.view": N_("See payments"),
    "clients.edit": N_("Edit clients, premises and accounts"),
    "services.edit": N_("Edit services, price lists, templates and cancel reasons"),
    "filters.share": N_("Share favourite filters"),
    "reports.view": N_("See reports"),
    "admin": N_("Administer the system"),
}

SECTIONS: dict[str, str] = {
    "orders": N_("Orders"),
    "my_orders": N_("My orders"),
    "incidents": N_("Incidents"),
    "clients": N_("Clients"),
    "buildings": N_("Buildings"),
    "services": N_("Services"),
    "prices": N_("Prices"),
    "payments": N_("Payments"),
    "calls": N_("Calls"),
    "reports": N_("Reports"),
    "administration": N_("Administration"),
}

# The role that never loses the right `admin`.
ADMINISTRATOR = "administrator"

NEEDS_EDIT = frozenset(
    {
        "orders.cancel",
        "orders.complete",
        "chat.send",
        "chat.delete_any",
        "comments.add",
        "invoices.edit",
        "invoices.discount",
        "refunds.make",
    }
)


@dataclass(frozen=True, slots=True)
class BuiltinRole:
    """A role that every database begins with; an administrator may change it afterwards."""

    code: str
    caption: str
    rights: frozenset[str]
    sections: frozenset[str]


def _all_but(table: Iterable[str], *left_out: str) -> frozenset[str]:
    return frozenset(table) - frozenset(left_out)


BUILTIN_ROLES: tuple[BuiltinRole, ...] = (
    BuiltinRole(ADMINISTRATOR, N_("Administrator"), frozenset(RIGHTS), frozenset(SECTIONS)),
    BuiltinRole(
        "supervisor",
        N_("Supervisor"),
        _all_but(RIGHTS, "admin", "services.edit", "chat.delete_any"),
        _all_but(SECTIONS, "administration"),
    ),
    BuiltinRole(
        "dispatcher",
        N_("Dispatcher"),
        frozenset(
            {
                "orders.view_all",
                "orders.create",
                "orders.edit",
                "orders.cancel",
                "orders.complete",
                "orders.export",
                "chat.send",
                "comments.add",
                "incidents.manage",
                "invoices.edit",
                "clients.edit",
            }
        ),
        frozenset({"orders", "my_orders", "incidents", "clients", "buildings", "services", "prices", "calls"}),
    ),
    BuiltinRole(
        "executor",
        N_("Executor"),
        frozenset({"orders.view_own", "orders.edit", "orders.complete", "chat.send", "comments.add"}),
        frozenset({"my_orders"}),
    ),
    BuiltinRole(
        "observer",
        N_("Observer"),
        frozenset({"orders.view_all", "reports.view"}),
        frozenset({"orders", "incidents", "reports"}),
    ),
)


def effective(rights: Iterable[str]) -> frozenset[str]:
    """The rights of a role that work: without `orders.edit` those of `NEEDS_EDIT` do not (RO-2)."""
    held = frozenset(rights)
    return held if "orders.edit" in held else held - NEEDS_EDIT
