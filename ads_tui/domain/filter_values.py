"""The values of a filter line, and how each is written back (FL-4)."""

from dataclasses import dataclass, field

# The words that some names take beside things, logins and codes: as a login each is written in quotes.
SPECIAL_WORDS = frozenset({"me", "none", "yes", "no", "any"})


@dataclass(frozen=True, slots=True)
class Special:
    """A word with a meaning of its own, such as `me` or `none`."""

    word: str
    position: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return self.word


@dataclass(frozen=True, slots=True)
class Code:
    """A code of a fixed list, or a login."""

    code: str
    position: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return quoted(self.code) if self.code in SPECIAL_WORDS else self.code


@dataclass(frozen=True, slots=True)
class Text:
    """A thing's code or a part of its name: the `whole` name where it was in quotes, else words as in SE-1."""

    text: str
    whole: bool = False
    position: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return quoted(self.text) if self.whole else self.text


@dataclass(frozen=True, slots=True)
class NumberRange:
    """Whole numbers from `lowest` to `highest`; None is without an end.

    Both ends are included, but for a `strict` range, which has one end.
    """

    lowest: int | None = None
    highest: int | None = None
    strict: bool = False
    position: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return _range(self.lowest, self.highest, strict=self.strict)

    def holds(self, number: int) -> bool:
        """Whether a number lies in the range."""
        if self.strict:
            return number < self.highest if self.highest is not None else number > (self.lowest or 0)
        return (self.lowest is None or number >= self.lowest) and (self.highest is None or number <= self.highest)


@dataclass(frozen=True, slots=True)
class DateRange:
    """Days and moments from `first` to `last`; None is without an end.

    Each end is `YYYY-MM-DD`, `YYYY-MM-DDTHH:MM` or a word such as `today`, kept as written so that it stays relative
    (FL-2), and stands for the whole of its span: both ends are included, but for a `strict` range, which has one end.
    """

    first: str | None = None
    last: str | None = None
    strict: bool = False
    position: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return _range(self.first, self.last, strict=self.strict)


Value = Special | Code | Text | NumberRange | DateRange


def named_by(value: Value) -> str:
    """What a value names, as people know it: without quotes."""
    if isinstance(value, Text):
        return value.text
    return value.code if isinstance(value, Code) else str(value)


def quoted(text: str) -> str:
    r"""The text in quotes, with `\"` and `\\` inside."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _range(low: object, high: object, *, strict: bool) -> str:
    if strict:
        return f"<{high}" if low is None else f">{low}"
    if low == high:
        return str(low)
    return "..".join("" if end is None else str(end) for end in (low, high))
