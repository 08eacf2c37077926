"""One cell of a CSV file: numbers as numbers, and no text that a spreadsheet would run as a formula. Pure.

Abuse case 7 of the reliability plan: a cell is dangerous if, after white space (no-break space included), it
starts with = + - @ tab, carriage return, NUL, | or %; and so is every line after a line break inside it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache

# East Asian spreadsheets take the full-width signs for formulas too.
_SIGNS = "=+\\-@|%\0＝＋－＠"
# What is drawn as nothing: format characters (Unicode category Cf), fillers and variation selectors.
_HIDDEN = (
    "\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000110bd\U000110cd"
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
# Everything a reader may see as empty: Unicode space, no-break space, and the hidden ones.
_SPACE = f"\\s\u00a0{_HIDDEN}"
_BREAK = "\r\n|[\n\r\v\f\x85\u2028\u2029]"
# The same without line breaks: a look-ahead over those would make a text of line breaks cost its square.
_BLANK = f"\\t\0 \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000{_HIDDEN}"
_FIRST = f"^(?=[{_SPACE}\0]*[{_SIGNS}]|[{_SPACE}\0]*[\t\r\0])"
_LATER = f"(?:{_BREAK})(?=[{_BLANK}]*[{_SIGNS}]|[{_BLANK}]*[\t\0])"
_DANGEROUS = re.compile(f"{_FIRST}|{_LATER}")
ESCAPE = "'"


@lru_cache(maxsize=8192)
def safe_text(text: str) -> str:
    """The text, with an apostrophe before whatever a spreadsheet could run."""
    return _DANGEROUS.sub(lambda found: found[0] + ESCAPE, text)


@lru_cache(maxsize=8192)
def quoted(text: str) -> str:
    """The text as a CSV field: safe, and always in quotation marks, so that no other delimiter splits it."""
    return '"' + safe_text(text).replace('"', '""') + '"' if text else ""


def cell(value: object) -> str:
    """One field: nothing for None and for a number that is none; ISO dates; 1 and 0 for yes and no."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return repr(value) if math.isfinite(value) else ""
    if isinstance(value, int):
        return str(value)
    return value.isoformat() if isinstance(value, date) else quoted(str(value))


def line(values: Iterable[object]) -> str:
    """One row with its end (RFC 4180)."""
    return ",".join(map(cell, values)) + "\r\n"


def lines(rows: Iterable[Iterable[object]], *, together: int = 500) -> Iterator[str]:
    """Rows as text, some hundred at a time: a stream of single rows would spend its time in hand-overs."""
    held: list[str] = []
    for row in rows:
        held.append(line(row))
        if len(held) == together:
            yield "".join(held)
            held.clear()
    if held:
        yield "".join(held)
