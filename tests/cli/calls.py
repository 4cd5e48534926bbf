"""Calls of `ads` as a user makes them, in the process of the test."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from ads_tui.cli.invocation import prepare
from ads_tui.cli.main import main


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on stdout of a call that was done."""
        assert (self.code, self.err) == (0, ""), self
        return json.loads(self.out)

    @property
    def error(self) -> dict[str, Any]:
        """The refusal, the last line on stderr; nothing stands on stdout then."""
        assert self.out == "", self
        refusal: dict[str, Any] = json.loads(self.err.splitlines()[-1])["error"]
        assert refusal.keys() == {"code", "message", "field", "details"}
        assert refusal["message"]
        return refusal

    @property
    def refused(self) -> tuple[int, str, str | None]:
        """Exit code, code and field of the refusal."""
        return self.code, self.error["code"], self.error["field"]


# The employee, None for nobody, then the words after `ads`.
Ads = Callable[..., Answer]


def runner(url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], now: str) -> Ads:
    """A function that runs one command with --json at a moment on a database."""
    monkeypatch.setenv("ADS_DATABASE_URL", url)
    monkeypatch.setenv("ADS_NOW", now)
    monkeypatch.setenv("COLUMNS", "200")

    def run(by: str | None, *words: str | int, json: bool = True) -> Answer:
        engines: list[Engine] = []

        def remember(connection: sa.Connection) -> None:
            engines.append(connection.engine)

        capsys.readouterr()
        given = [*(["--json"] if json else []), "--as", by or "nobody.here", *map(str, words)]
        sa.event.listen(Engine, "engine_connect", remember)
        try:
            code = main(prepare(given))
        finally:
            sa.event.remove(Engine, "engine_connect", remember)
            # A process would close its connections by ending.
            for engine in engines:
                engine.dispose()
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return Answer(code, out, err)

    return run
