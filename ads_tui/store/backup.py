"""Backups: one tar of the database and a manifest, made while everybody works, restored into an empty place."""

import contextlib
import hashlib
import io
import json
import os
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError

from ads_tui.domain.moments import iso_utc
from ads_tui.errors import AdsError, InputError, OutsideError
from ads_tui.i18n import N_
from ads_tui.store import postgres_tools
from ads_tui.store.emptiness import demand_empty
from ads_tui.store.engine import make_engine
from ads_tui.store.migrate import HEAD, check_revision, refuse_newer, revision_of, upgrade
from ads_tui.store.work import Store, outside_error

MANIFEST = "manifest.json"
FORMAT = 1
# The member of the tar that holds the database, by its kind.
CONTENTS = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}
_LONGEST_MANIFEST = 100_000
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup is of: `kind` is sqlite or postgresql, `made_at` ISO 8601 UTC, `sha256` that of the database."""

    kind: str
    revision: str
    installation: str
    made_at: str
    sha256: str
    size: int
    format: int = FORMAT


def backup(store: Store, path: Path) -> Manifest:
    """Write a backup of a database that others may be writing; a file of this name is replaced once it is whole.

    Raises OutsideError `storage` where the disk refuses or `pg_dump` is missing, `unreachable` for the database.
    """
    path = path.expanduser().absolute()
    kind = store.engine.dialect.name
    revision, installation = _identity(store.engine)
    part = path.with_name(f"{path.name}.part")
    try:
        with tempfile.TemporaryDirectory(prefix=".ads-backup-", dir=path.parent) as folder:
            content = Path(folder) / CONTENTS[kind]
            if kind == "sqlite":
                _copy_sqlite(Path(str(store.engine.url.database)), content)
            else:
                postgres_tools.dump(store.engine.url, content)
            sha256, size = _digest(content)
            manifest = Manifest(kind, revision, installation, iso_utc(store.clock.now()), sha256, size)
            _write_tar(part, content, manifest)
        part.replace(path)
        _flush_folder(path.parent)
    except OSError as error:
        raise _storage(N_("{path} cannot be written: {reason}"), path, error) from None
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
    return manifest


def restore(url: str, path: Path) -> Manifest:
    """Make the database of a backup anew at `url`, which must be empty, and bring it to this program's revision.

    A backup that cannot be restored leaves nothing behind. Raises ConflictError `conflict` where the database is not
    empty, InputError `invalid_value` where it is of the other kind, OutsideError `storage` for a damaged backup,
    `database_newer` for one of a newer program.
    """
    path = path.expanduser().absolute()
    engine = make_engine(url, create=True)
    try:
        with _reading(path) as tar:
            manifest = _manifest(tar, path)
            refuse_newer(manifest.revision)
            if manifest.kind != engine.dialect.name:
                raise InputError(
                    "invalid_value",
                    N_("{path} is a backup of {theirs}, the database is of {ours}"),
                    field="file",
                    path=path,
                    theirs=manifest.kind,
                    ours=engine.dialect.name,
                )
            demand_empty(engine)
            if manifest.kind == "sqlite":
                _restore_sqlite(engine, tar, manifest, path)
            else:
                _restore_postgres(engine, url, tar, manifest, path)
    finally:
        engine.dispose()
    return manifest


def _copy_sqlite(source: Path, target: Path) -> None:
    """One state of the file, whatever others write meanwhile: all pages in one step, for which nobody waits."""
    try:
        with contextlib.closing(sqlite3.connect(source)) as reading, contextlib.closing(sqlite3.connect(target)) as to:
            reading.backup(to)
    except sqlite3.Error as error:
        raise OutsideError("storage", N_("The copy failed: {reason}"), reason=str(error)) from None


def _identity(engine: Engine) -> tuple[str, str]:
    """Revision and installation; an older database can be backed up, an empty or newer one is refused."""
    revision = revision_of(engine)
    if revision is None or revision > HEAD:
        check_revision(engine)
    try:
        with engine.connect() as connection:
            installation = connection.execute(sa.text("SELECT id FROM installation")).scalar() or ""
    except DBAPIError as error:
        raise outside_error(error) from error
    return str(revision), str(installation)


def _write_tar(part: Path, content: Path, manifest: Manifest) -> None:
    """Readable by its owner alone: it holds everything that the database does."""
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as file:
        with tarfile.open(fileobj=file, mode="w") as tar:
            text = json.dumps(asdict(manifest), indent=1).encode()
            entry = tarfile.TarInfo(MANIFEST)
            entry.size = len(text)
            tar.addfile(entry, io.BytesIO(text))
            entry = tarfile.TarInfo(content.name)
            entry.size = manifest.size
            with content.open("rb") as database:
                tar.addfile(entry, database)
        file.flush()
        os.fsync(file.fileno())


@contextlib.contextmanager
def _reading(path: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(path, mode="r:") as tar:
            yield tar
    except (tarfile.TarError, EOFError):
        raise _damaged(path) from None
    except OSError as error:
        raise _storage(N_("{path} cannot be restored: {reason}"), path, error) from None


def _manifest(tar: tarfile.TarFile, path: Path) -> Manifest:
    """The manifest, which must be that of a backup that this program can read."""
    text = _member(tar, MANIFEST, path).read(_LONGEST_MANIFEST)
    try:
        manifest = Manifest(**json.loads(text))
    except (ValueError, TypeError, RecursionError):
        raise _damaged(path) from None
    if manifest.format != FORMAT or manifest.kind not in CONTENTS or not isinstance(manifest.revision, str):
        raise _damaged(path)
    return manifest


def _member(tar: tarfile.TarFile, name: str, path: Path) -> IO[bytes]:
    try:
        file = tar.extractfile(name)
    except KeyError:
        file = None
    if file is None:
        raise _damaged(path)
    return file


def _restore_sqlite(engine: Engine, tar: tarfile.TarFile, manifest: Manifest, path: Path) -> None:
    """Beside its place, checked and upgraded there, then renamed into it."""
    target = Path(str(engine.url.database)).absolute()
    with tempfile.TemporaryDirectory(prefix=".ads-restore-", dir=target.parent) as folder:
        made = Path(folder) / target.name
        _extract(tar, manifest, path, made)
        _demand_whole(made, path)
        upgrade(engine.url.set(database=str(made)).render_as_string(hide_password=False))
        for leftover in (f"{target.name}-wal", f"{target.name}-shm"):
            target.with_name(leftover).unlink(missing_ok=True)
        made.replace(target)
    _flush_folder(target.parent)


def _restore_postgres(engine: Engine, url: str, tar: tarfile.TarFile, manifest: Manifest, path: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="ads-restore-") as folder:
        dump = Path(folder) / CONTENTS[manifest.kind]
        _extract(tar, manifest, path, dump)
        postgres_tools.restore(engine.url, dump)
    upgrade(url)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")


def _extract(tar: tarfile.TarFile, manifest: Manifest, path: Path, target: Path) -> None:
    """Write the member that holds the database, whatever else is in the tar; its digest must be the manifest's."""
    hashed = hashlib.sha256()
    with _member(tar, CONTENTS[manifest.kind], path) as source, target.open("wb") as file:
        while chunk := source.read(_CHUNK):
            hashed.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    if hashed.hexdigest() != manifest.sha256:
        raise _damaged(path)


def _demand_whole(database: Path, path: Path) -> None:
    try:
        with contextlib.closing(sqlite3.connect(database)) as connection:
            (result,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.Error:
        raise _damaged(path) from None
    if result != "ok":
        raise _damaged(path)


def _digest(content: Path) -> tuple[str, int]:
    with content.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), content.stat().st_size


def _flush_folder(folder: Path) -> None:
    """The name survives a power cut only once its folder is on the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _damaged(path: Path) -> AdsError:
    return OutsideError("storage", N_("{path} is no backup, or is damaged: nothing was restored"), path=path)


def _storage(text: str, path: Path, error: OSError) -> AdsError:
    values: dict[str, Any] = {"path": path, "reason": error.strerror or error}
    return OutsideError("storage", text, **values)
