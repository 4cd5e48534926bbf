import asyncio
import threading
from functools import partial
from pathlib import Path

import sqlalchemy as sa

from ads_tui.console.live import Found, Lost
from ads_tui.console.reading import Loaded, Refused
from ads_tui.domain.actors import SYSTEM
from ads_tui.errors import AdsError, RuleError
from ads_tui.services.settings import set_setting
from ads_tui.store.work import Reading, Store, Work
from tests.console.trial import LONG_S, Trial, TrialScreen, console


def name(reading: Reading) -> str:
    return reading.settings.text("organization.name")


def refused(_reading: Reading) -> None:
    raise RuleError("order_state", "Not [b]this[/b] way")


async def test_a_read_answers_on_the_screen_that_asked(both_desks: Store) -> None:
    answers: list[str] = []
    async with console(both_desks) as trial:
        trial.home.read(name, answers.append)
        await trial.until(lambda: answers)
    assert answers == ["Green Park Management"]


async def test_a_read_is_made_as_whoever_is_signed_in(desk: Store) -> None:
    answers: list[str | None] = []
    async with console(desk) as trial:
        trial.home.read(lambda reading: reading.actor.login, answers.append)
        await trial.until(lambda: answers)
    assert answers == ["anna"]


async def test_a_write_is_one_transaction(both_desks: Store) -> None:
    done: list[object] = []

    def rename(work: Work) -> str:
        work.session.execute(sa.text("UPDATE employees SET position = 'chief' WHERE login = 'anna'"))
        return "done"

    async with console(both_desks) as trial:
        trial.home.write(rename, done.append)
        await trial.until(lambda: done)
    with both_desks.reading(SYSTEM) as reading:
        position = reading.session.execute(sa.text("SELECT position FROM employees WHERE login = 'anna'")).scalar()
    assert (done, position) == (["done"], "chief")


def numbered(number: int, _work: Work) -> int:
    return number


async def test_writes_do_not_push_each_other_aside(desk: Store) -> None:
    done: list[int] = []
    async with console(desk) as trial:
        for number in range(5):
            trial.home.write(partial(numbered, number), done.append)
        await trial.until(lambda: len(done) == 5)
    assert sorted(done) == [0, 1, 2, 3, 4]


async def test_only_the_newest_read_of_a_group_is_answered(desk: Store) -> None:
    first_runs, let_go = threading.Event(), threading.Event()
    answers: list[str] = []

    def slow(_reading: Reading) -> str:
        first_runs.set()
        let_go.wait(LONG_S)
        return "slow"

    async with console(desk) as trial:
        trial.home.read(slow, answers.append, group="page")
        await asyncio.to_thread(first_runs.wait, LONG_S)
        trial.home.read(lambda _reading: "fast", answers.append, group="page")
        trial.home.read(lambda _reading: "other", answers.append, group="counts")
        await trial.until(lambda: len(answers) == 2)
        let_go.set()
        await trial.app.workers.wait_for_complete()
        await trial.pilot.pause()
    assert sorted(answers) == ["fast", "other"]


_ENDLESS = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
    "postgresql": "SELECT pg_sleep(3600)",
}


async def test_a_read_nobody_waits_for_is_stopped_in_the_database(both_desks: Store) -> None:
    answers: list[str] = []
    asked = threading.Event()
    ended = threading.Event()

    def endless(reading: Reading) -> str:
        asked.set()
        try:
            reading.session.execute(sa.text(_ENDLESS[both_desks.engine.dialect.name]))
        finally:
            ended.set()
        return "never"

    async with console(both_desks) as trial:
        trial.home.read(endless, answers.append, group="page")
        await asyncio.to_thread(asked.wait, LONG_S)
        await trial.until(lambda: len(trial.app.running_reads) == 1)
        while not ended.is_set():
            # Stopped between two statements it goes on: the next key stops it again.
            trial.home.read(lambda _reading: "next", answers.append, group="page")
            await trial.until(lambda: "next" in answers)
            await asyncio.to_thread(ended.wait, 0.2)
        assert "never" not in answers
        trial.home.read(name, answers.append)
        await trial.until(lambda: "Green Park Management" in answers)
        assert trial.toasts == []


