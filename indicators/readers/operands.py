"""What a derived value was made of: the stored values it joins, with their country, period and line.

A file's lines are not stored, its values are. So an operand is looked up by what the derivation says of it (the
same series three years before; a neighbour's value of the same year) and shown only where the stored values give
the derived one again; the lines of the file are named in any case.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from countries.readers.directory import neighbours_on
from indicators.derive import MONTH_DAYS
from indicators.models import Observation

CLOSE = 1e-6
# P-RF1-03 is the neighbours' P-RF1-02 (specification A.7).
_SPREADS_FROM = "P-RF1-02"


@dataclass(frozen=True, slots=True)
class Operand:
    """One value that a derived one was made of.

    Attributes:
        iso3, country: whose value it is.  line: 1-based line of the file, 0 where the file says it as a whole.
    """

    iso3: str
    country: str
    ref_end: date
    value: float
    unit: str
    line: int
    column: str
    file_name: str


@dataclass(frozen=True, slots=True)
class MadeOf:
    """Operands (none where they are not stored) and the arithmetic with its numbers, as text."""

    operands: tuple[Operand, ...] = ()
    arithmetic: str = ""


def made_of(seen: Observation) -> MadeOf:
    """What a derived observation was made of, in at most three queries; nothing for a value taken as it stands."""
    if seen.value is None:
        return MadeOf()
    if seen.derivation == "three_year_change":
        return _change(seen, seen.value)
    if seen.derivation == "neighbours_worst":
        return _worst(seen, seen.value)
    return MadeOf(arithmetic=_arithmetic(seen, seen.value))


def _change(seen: Observation, value: float) -> MadeOf:
    then_day = _years_before(seen.ref_end, 3)
    rows = (
        Observation.objects.filter(
            country=seen.country_id,
            source=seen.source_id,
            column=seen.column,
            derivation="",
            ref_end__in=(seen.ref_end, then_day),
            published__lte=seen.published,
        )
        .select_related("country", "import_run")
        .order_by("published", "pk")
    )
    # In the order of publication, so that the value known on the day stays.
    by_day = {row.ref_end: row for row in rows}
    now, then = by_day.get(seen.ref_end), by_day.get(then_day)
    if now is None or then is None or now.value is None or then.value is None:
        return MadeOf()
    if abs(now.value - then.value - value) > CLOSE * max(1.0, abs(now.value)):
        return MadeOf()
    text = f"{_n(now.value)} ({now.ref_end.year}) − {_n(then.value)} ({then.ref_end.year})"
    return MadeOf((_operand(now), _operand(then)), text)


def _worst(seen: Observation, value: float) -> MadeOf:
    around = neighbours_on(seen.country, seen.ref_end)
    if not around:
        return MadeOf(arithmetic=_("no neighbour by land: nothing can spill over"))
    rows = (
        Observation.objects.filter(
            country__in=around,
            indicator=_SPREADS_FROM,
            source=seen.source_id,
            ref_end=seen.ref_end,
            published__lte=seen.published,
        )
        .select_related("country", "import_run")
        .order_by("published", "pk")
    )
    found = list({row.country_id: row for row in rows}.values())
    worst = [row for row in found if row.value is not None and abs(row.value - value) <= CLOSE * max(1.0, value)]
    if not worst:
        return MadeOf()
    if value == 0:
        words = _("0 in each of %(n)s neighbours with a value in %(year)s")
        return MadeOf(arithmetic=words % {"n": len(found), "year": seen.ref_end.year})
    # The line tells two neighbours with the same number apart.
    row = min(worst, key=lambda row: (row.line != seen.line, row.country_id))
    words = _("the largest of %(n)s neighbours with a value in %(year)s: %(country)s, %(value)s")
    told = {"n": len(found), "year": seen.ref_end.year, "country": row.country.name, "value": _n(value)}
    return MadeOf((_operand(row),), words % told)


def _arithmetic(seen: Observation, value: float) -> str:
    """The arithmetic of a derivation whose operands are dates or records, not stored values."""
    year = seen.ref_end.year
    if seen.derivation == "months_since":
        last = seen.ref_end - timedelta(days=round(value * MONTH_DAYS))
        words = _("from %(first)s to %(last)s: %(days)s days / 30.4375")
        days = (seen.ref_end - last).days
        return words % {"first": last.isoformat(), "last": seen.ref_end.isoformat(), "days": days}
    if seen.derivation == "years_since":
        return _("%(year)s − %(last)s, the last year in which it went on") % {"year": year, "last": year - int(value)}
    if seen.derivation == "years_of_upheaval_in_15":
        return _("years with a record from %(first)s to %(last)s") % {"first": year - 14, "last": year}
    if seen.derivation == "last_twelve_months":
        return _("the records of %(year)s together") % {"year": year}
    if seen.derivation == "years_from_log2" and seen.raw:
        return f"2^{seen.raw} − 1"
    return ""


def _operand(row: Observation) -> Operand:
    return Operand(
        iso3=row.country_id,
        country=row.country.name,
        ref_end=row.ref_end,
        value=row.value or 0.0,
        unit=row.unit,
        line=row.line,
        column=row.column,
        file_name=row.import_run.file_name,
    )


def _years_before(day: date, years: int) -> date:
    """The same day of an earlier year; the end of February stays the end of February."""
    following = day + timedelta(days=1)
    return following.replace(year=following.year - years) - timedelta(days=1)


def _n(value: float) -> str:
    return f"{value:.6g}" if abs(value) < 1e6 else f"{value:.0f}"
