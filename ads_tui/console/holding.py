"""Screens that let keys wait from the beginning, while what the keys would meet is on its way."""


class HoldsKeys:
    """Mixed into screens, before their class: holds keys until `hold` says otherwise."""

    _holding = True