async def test_a_trial_tells_what_would_be_and_writes_nothing(both_desks: Store) -> None:
    told: list[str] = []
    asked = sa.text("SELECT position FROM employees WHERE login = 'anna'")

    def promote(work: Work) -> str:
        work.session.execute(sa.text("UPDATE employees SET position = 'chief' WHERE login = 'anna'"))
        return str(work.session.execute(asked).scalar())

    async with console(both_desks) as trial:
        trial.home.try_out(promote, told.append, group="trial")
        await trial.until(lambda: told)
    with both_desks.reading(SYSTEM) as reading:
        assert (told, reading.session.execute(asked).scalar() == "chief") == (["chief"], False)


async def test_a_trial_gives_way_to_a_newer_one_of_its_group(both_desks: Store) -> None:
    told: list[str] = []
    begun = threading.Event()
    endless = {
        "sqlite": "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n",
        "postgresql": "SELECT pg_sleep(600)",
    }

    def last_for_ever(work: Work) -> str:
        begun.set()
        return str(work.connection.execute(sa.text(endless[work.connection.dialect.name])).scalar())

    async with console(both_desks) as trial:
        trial.home.try_out(last_for_ever, told.append, group="trial")
        await trial.until(begun.is_set)
        trial.home.try_out(lambda work: "newer", told.append, group="trial")
        await trial.until(lambda: told)
        assert told == ["newer"]


async def test_leaving_stops_what_is_being_read(both_desks: Store) -> None:
    asked = threading.Event()

    def endless(reading: Reading) -> None:
        asked.set()
        reading.session.execute(sa.text(_ENDLESS[both_desks.engine.dialect.name]))

    async with console(both_desks) as trial:
        trial.home.read(endless, lambda _nothing: None)
        await asyncio.to_thread(asked.wait, LONG_S)
        await trial.until(lambda: len(trial.app.running_reads) == 1)


async def test_a_refusal_is_a_toast_unless_somebody_takes_it(desk: Store) -> None:
    taken: list[AdsError] = []
    async with console(desk) as trial:
        trial.home.read(refused, lambda _nothing: None)
        await trial.until(lambda: trial.toasts)
        assert trial.toasts == ["Not [b]this[/b] way"]
        trial.home.write(lambda work: refused(work), lambda _nothing: None, instead=taken.append)
        await trial.until(lambda: taken)
        assert taken[0].code == "order_state"
        assert len(trial.toasts) == 1
        assert any(isinstance(message, Refused) for message in trial.messages)


async def test_an_answer_is_a_typed_message_that_trials_can_wait_for(desk: Store) -> None:
    async with console(desk) as trial:
        trial.home.read(name, lambda _text: None, group="page")
        await trial.until(
            lambda: any(isinstance(message, Loaded) and message.group == "page" for message in trial.messages)
        )


# What others change


async def listening(trial: Trial) -> None:
    await trial.until(lambda: trial.app._live is not None and trial.app._live.is_listening)


def touch(store: Store, *keys: str) -> None:
    def operation(work: Work) -> None:
        for key in keys:
            work.touch("order", key)

    store.perform(SYSTEM, operation)


def heard(screen: TrialScreen) -> set[str]:
    return {key for event in screen.heard for key in event.keys("order")}


async def test_ls_3_what_another_commits_is_told_to_the_screens(both_desks: Store) -> None:
    async with console(both_desks) as trial:
        await listening(trial)
        touch(both_desks, "17", "18")
        await trial.until(lambda: heard(trial.home) == {"17", "18"})
        assert any(event.touches("order") for event in trial.home.heard)
        assert not any(event.touches("client") for event in trial.home.heard)


async def test_many_commits_are_told_together(both_desks: Store) -> None:
    async with console(both_desks) as trial:
        await listening(trial)
        for number in range(40):
            await asyncio.to_thread(touch, both_desks, str(number))
        await trial.until(lambda: len(heard(trial.home)) == 40)
        assert len(trial.home.heard) < 40


