"""Actions: what can be done where, by which keys, and why not now. One table feeds keys, footer, help and palette."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from textual.binding import Binding

from ads_tui.console.keys import key_name
from ads_tui.domain.actors import Actor
from ads_tui.errors import AdsError, InputError
from ads_tui.i18n import N_, _

# The scope of what works on every screen.
EVERYWHERE = "everywhere"


@dataclass(frozen=True, slots=True)
class Context:
    """What an action is judged by; a screen's own context adds what its actions look at. Nobody acts before sign-in."""

    actor: Actor | None = None


def at_any_time(_context: Context) -> AdsError | None:
    """Never refused."""
    return None


def for_everybody(_actor: Actor | None) -> bool:
    """There for each role."""
    return True


def needs(*rights: str) -> Callable[[Actor | None], bool]:
    """There for roles that hold one of the rights (RO-2)."""
    return lambda actor: actor is not None and any(actor.may(right) for right in rights)


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do: its screens have a method `do_<id>`, dots in the id being underscores.

    `keys` are written as people write them, the first is the one shown. `exists` hides it from roles for which it
    does not exist; `allowed` tells why it is not possible now: it stays visible, greyed, and says that when it is
    pressed. It gets the context of the screen. `footer` is false for what the footer has no room for.
    """

    id: str
    keys: tuple[str, ...]
    title: str
    tooltip: str
    scopes: tuple[str, ...]
    allowed: Callable[[Any], AdsError | None] = at_any_time
    exists: Callable[[Actor | None], bool] = for_everybody
    footer: bool = True

    @property
    def method(self) -> str:
        """The name of the method that does it."""
        return "do_" + self.id.replace(".", "_")


class Registry:
    """All actions of a console with the keys that its user gave them."""

    def __init__(self, actions: Iterable[Action], keymap: Mapping[str, Iterable[str]] | None = None) -> None:
        """`keymap` names other keys by the action's id.

        Raises InputError `invalid_value`: an unknown id, no such key, or one key for two actions of a scope.
        """
        self._actions: dict[str, Action] = {}
        for action in actions:
            if action.id in self._actions:
                raise ValueError(f"two actions are called {action.id}")
            self._actions[action.id] = action
        self._keys = {action.id: tuple(key_name(key) for key in action.keys) for action in self}
        for action_id, keys in (keymap or {}).items():
            if action_id not in self._actions:
                raise InputError("invalid_value", N_("There is no action {action}"), field="keys", action=action_id)
            self._keys[action_id] = tuple(key_name(key) for key in keys)
        self._refuse_clashes()

    def __iter__(self) -> Iterator[Action]:
        return iter(self._actions.values())

    def __getitem__(self, action_id: str) -> Action:
        return self._actions[action_id]

    @property
    def scopes(self) -> tuple[str, ...]:
        """All scopes, in the order in which they were first named, that of every screen last."""
        named = dict.fromkeys(scope for action in self for scope in action.scopes)
        return (*(scope for scope in named if scope != EVERYWHERE), EVERYWHERE)

    def of(self, *scopes: str) -> tuple[Action, ...]:
        """The actions of some scopes, scope by scope, in the order of the table."""
        return tuple(action for scope in scopes for action in self if scope in action.scopes)

    def keys(self, action_id: str) -> tuple[str, ...]:
        """The names of an action's keys; none where its user took them away."""
        return self._keys[action_id]

    def bindings(self, *scopes: str) -> list[Binding]:
        """The bindings of some scopes; each runs the action `do` of the screen with the id."""
        return [
            Binding(key, f"do('{action.id}')", action.title, show=False, id=action.id)
            for action in self.of(*scopes)
            for key in self.keys(action.id)
        ]

    def _refuse_clashes(self) -> None:
        for scope in self.scopes:
            taken: dict[str, Action] = {}
            for action in self.of(*dict.fromkeys((scope, EVERYWHERE))):
                for key in self._keys[action.id]:
                    other = taken.setdefault(key, action)
                    if other is not action:
                        raise _clash(key, other, action)


def _clash(key: str, one: Action, other: Action) -> InputError:
    return InputError(
        "invalid_value",
        N_("The key {key} is given to two actions: {one} ({one_id}) and {other} ({other_id})"),
        field="keys",
        key=key,
        one=_(one.title),
        one_id=one.id,
        other=_(other.title),
        other_id=other.id,
    )
