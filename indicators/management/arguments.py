"""Arguments that several commands share, with errors that name the value and the remedy."""

from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import date


def iso_date(text: str) -> date:
    """A date on the command line.

    Raises:
        ArgumentTypeError: not an ISO 8601 date.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a date; write it as 2024-12-31") from None