async def test_a_screen_beneath_another_hears_what_it_missed_when_it_comes_back(desk: Store) -> None:
    async with console(desk) as trial:
        await listening(trial)
        above = TrialScreen()
        trial.app.push_screen(above)
        await trial.until(lambda: above.ready)
        touch(desk, "17")
        await trial.until(lambda: heard(above) == {"17"})
        touch(desk, "18")
        await trial.until(lambda: heard(above) == {"17", "18"})
        assert trial.home.heard == []
        trial.app.pop_screen()
        await trial.until(lambda: heard(trial.home) == {"17", "18"})
        assert len(trial.home.heard) == 1


async def test_a_screen_beneath_a_dialog_is_seen_and_hears_at_once(desk: Store) -> None:
    async with console(desk) as trial:
        await listening(trial)
        await trial.press("f1")
        touch(desk, "17")
        await trial.until(lambda: heard(trial.home) == {"17"})


async def test_a_newer_version_in_the_database_is_told(desk: Store) -> None:
    async with console(desk) as trial:
        await listening(trial)
        desk.perform(SYSTEM, lambda work: work.touch("schema", "0002"))
        await trial.until(lambda: trial.toasts)
        assert "newer version" in trial.toasts[0]


# The database gone and back (R4)


class Outage:
    """Takes a database away, and brings it back."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._sqlite = store.engine.dialect.name == "sqlite"
        self._path = Path(str(store.engine.url.database)).parent if self._sqlite else Path()
        if not self._sqlite:
            url = store.engine.url
            self._name = url.database
            self._outside = sa.create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")

    def begin(self, trial: Trial) -> None:
        if self._sqlite:
            self._path.rename(self._path.with_name("away"))
            self._store.engine.dispose()
            # A held connection would not notice: SQLite keeps an open file that was moved.
            trial.app.suspect()
        else:
            with self._outside.connect() as connection:
                connection.execute(sa.text(f'ALTER DATABASE "{self._name}" ALLOW_CONNECTIONS false'))
                connection.execute(
                    sa.text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"),
                    {"name": self._name},
                )

    def end(self) -> None:
        if self._sqlite:
            self._path.with_name("away").rename(self._path)
        else:
            with self._outside.connect() as connection:
                connection.execute(sa.text(f'ALTER DATABASE "{self._name}" ALLOW_CONNECTIONS true'))
            self._outside.dispose()


async def test_r_4_the_console_says_that_the_database_is_gone_keeps_what_was_typed_and_goes_on(
    both_desks: Store,
) -> None:
    outage = Outage(both_desks)
    answers: list[str] = []
    async with console(both_desks) as trial:
        await listening(trial)
        trial.home.query_one("#field").focus()
        await trial.press(*"typed")
        outage.begin(trial)
        await trial.until(lambda: "Database unreachable since 11:00, trying again" in trial.shown())
        assert "stale since 11:00" in trial.lines()[0]
        assert trial.toasts == []

        trial.home.read(name, answers.append)
        await trial.until(lambda: any(isinstance(message, Refused) for message in trial.messages))
        assert trial.toasts == []
        trial.home.write(lambda work: set_setting(work, "lock.minutes", "1"), lambda _view: None)
        await trial.until(lambda: trial.toasts)
        assert "does not answer" in trial.toasts[0]
        await trial.press("!")
        assert "typed!" in trial.shown()

        outage.end()
        await trial.until(lambda: "Database unreachable" not in trial.shown())
        await trial.until(lambda: any(event.changes.everything for event in trial.home.heard))
        assert "live" in trial.lines()[0]
        assert "typed!" in trial.shown()
        trial.home.read(name, answers.append)
        await trial.until(lambda: answers)
        touch(both_desks, "17")
        await trial.until(lambda: "17" in heard(trial.home))
        kinds = [type(message) for message in trial.messages if isinstance(message, (Lost, Found))]
        assert (kinds[0], kinds[-1]) == (Lost, Found)


async def test_a_suspicion_that_is_wrong_is_not_told(desk: Store) -> None:
    async with console(desk) as trial:
        await listening(trial)
        trial.app.suspect()
        touch(desk, "17")
        await trial.until(lambda: heard(trial.home) == {"17"})
        assert not any(isinstance(message, Lost) for message in trial.messages)
