"""The command line: one file per noun, thin."""

import sys

# Each noun and the module of its commands: who writes a noun adds a line, in the order of help.
NOUNS: dict[str, str] = {
    "order": "order",
    "import": "imports",
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
}


def run() -> None:
    """Entry point of `ads`."""
    from ads_tui.cli.invocation import prepare

    argv = prepare(sys.argv[1:])
    # The commands' help is evaluated on import, so the language comes first.
    from ads_tui.cli.main import main

    sys.exit(main(argv))
