"""Delivery outside: letters really received, servers down, retries, storms, unknown outcomes (NT-3 … NT-6)."""

import http.server
import json
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from ads_tui.domain.moments import iso_utc
from ads_tui.domain.notifications import ASKED
from ads_tui.errors import AccessError
from ads_tui.services.comments import add_comment
from ads_tui.services.employees import set_employee
from ads_tui.services.notifications import delivering, mail
from ads_tui.services.notifications.delivering import Delivered, deliver
from ads_tui.services.notifications.inbox import failed_notifications, list_notifications, retried_deliveries
from ads_tui.services.notifications.matrix import set_own_cell
from ads_tui.services.notifications.parties import EMPLOYEES
from ads_tui.services.notifications.spreading import DELIVERIES, spread
from ads_tui.services.orders.bulk_status import change_statuses
from ads_tui.services.orders.statuses import StatusWish
from ads_tui.services.orders.undoing import undo_batch
from ads_tui.services.settings import set_setting
from tests.services.notifications.conftest import Mailbox, free_port, use
from tests.services.world import NOW, World

# Plugins of the notification library use what Python will drop; they are imported when first used.
pytestmark = pytest.mark.filterwarnings("ignore:.* is deprecated:DeprecationWarning")


@pytest.fixture(autouse=True)
def nothing_waits(world: World) -> Iterator[None]:
    """Each trial begins and ends with nothing to deliver."""
    yield
    use(world, None)
    world.do("system", lambda work: work.connection.execute(sa.delete(DELIVERIES)))
    world.do("system", lambda work: [None for _ in iter(lambda: spread(work), 0)])


def rows(world: World, *columns: str) -> list[tuple[Any, ...]]:
    statement = sa.select(*(DELIVERIES.c[name] for name in columns)).order_by(DELIVERIES.c.id)
    found = world.read("system", lambda reading: reading.connection.execute(statement).all())
    return [tuple(iso_utc(value) if hasattr(value, "tzinfo") else value for value in row) for row in found]


def switch(world: World, login: str, kind: str, channel: str, value: str) -> None:
    world.do("admin", lambda work: set_own_cell(work, login, kind, channel, value))


@contextmanager
def web_service(status: int = 200) -> Iterator[tuple[int, list[str]]]:
    """A web service on a free port that answers `status`, and what it was sent."""
    bodies: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            bodies.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(status)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            return

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port, bodies
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_nt_4_a_letter_comes_in_his_language_with_the_orders_number_in_its_subject(
    world: World, mailbox: Mailbox
) -> None:
    use(world, mailbox, mail_from="ads@home.example")
    number = world.order("wide", "oak1", "ed", "eve", premise="1")
    assert deliver(world.store) == Delivered(sent=2)
    [russian], [english] = mailbox.to("ed@home.example"), mailbox.to("eve@home.example")
    assert russian["From"] == "ads@home.example"
    assert russian["Subject"] == f"№ {number} · Вас назначили ответственным по заявке · Oak street, 1, 1"
    assert "Адрес: Oak street, 1, 1" in russian.get_content()
    assert "Когда: 20.08.2026 11:00" in russian.get_content()
    assert english["Subject"].startswith(f"№ {number}")
    assert russian["Message-ID"] != english["Message-ID"]
    assert deliver(world.store) == Delivered()


