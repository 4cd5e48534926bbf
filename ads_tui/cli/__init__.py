"""The command line: one file per noun, thin."""

import sys

# Each noun and the module of its commands, in the order of help: a module has a Typer `app`, or, for a command
# without others below it, a function `run` and its `HELP`.
NOUNS: dict[str, str] = {
    "tui": "tui",
    "demo": "demo",
    "login": "login",
    "db": "db",
    "order": "order",
    "import": "imports",
    "employee": "employee",
    "role": "role",
    "organization": "organization",
    "group": "group",
    "quarter": "quarter",
    "department": "department",
    "building": "building",
    "premise": "premise",
    "client": "client",
    "category": "category",
    "service-type": "service_type",
    "service": "service",
    "reason": "reason",
    "status": "status",
    "setting": "setting",
    "audit": "audit",
    "doctor": "doctor",
}


def run() -> None:
    """Entry point of `ads`."""
    from ads_tui.cli.invocation import prepare

    argv = prepare(sys.argv[1:])
    # The commands' help is evaluated on import, so the language comes first.
    from ads_tui.cli.main import main

    sys.exit(main(argv))
