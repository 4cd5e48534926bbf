"""Lets go of what was closed and the library still remembers, so that a console that is open for days stays small."""

from typing import Any

from textual.app import App
from textual.worker import active_worker

# Seconds between two looks: what is held meanwhile is little.
FORGET_EVERY_S = 10.0


def forget_closed(app: App[Any]) -> None:
    """Let go of closed widgets that watched the app, and of what the widgets of open screens showed before.

    The library drops a watcher when what he watched changes next, which a theme may do never, and a list of what is
    shown when it is asked for next.
    """
    for watchers in getattr(app, "__watchers", {}).values():
        watchers[:] = [(node, callback) for node, callback in watchers if not node._closing]
    for screen in app.screen_stack:
        for widget in screen.walk_children(with_self=True):
            widget.displayed_children  # noqa: B018 - asking is what renews it


def forget_worker() -> None:
    """Let go, at the end of a thread's work, of who asked for it: an idle thread would hold his screen until its next.

    The library notes the worker in the thread, and takes it back never.
    """
    active_worker.set(None)  # type: ignore[arg-type]
