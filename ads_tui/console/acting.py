"""What screens and dialogs have in common: their actions, and questions to the services."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from rich.console import RenderableType
from textual import events
from textual.await_complete import AwaitComplete
from textual.renderables.background_screen import BackgroundScreen
from textual.screen import Screen
from textual.worker import Worker, get_current_worker

from ads_tui.console.actions import EVERYWHERE, Action, Context
from ads_tui.console.compositor import RowsCompositor
from ads_tui.console.forgetting import forget_worker
from ads_tui.console.guarded import Guarded
from ads_tui.console.live import Changed, together
from ads_tui.console.reading import Failed, Loaded, Outcome, Refused
from ads_tui.console.type_ahead import ScreenReady
from ads_tui.errors import AdsError

if TYPE_CHECKING:
    from ads_tui.console.base_app import BaseApp
    from ads_tui.console.footer import ActionFooter
    from ads_tui.store.feed import Changes
    from ads_tui.store.work import Reading, Store, Work

S = TypeVar("S")
T = TypeVar("T")

READ = "read"
WRITE = "write"


class ActingScreen(Guarded, Screen[S]):
    """Runs the actions of its scope, and asks services without holding the screen up."""

    SCOPE: ClassVar[str]

    _holding = False

    def __init__(self) -> None:
        super().__init__()
        self._compositor = RowsCompositor()
        self.missed: Changes | None = None
        self._taking_keys = False
        self.footer: ActionFooter | None = None
        self._late_answer: tuple[S | None] | None = None
        for binding in self.host.registry.bindings(self.SCOPE, EVERYWHERE):
            self._bindings.bind(binding.key, binding.action, binding.description, show=False)

    @property
    def host(self) -> "BaseApp":
        """The console that this screen belongs to."""
        return cast("BaseApp", self.app)

    # What shines through

    def render(self) -> RenderableType:
        """The screen beneath, tinted; the library takes the next of a list, and goes in circles where one was kept."""
        stack, background = self.app.screen_stack, self.styles.background
        place = stack.index(self) if self in stack else 0
        if place and background.a < 1:
            return BackgroundScreen(stack[place - 1], background)
        return super().render()

    # Keys

    @property
    def ready(self) -> bool:
        """Whether keys can be taken now."""
        return self._taking_keys and not self._holding

    @property
    def holding(self) -> bool:
        """Whether keys wait for an answer."""
        return self._holding

    def hold(self, holding: bool) -> None:
        """Let keys wait until an answer has come, or wait no longer; a failure ends it too."""
        self._holding = holding
        if not holding:
            self.app.post_message(ScreenReady())

    # Actions

    def context(self) -> Context:
        """What the actions of this screen are judged by; a screen with more to look at returns its own kind."""
        return Context(self.host.actor)

    def actions(self) -> tuple[Action, ...]:
        """What can be done here by whoever is signed in, whether now or not, those of every screen last."""
        actor = self.context().actor
        return tuple(action for action in self.host.registry.of(self.SCOPE, EVERYWHERE) if action.exists(actor))

    def footer_actions(self) -> tuple[Action, ...]:
        """What the footer offers; a screen whose footer changes with the selection returns others."""
        return tuple(action for action in self.actions() if action.footer)

    def footer_lead(self) -> str:
        """What the footer says before the actions, such as how many rows are selected."""
        return ""

    def refresh_actions(self) -> None:
        """Look anew at what is possible now: called when what `context` tells has changed. It is cheap."""
        if self.footer is not None:
            self.footer.look()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide from keys what does not exist for the role; what is not possible now says why when it is pressed."""
        if action != "do":
            return super().check_action(action, parameters)
        return self.host.registry[str(parameters[0])].exists(self.context().actor)

    async def action_do(self, action_id: str) -> None:
        """Do it, or say why not."""
        action = self.host.registry[action_id]
        refusal = action.allowed(self.context())
        if refusal is not None:
            self.host.tell_refusal(refusal)
            return
        method = getattr(self, action.method, None) or getattr(self.host, action.method)
        answer = method()
        if answer is not None:
            await answer

    def typed_before(self) -> list[events.Key]:
        """Keys that came before this screen could use them, once it can; they are typed again."""
        return []

    # Questions

    def read(
        self,
        operation: "Callable[[Reading], T]",
        then: Callable[[T], object],
        *,
        group: str = READ,
        instead: Callable[[AdsError], None] | None = None,
    ) -> Worker[None]:
        """Run a reading service in a thread, then `then` with what it returned, here.

        A newer read of the group takes the place of one under way, whose answer is then never shown. A refusal goes to
        `instead`, or else to `refuse`; without a database the console says so and asks anew by itself (`on_changed`).
        """

        def call(store: "Store") -> T:
            worker = cast("Worker[None]", get_current_worker())
            running = self.host.running_reads
            running.stop(given_up_only=True)
            with store.reading(self.host.signed_in) as reading, running.registered(worker, reading):
                if worker.is_cancelled:
                    raise InterruptedError
                return operation(reading)

        return self.ask(call, then, group=group, instead=instead, exclusive=True)

    def write(
        self,
        operation: "Callable[[Work], T]",
        then: Callable[[T], object],
        *,
        group: str = WRITE,
        instead: Callable[[AdsError], None] | None = None,
    ) -> Worker[None]:
        """Run a writing service in a thread, in one transaction, then `then` with what it returned, here.

        It is never given up. A refusal goes to `instead`, or else to `refuse`.
        """
        return self.ask(lambda store: store.perform(self.host.signed_in, operation), then, group=group, instead=instead)

    def try_out(
        self,
        operation: "Callable[[Work], T]",
        then: Callable[[T], object],
        *,
        group: str,
        instead: Callable[[AdsError], None] | None = None,
    ) -> Worker[None]:
        """Run a writing service in a thread and undo all of it, then `then` with what it returned, here.

        As with `read`, a newer trial of the group takes the place of one under way.
        """

        def call(store: "Store") -> T:
            worker = cast("Worker[None]", get_current_worker())
            running = self.host.running_reads
            running.stop(given_up_only=True)

            def tried(work: "Work") -> T:
                with running.registered(worker, work):
                    if worker.is_cancelled:
                        raise InterruptedError
                    return operation(work)

            return store.perform(self.host.signed_in, tried, keep=False)

        return self.ask(call, then, group=group, instead=instead, exclusive=True)

    def ask(
        self,
        call: "Callable[[Store], T]",
        then: Callable[[T], object],
        *,
        group: str,
        instead: Callable[[AdsError], None] | None = None,
        exclusive: bool = False,
    ) -> Worker[None]:
        """Run `call` in a thread, then `then` with what it returned, here: for what is neither `read` nor `write`."""

        def work() -> None:
            worker = cast("Worker[None]", get_current_worker())
            outcome: Outcome
            try:
                outcome = Loaded(group, worker, call(self.host.store), then)
            except AdsError as error:
                outcome = Refused(group, worker, error, instead)
            except Exception as error:
                outcome = Failed(group, worker, error)
            if not worker.is_cancelled:
                self.post_message(outcome)
            forget_worker()

        return self.run_worker(work, thread=True, exclusive=exclusive, exit_on_error=False, group=group)

    def refuse(self, error: AdsError) -> None:
        """Tell a refusal; forms show it beside its field instead."""
        self.host.tell_refusal(error)

    def on_loaded(self, event: Loaded) -> None:
        """Hand the answer to whoever waits for it, unless a newer question was asked meanwhile."""
        event.stop()
        if not event.worker.is_cancelled:
            event.then(event.value)

    def on_refused(self, event: Refused) -> None:
        """Tell the refusal of a question."""
        event.stop()
        if event.worker.is_cancelled:
            return
        if event.error.code == "unreachable":
            self.host.suspect()
        if event.instead is not None:
            event.instead(event.error)
        elif event.error.code != "unreachable" or event.group == WRITE:
            self.refuse(event.error)

    def on_failed(self, event: Failed) -> None:
        """Tell an unexpected failure of a question."""
        event.stop()
        if not event.worker.is_cancelled:
            self.host.fail(event.error)
            self.go_unanswered(event.group)

    def go_unanswered(self, group: str) -> None:
        """A question of the group failed unexpectedly, which was told: whoever waits for its answer waits no longer."""
        self.hold(False)

    def dismiss(self, result: S | None = None) -> AwaitComplete:
        """Close this screen with an answer; beneath another, such as the lock, it waits until it is on top again."""
        if self.app.screen is self:
            return super().dismiss(result)
        # The library would close whatever is on top.
        if self in self.app.screen_stack:
            self._late_answer = (result,)
        return AwaitComplete()

    def _answer_now(self) -> None:
        if self._late_answer is not None:
            (answer,), self._late_answer = self._late_answer, None
            self.dismiss(answer)

    # What others change

    def on_changed(self, event: Changed) -> None:
        """Others have changed something: a screen that shows such things reads them anew."""
        event.stop()

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Take keys, and hear what was missed while another screen stood before this one."""
        self._taking_keys = True
        self.app.post_message(ScreenReady())
        if self._late_answer is not None:
            self.call_later(self._answer_now)
            return
        if self.missed is not None:
            self.post_message(Changed(self.missed))
            self.missed = None
        self.refresh_actions()

    def miss(self, changes: "Changes") -> None:
        """Keep for later what has changed while this screen is not seen."""
        self.missed = changes if self.missed is None else together(self.missed, changes)