def test_nt_3_each_letter_is_sent_once_by_two_deliverers_at_a_time(world: World, mailbox: Mailbox) -> None:
    use(world, mailbox)
    for _ in range(6):
        world.order("wide", "oak1", "ed", "eve")
    counts: list[Delivered] = []
    both = [threading.Thread(target=lambda: counts.append(deliver(world.store))) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    # What one was spreading while the other had looked already is left to the next pass.
    counts.append(deliver(world.store))
    assert sum(counts, Delivered()) == Delivered(sent=12)
    assert len({letter["Message-ID"] for letter in mailbox.letters}) == len(mailbox.letters) == 12


def test_nt_3_a_server_that_is_down_is_asked_again_after_1_5_30_minutes_2_and_12_hours(
    world: World, mailbox: Mailbox
) -> None:
    use(world, Mailbox(port=free_port()))
    number = world.order("wide", "oak1", "ed", "eve")
    now, tried = NOW, []
    assert deliver(world.store) == Delivered(failed=2)
    count, error = world.read("admin", retried_deliveries)
    assert count == 2 and error
    for minutes in (1, 5, 30, 120, 720):
        early = world.at((now + timedelta(minutes=minutes) - timedelta(seconds=1)).isoformat())
        assert deliver(early.store) == Delivered()
        now += timedelta(minutes=minutes)
        tried.append(deliver(world.at(now.isoformat()).store))
    assert tried == [Delivered(failed=2)] * 5
    later = world.at((now + timedelta(days=9)).isoformat())
    assert deliver(later.store) == Delivered()
    assert world.read("admin", retried_deliveries) == (0, "")
    failed = world.read("admin", failed_notifications)
    assert [(one.told.number, one.recipient, one.failed) for one in failed] == [
        (number, "eve", ("email",)),
        (number, "ed", ("email",)),
    ]
    assert all("refused" in one.error for one in failed)
    with pytest.raises(AccessError):
        world.read("dora", failed_notifications)
    assert next(iter(world.read("ed", list_notifications))).failed == ("email",)


def test_nt_3_a_slow_server_and_a_refused_recipient_hold_no_other_back(
    world: World, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "PATIENCE_S", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent, web_service() as (port, bodies):
        world.do("admin", lambda work: set_employee(work, "eve", "urls", f"json://127.0.0.1:{port}"))
        use(world, Mailbox(port=silent.getsockname()[1]))
        world.order("wide", "oak1", "ed", "eve")
        assert deliver(world.store) == Delivered(sent=1, failed=2)
        assert len(bodies) == 1
        world.do("admin", lambda work: set_employee(work, "eve", "urls", "none"))
    mailbox.refused.add("ed@home.example")
    use(world, mailbox)
    assert deliver(world.at("2026-08-20T08:01:00Z").store) == Delivered(sent=1, failed=1)
    assert [letter["To"] for letter in mailbox.letters] == ["eve@home.example"]
    assert ("waiting", "550 Nobody of that name") in rows(world, "state", "error")


def test_nt_4_other_services_are_told_by_their_addresses_and_a_wrong_one_fails_alone(world: World) -> None:
    with web_service() as (port, bodies):
        # Such as one that an older release of the library knew.
        urls = [f"json://127.0.0.1:{port}/one", f"json://127.0.0.1:{port}/two", "nonsense://nowhere"]
        eve = sa.update(EMPLOYEES).where(EMPLOYEES.c.login == "eve").values(urls=urls)
        world.do("admin", lambda work: work.connection.execute(eve).rowcount)
        number = world.order("wide", "oak1", "eve")
        assert deliver(world.store) == Delivered(sent=2, failed=1)
        world.do("admin", lambda work: set_employee(work, "eve", "urls", "none"))
    assert len(bodies) == 2
    assert all(f"№ {number}" in json.loads(body)["title"] for body in bodies)
    assert all("nonsense" not in str(row) for row in rows(world, "target", "error"))


def test_nt_3_an_unknown_outcome_is_repeated_once_by_e_mail_and_not_elsewhere(world: World, mailbox: Mailbox) -> None:
    with web_service() as (port, bodies):
        world.do("admin", lambda work: set_employee(work, "eve", "urls", f"json://127.0.0.1:{port}"))
        use(world, mailbox)
        world.order("wide", "oak1", "eve")
        with pytest.MonkeyPatch.context() as patch:
            # As if the process had died after the server's answer.
            patch.setattr(delivering, "_end", _die)
            with pytest.raises(KeyboardInterrupt):
                deliver(world.store)
        assert deliver(world.at("2026-08-20T08:09:00Z").store) == Delivered()
        first = [letter["Message-ID"] for letter in mailbox.letters]
        assert deliver(world.at("2026-08-20T08:10:00Z").store) == Delivered(sent=1, failed=1)
        world.do("admin", lambda work: set_employee(work, "eve", "urls", "none"))
    assert [letter["Message-ID"] for letter in mailbox.letters] == first * 2
    assert len(bodies) == 1
    assert sorted(rows(world, "channel", "state")) == [("email", "sent"), ("other", "unknown")]


def _die(*_args: Any, **_named: Any) -> None:
    raise KeyboardInterrupt


def test_nt_5_a_storm_is_one_letter_that_names_all(world: World, mailbox: Mailbox) -> None:
    use(world, mailbox)
    numbers = [world.order("wide", "oak1", "eve") for _ in range(11)]
    assert deliver(world.store) == Delivered(sent=1)
    [letter] = mailbox.letters
    assert letter["Subject"].startswith("You are made executor: 11 notifications")
    assert all(f"№ {number} " in letter.get_content() for number in numbers)


def test_nt_5_a_storm_that_has_begun_to_be_sent_goes_on_after_its_minute(world: World, mailbox: Mailbox) -> None:
    use(world, mailbox, notify_storm="2")
    try:
        for count in (2, 3):
            for _ in range(count):
                world.order("wide", "oak1", "eve")
            deliver(world.store)
        assert len(mailbox.letters) == 2
        assert deliver(world.at("2026-08-20T08:01:00Z").store) == Delivered(sent=1)
        assert "3 notifications" in mailbox.letters[2]["Subject"]
    finally:
        use(world, mailbox, notify_storm="10")


def test_nt_1_nobody_is_written_to_who_wants_no_letters(world: World, mailbox: Mailbox) -> None:
    use(world, mailbox)
    switch(world, "eve", "executor_assigned", "email", "off")
    switch(world, "sam", "order_created", "email", "on")
    world.order("wide", "oak1", "eve")
    deliver(world.store)
    switch(world, "eve", "executor_assigned", "email", "role")
    switch(world, "sam", "order_created", "email", "role")
    assert [letter["To"] for letter in mailbox.letters] == ["sam@home.example"]


def test_ro_3_nobody_is_written_to_who_sees_the_order_no_longer(world: World, mailbox: Mailbox) -> None:
    use(world, mailbox)
    number = world.order("wide", "oak1", "ed", "eve")
    world.assign(number, "ed", mode="remove")
    assert deliver(world.store) == Delivered(sent=1)
    assert [letter["To"] for letter in mailbox.letters] == ["eve@home.example"]


def test_nt_6_a_client_gets_a_letter_without_anything_internal(world: World, mailbox: Mailbox) -> None:
    use(world, mailbox)
    number = world.order("wide", "oak1", "ed", client="petrov")
    world.do("ed", lambda work: add_comment(work, number, "He shouts"))
    world.status(number, "in_progress", by="ed")
    world.status(number, "paused", by="ed", comment="part is missing")
    deliver(world.store)
    letters = mailbox.to("petrov@mail.example")
    assert [letter["Subject"] for letter in letters] == [
        f"Новый статус вашей заявки № {number}: В работе",
        f"Новый статус вашей заявки № {number}: Приостановлено",
    ]
    assert not [letter for letter in letters if "shouts" in letter.get_content() or "Ed" in letter.get_content()]


def test_nt_6_a_client_without_an_address_gets_an_sms(world: World) -> None:
    with web_service() as (port, bodies):
        use(world, None, sms_url=f"json://127.0.0.1:{port}/{{phone}}")
        number = world.order("wide", "oak1", "ed", client="zoltan")
        world.status(number, "in_progress", by="ed")
        try:
            assert deliver(world.store) == Delivered(sent=1)
        finally:
            use(world, None, sms_url="none")
    [body] = bodies
    assert json.loads(body)["message"] == f"Новый статус вашей заявки № {number}: В работе"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of 127.0.0.1 that nobody trusts, with its key."""
    path = tmp_path_factory.mktemp("certificate") / "mail.pem"
    words = "openssl req -x509 -nodes -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -days 2 -subj /CN=mail"
    extra = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(path), "-out", str(path.with_suffix(".crt"))]
    subprocess.run([*words.split(), *extra], check=True, capture_output=True)
    with path.open("a") as file:
        file.write(path.with_suffix(".crt").read_text())
    return path


@contextmanager
def secure_server(scheme: str, certificate: Path) -> Iterator[Mailbox]:
    """A mail server that takes letters by TLS only."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    how: dict[str, Any] = {"ssl_context": context}
    if scheme == "smtp+starttls":
        how = {"tls_context": context, "require_starttls": True}
    box = Mailbox(port=free_port())
    server = Controller(box, hostname="127.0.0.1", port=box.port, **how)
    server.start()
    yield box
    server.stop()


@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls"])
def test_nt_4_letters_go_by_tls_to_a_server_whose_certificate_is_trusted(
    world: World, certificate: Path, scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with secure_server(scheme, certificate) as box:
        world.do("admin", lambda work: set_setting(work, "smtp.url", f"{scheme}://127.0.0.1:{box.port}"))
        number = world.order("wide", "oak1", "eve")
        now = NOW
        for minutes in (0, 1, 5, 30, 120):
            now += timedelta(minutes=minutes)
            assert deliver(world.at(now.isoformat()).store) == Delivered(failed=1)
        assert box.letters == []
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate.with_suffix(".crt")))
        second = world.order("wide", "oak1", "eve")
        assert deliver(world.at(now.isoformat()).store) == Delivered(sent=1)
        assert [letter["Subject"].split(" · ")[0] for letter in box.to("eve@home.example")] == [f"№ {second}"]
        monkeypatch.delenv("SSL_CERT_FILE")
        assert deliver(world.at((now + timedelta(hours=12)).isoformat()).store) == Delivered(failed=1)
    [failed] = [one for one in world.read("admin", failed_notifications) if one.told.number == number]
    assert (failed.recipient, failed.failed) == ("eve", ("email",))
    assert failed.error == "the server's certificate is not trusted: self-signed certificate"


@pytest.mark.filterwarnings("ignore:Requiring AUTH:UserWarning")
def test_nt_4_a_mail_server_that_wants_a_password_is_given_it(mailbox: Mailbox) -> None:
    asked: list[tuple[bytes, bytes]] = []

    def judge(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
        asked.append((given.login, given.password))
        return AuthResult(success=given.password == b"p@ss")

    port = free_port()
    guarded = Controller(
        mailbox, hostname="127.0.0.1", port=port, authenticator=judge, auth_required=True, auth_require_tls=False
    )
    guarded.start()
    letter = mail.Letter("ed@home.example", "№ 1", "words", "1.x", NOW)
    try:
        mailer = mail.Mailer(f"smtp://ads%40home.example:p%40ss@127.0.0.1:{port}", "")
        mailer.send(letter)
        mailer.close()
    finally:
        guarded.stop()
    with pytest.raises(mail.ServerDownError, match="nothing answers at this address and port"):
        mailer.check()
    assert asked[0] == (b"ads@home.example", b"p@ss")
    assert [(one["From"], one["Message-ID"]) for one in mailbox.letters] == [("ads@home.example", "<1.x@home.example>")]


def test_nt_6_an_undone_change_that_was_not_sent_yet_is_not_sent_to_the_client(world: World, mailbox: Mailbox) -> None:
    use(world, mailbox)
    number = world.order("wide", "oak1", "ed", client="petrov")
    wish = StatusWish("in_progress")
    done = world.do("sam", lambda work: change_statuses(work, [number], wish, telling=ASKED))
    assert done.batch is not None
    world.do("sam", lambda work: undo_batch(work, done.batch or 0))
    deliver(world.store)
    assert mailbox.to("petrov@mail.example") == []
    assert len(mailbox.to("ed@home.example")) == 1


def test_old_notifications_are_forgotten_after_90_days(world: World) -> None:
    world.order("wide", "oak1", "ed")
    deliver(world.at("2026-11-18T07:59:00Z").store)
    assert world.rows()["notifications"] > 0
    while world.rows()["notifications"]:
        deliver(world.at("2026-11-18T08:01:00Z").store)
    assert world.rows()["deliveries"] == 0
