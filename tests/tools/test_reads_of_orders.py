"""Every read of orders starts from `select_orders` or stands under `visible` (RO-3), or is reviewed here."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
FLOORS = ("services", "scheduler", "cli", "console", "screens", "widgets")
# The names under which orders are read: the Core table, an alias of it, the model.
ORDERS = frozenset({"ORDERS", "_OTHER_ORDERS", "Order"})
JUDGES = frozenset({"select_orders", "visible"})

# Where orders are read without asking who sees them, and why nothing is told by it.
REVIEWED = {
    "services.notifications.parties:<module>": "what decides who may see an order; none is told",
    "scheduler.cleaning:_forget_due_work": "whether an order is closed; none is told",
    "services.blocking:_open_orders": "people are replaced in every order (EM-2); only visible ones are named",
    "services.check.clocks:<module>": "the check compares what is kept of every open order with its history",
    "services.check.columns:<module>": "the check compares every row with its history",
    "services.check.columns:_check_numbers": "the check looks at the largest number",
    "services.check.columns:compare": "the check compares every row with its history",
    "services.check.history:_statement": "the check follows every chain",
    "services.check.texts:check_texts": "the check compares every search text",
    "services.export.order_statements:<module>": "rows of numbers that were judged where they were found",
    "services.export.order_statements:_contact": "a part of the rows of numbers that were judged",
    "services.export.order_statements:select_columns": "rows of numbers that were judged where they were found",
    "services.imports.order_plans:_existing": "an external number is known again, whoever sees the order (CL-16)",
    "services.nouns.premises:_demand_unused": "whether a premise has any order; none is told",
    "services.nouns.service_people:drop_controllers": "controllers go from all orders of a service (PE-5)",
    "services.nouns.statuses:_count_anew": "the load of all orders in a status is written anew",
    "services.nouns.statuses:_is_used": "whether a status has any order; none is told",
    "services.orders.card:_card": "the number was judged by demand_visible, or is of an order just changed",
    "services.orders.conditions.condition:Condition.some": "how many orders an index leads to; none is told",
    "services.orders.conditions.condition:linked": "a condition, put under `visible` by the list",
    "services.orders.conditions.own:status": "a condition, put under `visible` by the list",
    "services.orders.conditions.people:manager": "a condition, put under `visible` by the list",
    "services.orders.creating:_demand_free": "an external number is unique in the database; whose it is is not told",
    "services.orders.finding:_by_phone": "a part of a condition, put under `visible` by the list",
    "services.orders.finding:_searched": "a condition, put under `visible` by the list",
    "services.orders.group_walking:GroupedKeys._held": "its conditions hold `visible`, put there by keys_of",
    "services.orders.group_walking:GroupedKeys._members": "its conditions hold `visible`, put there by keys_of",
    "services.orders.group_walking:GroupedKeys._select_keys": "its conditions hold `visible`, put there by keys_of",
    "services.orders.group_walking:GroupedKeys._split": "how many orders a group holds; none is told",
    "services.orders.listing:tab_conditions": "a condition, put under `visible` by the list",
    "services.orders.row_statements:<module>": "rows of numbers that were judged where they were found",
    "services.orders.row_statements:_contact": "a part of the rows of numbers that were judged",
    "services.orders.similar:similar_to": "the place of an order that the actor has just made",
    "services.orders.sorts:Sort.segments": "the exact number, a part of a walk under `visible`",
    "services.orders.walking:OrderKeys._segment": "its conditions hold `visible`, put there by keys_of",
    "services.orders.walking:OrderKeys._select_keys": "its conditions hold `visible`, put there by keys_of",
}


def functions(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """The outermost functions and methods with their names, and what stands outside of them."""
    outside = ast.Module([], [])
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            for member in node.body:
                if isinstance(member, ast.FunctionDef):
                    yield f"{node.name}.{member.name}", member
        elif not isinstance(node, ast.Import | ast.ImportFrom):
            outside.body.append(node)
    yield "<module>", outside


def names(node: ast.AST) -> set[str]:
    return {found.id for found in ast.walk(node) if isinstance(found, ast.Name)}


def reads_orders(node: ast.AST) -> bool:
    """Whether it makes a statement that reads, and names orders."""
    calls = [one.func for one in ast.walk(node) if isinstance(one, ast.Call)]
    called = {func.attr for func in calls if isinstance(func, ast.Attribute)}
    return bool(called & {"select", "exists", "get", "get_one", "query"} and names(node) & ORDERS)


def unjudged() -> set[str]:
    found = set()
    for floor in FLOORS:
        for path in (ROOT / "ads_tui" / floor).rglob("*.py"):
            place = ".".join(path.relative_to(ROOT / "ads_tui").with_suffix("").parts)
            for name, node in functions(ast.parse(path.read_text())):
                if reads_orders(node) and not names(node) & JUDGES:
                    found.add(f"{place}:{name}")
    return found


def test_ro_3_every_read_of_orders_is_judged_or_reviewed() -> None:
    assert unjudged() == set(REVIEWED)
