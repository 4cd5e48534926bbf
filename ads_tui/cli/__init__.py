"""The command line: one file per noun, thin."""

import gc
import sys

# Each noun and the module of its commands, in the order of help: a module has a Typer `app`, or, for a command
# without others below it, a function `run` and its `HELP`.
NOUNS: dict[str, str] = {
    "tui": "tui",
    "demo": "demo",
    "login": "login",
    "db": "db",
    "order": "order",
    "favourite": "favourite",
    "export": "export",
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
    "sla": "sla",
    "scheduler": "scheduler",
    "shift": "shift",
    "notification": "notification",
    "setting": "setting",
    "audit": "audit",
    "doctor": "doctor",
}


# So many new objects bring a look for garbage; by the language's own 700 that took a third of the start, and below
# what a console imports it would still be done three times for nothing.
_COLLECT_AFTER = 200_000


def run() -> None:
    """Entry point of `ads`."""
    gc.set_threshold(_COLLECT_AFTER)
    from ads_tui.cli.invocation import prepare

    argv = prepare(sys.argv[1:])
    from ads_tui.cli.ending import exit_code_of
    from ads_tui.cli.opening import open_as_asked, plain_call

    call = plain_call(argv)
    if call is not None:
        sys.exit(exit_code_of(lambda: open_as_asked(call)))
    # The commands' help is evaluated on import, so the language comes first.
    from ads_tui.cli.main import main

    sys.exit(main(argv))
