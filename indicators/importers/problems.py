"""What is wrong with a file: place, code, value and remedy of every refused cell. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

SHOWN = 80


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason not to take a file; `line` is 1-based with the header as line 1, 0 is the file as a whole."""

    line: int
    column: str
    code: str
    value: str
    remedy: str

    def to_dict(self) -> dict[str, int | str]:
        """The five fields, ready for JSON."""
        return asdict(self)


class Refused(ValueError):
    """A file, or a way of importing it, that cannot be taken; carries every problem found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        first = self.problems[0]
        super().__init__(f"line {first.line} {first.column}: {first.code} {first.value}: {first.remedy}")


def shown(value: object) -> str:
    """A cell as it may be printed: control and direction characters escaped, cut after 80 characters."""
    text = "" if value is None else str(value)
    cut = text[: SHOWN + 1]
    safe = "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in cut)
    return safe[:SHOWN] + "…" if len(safe) > SHOWN else safe


def problem(line: int, column: str, code: str, value: object, remedy: str) -> Problem:
    """A Problem with its value made fit to print."""
    return Problem(int(line), str(column), code, shown(value), remedy)


def refuse(code: str, value: object, remedy: str, *, line: int = 0, column: str = "") -> Refused:
    """The exception for one problem."""
    return Refused([problem(line, column, code, value, remedy)])
