"""Keeps what is typed and not sent: a writer in the background, files while there is no database (decision 14)."""

import contextlib
import hashlib
import json
import os
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from ads_tui.config import data_dir
from ads_tui.errors import AdsError
from ads_tui.logs import log_unexpected

if TYPE_CHECKING:
    from ads_tui.console.base_app import BaseApp
    from ads_tui.domain.actors import Actor
    from ads_tui.services.drafts import DraftView
    from ads_tui.store.work import Reading, Store, Work

# After the last key (decision 14).
PAUSE_S = 0.5
_RETRY_S = 2.0
# While leaving the console: what takes the database longer goes to a file.
LEAVING_S = 3.0

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A draft to be written, None for one to be thrown away; `due` by the monotonic clock.

    `from_file` where an earlier console left it, `in_file` where it lies in a file until the database is back.
    """

    payload: Mapping[str, Any] | None
    typed_at: datetime
    due: float
    from_file: bool = False
    in_file: bool = False


@dataclass(frozen=True, slots=True)
class Offering:
    """The draft of a form as it waited to be written, None where nothing did."""

    kind: str
    subject: str
    waiting: _Waiting | None

    def alone(self) -> "DraftView | None":
        """What was not in the database yet."""
        from ads_tui.services.drafts import DraftView

        waiting = self.waiting
        if waiting is None or waiting.payload is None:
            return None
        return DraftView(self.kind, self.subject, waiting.payload, waiting.typed_at)

    def find(self, reading: "Reading") -> "DraftView | None":
        """The database's, or what was typed after it; none that was to be thrown away."""
        from ads_tui.services.drafts import find_draft

        if self.waiting is not None and self.waiting.payload is None:
            return None
        here, there = self.alone(), find_draft(reading, self.kind, self.subject)
        return there if here is None or (there is not None and there.updated_at > here.updated_at) else here


