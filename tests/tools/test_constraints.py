"""The versions that pip is held to are those of the lock."""

from tools.constraints import constraints

LOCK = """
[[package]]
name = "ads-tui"
source = { editable = "." }

[[package]]
name = "typer"
version = "0.29.2"
source = { registry = "https://pypi.org/simple" }

[[package]]
name = "forked"
version = "1.0"
source = { registry = "https://pypi.org/simple" }

[[package]]
name = "forked"
version = "2.0"
source = { registry = "https://pypi.org/simple" }

[[package]]
name = "alembic"
version = "1.20.1"
source = { registry = "https://pypi.org/simple" }
"""


def test_one_version_is_held_and_several_are_left_to_pip() -> None:
    assert constraints(LOCK) == ["alembic==1.20.1", "typer==0.29.2"]
