"""A wheel installed elsewhere works like the checkout: tables, what ships, translations are inside."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tools.constraints import LOCK, constraints

# One worker makes the installation and tries it.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wheel")]

CHECKOUT = Path(__file__).parents[2]


class Installation:
    """A virtual environment that holds the wheel and what it needs, and an empty directory to work in."""

    def __init__(self, root: Path) -> None:
        self.programs = root / "venv" / "bin"
        self.wheels = root / "wheels"
        self.home = root / "empty"
        self.home.mkdir()
        self.expected = _packed()
        subprocess.run([sys.executable, "-m", "venv", root / "venv"], check=True)
        versions = root / "constraints.txt"
        versions.write_text("\n".join(constraints(LOCK.read_text(encoding="utf-8"))), encoding="utf-8")
        self._pip("wheel", "--no-deps", "--wheel-dir", str(self.wheels), str(CHECKOUT))
        self._pip("install", "--constraint", str(versions), str(self.wheel))

    def _pip(self, *words: str) -> None:
        command = [str(self.programs / "python"), "-m", "pip", *words, "--quiet", "--disable-pip-version-check"]
        done = subprocess.run(command, cwd=self.home, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    @property
    def wheel(self) -> Path:
        (only,) = self.wheels.glob("*.whl")
        return only

    def ads(self, *words: str, code: int = 0) -> subprocess.CompletedProcess[str]:
        """Run `ads` there and check its exit code."""
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.home), "LC_ALL": "C.UTF-8"}
        environment["ADS_DATA_DIR"] = str(self.home / "data")
        done = subprocess.run(
            [self.programs / "ads", *words],
            cwd=self.home,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stderr
        return done


def _packed() -> set[str]:
    """What the wheel is to hold: every file of the package but compiled ones, and what ships beside it."""
    package = {path.relative_to(CHECKOUT) for path in (CHECKOUT / "ads_tui").rglob("*") if path.is_file()}
    shipped = {"ads_tui/_data" / path.relative_to(CHECKOUT / "data") for path in (CHECKOUT / "data").rglob("*.*")}
    return {path.as_posix() for path in package | shipped if path.suffix != ".pyc"}


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """One installation for all tests here: it takes half a minute."""
    return Installation(tmp_path_factory.mktemp("wheel"))


def test_the_wheel_holds_the_program_and_nothing_of_its_development(installation: Installation) -> None:
    with zipfile.ZipFile(installation.wheel) as wheel:
        held = set(wheel.namelist())

    tops = {name.split("/")[0] for name in held}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"ads_tui"}
    assert installation.expected <= held


def test_the_version_is_told(installation: Installation) -> None:
    assert installation.wheel.name.split("-")[1] in installation.ads("--version").stdout


def test_the_demonstration_is_made_and_its_orders_are_listed(installation: Installation) -> None:
    made: dict[str, Any] = json.loads(installation.ads("demo", "--orders", "50", "--no-tui", "--json").stdout)
    assert made["orders"] == 50
    assert {"login", "role", "password"} <= made["logins"][0].keys()

    listed = json.loads(
        installation.ads("--db", made["database"], "--as", made["logins"][0]["login"], "order", "list", "--json").stdout
    )
    assert listed["found"] == 50

    check = installation.ads("--db", made["database"], "db", "check", "--json")
    assert json.loads(check.stdout)["problems"] == []


def test_refusals_are_told_in_russian(installation: Installation) -> None:
    english = installation.ads("--lang", "en", "--db", "nonsense", "order", "list", code=2).stderr
    russian = installation.ads("--lang", "ru", "--db", "nonsense", "order", "list", code=2).stderr

    assert english.isascii()
    assert any("а" <= letter <= "я" for letter in russian)