class DraftKeeper:
    """The drafts of one employee on one database."""

    def __init__(self, store: "Store", actor: "Actor", folder: Path, pause_s: float = PAUSE_S) -> None:
        """`folder` is where drafts lie while the database is gone; those found there are sent to it."""
        self._store = store
        self._actor = actor
        self._folder = folder
        self._pause_s = pause_s
        self._waiting: dict[Key, _Waiting] = {}
        self._writing: Key | None = None
        self._changed = threading.Condition()
        self._closed = False
        self._read_files()
        self._thread = threading.Thread(target=self._run, name="ads-drafts", daemon=True)
        self._thread.start()

    def keep(self, kind: str, subject: str, payload: Mapping[str, Any]) -> None:
        """Keep this in place of what was kept before, once typing pauses."""
        self._put((kind, subject), payload, self._pause_s)

    def drop(self, kind: str, subject: str) -> None:
        """Throw it away."""
        self._put((kind, subject), None, 0)

    def flush(self, wait_s: float = 0) -> None:
        """Write at once what waits; with `wait_s` stay until it is safe, in a file where the database takes longer."""
        with self._changed:
            self._waiting = {key: replace(waiting, due=0, in_file=False) for key, waiting in self._waiting.items()}
            self._changed.notify_all()
            if wait_s and not self._changed.wait_for(self._is_safe, wait_s):
                for key, waiting in self._waiting.items():
                    self._write_file(key, waiting)

    def _is_safe(self) -> bool:
        return self._writing is None and all(waiting.in_file for waiting in self._waiting.values())

    def settle(self, kind: str, subject: str) -> None:
        """Forget what waits to be written, and wait until nothing of it is being written: whoever sends it is next.

        To be called in a thread.
        """
        key = (kind, subject)
        with self._changed:
            self._waiting.pop(key, None)
            self._changed.wait_for(lambda: self._writing != key)
            self._waiting.pop(key, None)
            self._remove_file(key)

    def offering(self, kind: str, subject: str) -> "Offering":
        """The draft to offer: asked for before a reading begins, as what is written later does not stand in that."""
        with self._changed:
            return Offering(kind, subject, self._waiting.get((kind, subject)))

    def close(self) -> None:
        """End the thread once what waits is safe; whoever must be sure of that before he leaves calls `flush` first."""
        with self._changed:
            for key, waiting in self._waiting.items():
                if not waiting.in_file:
                    self._waiting[key] = replace(waiting, due=0)
            self._closed = True
            self._changed.notify_all()

    # The writer

    def _put(self, key: Key, payload: Mapping[str, Any] | None, pause_s: float) -> None:
        with self._changed:
            self._waiting[key] = _Waiting(payload, self._store.clock.now(), time.monotonic() + pause_s)
            self._changed.notify_all()

    def _run(self) -> None:
        while True:
            with self._changed:
                if self._closed and self._is_safe():
                    return
                now = time.monotonic()
                due = min(self._waiting.items(), key=lambda one: one[1].due, default=None)
                if due is None or due[1].due > now:
                    self._changed.wait(None if due is None else due[1].due - now)
                    continue
                key, waiting = due
                self._writing = key
            failed = self._write(key, waiting)
            with self._changed:
                self._writing = None
                # Whatever was typed meanwhile stays to be written.
                present = self._waiting.get(key)
                if present is not None and present.typed_at == waiting.typed_at and present.payload is waiting.payload:
                    self._after(key, waiting, failed)
                self._changed.notify_all()

    def _after(self, key: Key, waiting: _Waiting, failed: bool) -> None:
        if failed:
            self._write_file(key, waiting)
            self._waiting[key] = replace(waiting, due=time.monotonic() + _RETRY_S, in_file=True)
        else:
            del self._waiting[key]
            self._remove_file(key)

    def _write(self, key: Key, waiting: _Waiting) -> bool:
        from ads_tui.services.drafts import drop_draft, find_draft, keep_draft

        kind, subject = key

        def operation(work: "Work") -> None:
            known = find_draft(work, kind, subject) if waiting.from_file else None
            if known is not None and known.updated_at > waiting.typed_at:
                return
            if waiting.payload is None:
                drop_draft(work, kind, subject)
            else:
                keep_draft(work, kind, subject, waiting.payload)

        try:
            self._store.perform(self._actor, operation)
        except AdsError:
            return True
        except Exception as error:
            log_unexpected(error)
            return True
        return False

    # Files while there is no database

    def _path(self, key: Key) -> Path:
        name = hashlib.sha256(json.dumps([self._actor.id, *key]).encode()).hexdigest()[:32]
        return self._folder / f"{name}.json"

    def _write_file(self, key: Key, waiting: _Waiting) -> None:
        kind, subject = key
        document = {
            "employee": self._actor.id,
            "kind": kind,
            "subject": subject,
            "payload": waiting.payload,
            "typed_at": waiting.typed_at.isoformat(),
        }
        path = self._path(key)
        beside = path.with_suffix(".part")
        # A full disk leaves it in memory, where it waits for the database.
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            private = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(private, "w", encoding="utf-8") as file:
                json.dump(document, file, ensure_ascii=False)
            beside.replace(path)

    def _remove_file(self, key: Key) -> None:
        with contextlib.suppress(OSError):
            self._path(key).unlink(missing_ok=True)

    def _read_files(self) -> None:
        for path in sorted(self._folder.glob("*.json")):
            try:
                document = json.loads(path.read_text(encoding="utf-8"))
                if document["employee"] == self._actor.id:
                    key = (document["kind"], document["subject"])
                    typed_at = datetime.fromisoformat(document["typed_at"])
                    self._waiting[key] = _Waiting(document["payload"], typed_at, 0, from_file=True, in_file=True)
            except (OSError, ValueError, KeyError, TypeError):
                # A half-written or foreign file: nothing that could be offered.
                continue


_KEEPERS: "WeakKeyDictionary[BaseApp, tuple[int | None, DraftKeeper]]" = WeakKeyDictionary()


def keeper_of(host: "BaseApp") -> DraftKeeper:
    """The keeper of whoever is signed in at this console; made when it is first asked for."""
    actor = host.signed_in
    known = _KEEPERS.get(host)
    if known is not None:
        if known[0] == actor.id:
            return known[1]
        known[1].close()
    keeper = DraftKeeper(host.store, actor, drafts_dir(host.store))
    _KEEPERS[host] = (actor.id, keeper)
    return keeper


def close_keeper(host: "BaseApp") -> None:
    """Let the keeper of a console that ends, end too."""
    known = _KEEPERS.pop(host, None)
    if known is not None:
        known[1].close()


def drafts_dir(store: "Store") -> Path:
    """Where drafts of a database lie while it is gone: each database has a folder of its own."""
    address = store.engine.url.render_as_string(hide_password=True)
    return data_dir() / "drafts" / hashlib.sha256(address.encode()).hexdigest()[:16]
