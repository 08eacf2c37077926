"""What the invented feeds say of a country for a period: values on the indicators' scales. Pure.

Figures hang together as real ones would: a twelve-month toll is the sum of its months, a three-year change the
difference of two published values, the worst neighbour a neighbour's own figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from countries import tables as register
from countries.neighbours import Neighbours
from indicators.catalogue import Catalogue, IndicatorSpec
from warning.exercise.calendar import month_end, months_between
from warning.exercise.chance import uniform
from warning.exercise.inverse import value_for
from warning.exercise.tables import SeriesRow, Stories

# Indicator -> the one it is made of.
CHANGE_OF = {"P-RF7-02": "P-RF7-01", "P-RF9-01": "R-RF9-01"}
SUM_OF = {"P-RF7-04": "T-RF7-01"}
DEATHS = "P-RF1-02"
PAST, IMPUNITY = "R-RF6-01", "R-RF6-02"
WOBBLE = 0.12


@dataclass(frozen=True)
class Figures:
    """The values of one world. `stories` speak in months before `anchor`."""

    catalogue: Catalogue
    stories: Stories
    anchor: date

    @cached_property
    def series(self) -> dict[str, SeriesRow]:
        """How each indicator is filled."""
        return {row.indicator: row for row in self.stories.series}

    @cached_property
    def ended(self) -> dict[str, date]:
        """Day on which a country of the exercise ceased to exist."""
        return {row.iso3: row.span.end for row in register.countries() if row.world == "exercise" and row.span.end}

    def value(self, country: str, indicator: str, ref_end: date) -> float | None:
        """The value for the period that ends on `ref_end`; None is the recorded answer "never".

        Raises:
            KeyError: the indicator is fed by events, or the stories do not know the country.
        """
        row, spec = self.series[indicator], self.catalogue.by_code[indicator]
        if row.made == "clock":
            return self._clock(country, spec, ref_end)
        made = {
            "path": self._path,
            "change": self._change,
            "sum": self._sum,
            "neighbours": self._worst_neighbour,
        }[row.made]
        return rounded(made(country, spec, ref_end), row.step)

    def _path(self, country: str, spec: IndicatorSpec, ref_end: date) -> float:
        month = months_between(self.anchor, ref_end)
        own = self.stories.values.get((country, spec.code))
        if own is not None:
            return own.at(month)
        score = self.stories.path(country, spec.level, spec.factor, spec.code).at(month)
        if score > 0:
            spread = self.series[spec.code].spread
            score += uniform(-spread, spread, country, spec.code)
            score += uniform(-WOBBLE, WOBBLE, country, spec.code, ref_end)
        return value_for(spec, min(10.0, max(0.0, score)))

    def _clock(self, country: str, spec: IndicatorSpec, ref_end: date) -> float | None:
        month = months_between(self.anchor, ref_end)
        started = [at for at in self.stories.clocks[country, spec.code] or () if at <= month]
        if not started:
            return None
        elapsed = month - started[-1]
        return rounded(elapsed if spec.transform == "decay_months" else elapsed / 12.0, self.series[spec.code].step)

    def _change(self, country: str, spec: IndicatorSpec, ref_end: date) -> float:
        of = CHANGE_OF[spec.code]
        now = self.value(country, of, ref_end)
        before = self.value(country, of, month_end(ref_end.year - 3, ref_end.month))
        return (now or 0.0) - (before or 0.0)

    def _sum(self, country: str, spec: IndicatorSpec, ref_end: date) -> float:
        months = (month_end(ref_end.year, ref_end.month - back) for back in range(12))
        return sum(self.value(country, SUM_OF[spec.code], month) or 0.0 for month in months)

    def _worst_neighbour(self, country: str, spec: IndicatorSpec, ref_end: date) -> float:
        near = Neighbours.load().of(country, ref_end)
        return max((self.value(other, DEATHS, ref_end) or 0.0 for other in near), default=0.0)


def rounded(value: float, step: float) -> float:
    """To the nearest step, without the tail that binary fractions leave."""
    return round(round(value / step) * step, 6)
