"""HXL as a CSV file: header row, tag row, one line a number (specification G.8). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from indicators.exports.cells import line, lines
from indicators.exports.numbers import NOTE, Number

COLUMNS = (
    ("Country code", "#country+code+iso3"),
    ("Country", "#country+name"),
    ("As of", "#date+asof"),
    ("Indicator code", "#indicator+code"),
    ("Indicator", "#indicator+name"),
    ("Value", "#indicator+value+num"),
    ("Score", "#indicator+score+num"),
    ("State", "#indicator+state"),
    ("Freshness", "#indicator+freshness+num"),
    ("Reference date", "#date+ref"),
    ("Published", "#date+published"),
    ("Source", "#meta+source"),
    ("Licence", "#meta+licence"),
    ("Method", "#meta+method"),
    ("Band", "#severity+band"),
    ("Low (10th percentile)", "#indicator+low+num"),
    ("High (90th percentile)", "#indicator+high+num"),
    # Beyond G.8: what the licence keeps back, and what every product prints.
    ("Outside its interval", "#indicator+outside"),
    ("Withheld by licence", "#meta+withheld"),
    ("Weights", "#meta+weights"),
    ("Profile", "#meta+profile"),
    ("World", "#meta+world"),
    ("Run", "#meta+run+num"),
    ("Coverage", "#meta+coverage+num"),
    ("View", "#meta+view"),
    ("Note", "#meta+note"),
)


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose numbers: one country in one run, seen in one view (`adjusted` or `data`)."""

    iso3: str
    name: str
    as_of: date | None
    method: str
    weights: str
    profile: str
    world: str
    run: int | None
    coverage: float | None
    view: str


def head() -> str:
    """Header row and tag row. Tags start with # by their standard, which no spreadsheet runs."""
    return line(name for name, _tag in COLUMNS) + ",".join(tag for _name, tag in COLUMNS) + "\r\n"


def hxl(numbers: Iterable[tuple[Subject, Number]]) -> Iterator[str]:
    """The file, some hundred lines at a time."""
    yield head()
    yield from lines(_cells(subject, number) for subject, number in numbers)


def _cells(subject: Subject, number: Number) -> tuple[object, ...]:
    return (
        subject.iso3,
        subject.name,
        subject.as_of,
        number.code,
        number.name,
        number.value,
        number.score,
        number.state,
        number.freshness,
        number.ref,
        number.published,
        number.source,
        number.licence,
        subject.method,
        number.band,
        number.low,
        number.high,
        number.outside,
        number.withheld,
        subject.weights,
        subject.profile,
        subject.world,
        subject.run,
        subject.coverage,
        subject.view,
        NOTE,
    )
