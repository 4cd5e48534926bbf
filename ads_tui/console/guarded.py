"""Keeps a failure in one handler from ending the widget that it belongs to."""

from textual.message import Message
from textual.message_pump import MessagePump

# A widget that fails before it stands has nothing to go on with.
_BEGINNING = ("on_compose", "on_mount")


class Guarded(MessagePump):
    """Mixed into screens and widgets of ours, before their class: an unexpected failure is told, and they live on."""

    async def _dispatch_message(self, message: Message) -> None:
        try:
            await super()._dispatch_message(message)
        except Exception as error:
            if message.handler_name in _BEGINNING:
                raise
            self.app._handle_exception(error)
