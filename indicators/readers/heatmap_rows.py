"""The shape of the heatmap: what every page, export and API answer shows of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from indicators.readers.bands import Band, is_outside
from indicators.readers.heatmap_query import HeatmapQuery
from indicators.readers.no_run import NoRun


# Named tuples: 5,000 of them are made for a page, and a frozen dataclass takes three times as long to make.
class FactorCell(NamedTuple):
    """One factor of one level of one country.

    Attributes:
        score: 0-10 in the view asked for, None where the factor is not scored.
        look: scored | expert | not_scored | not_watched | not_applicable; says why there is no number.
        stale: at least half of the weight behind the score is past its maximum age.
        coverage: 0-1, share of the applicable weight that has a reading.
    """

    level: str
    factor: str
    score: float | None
    data_score: float | None
    adjusted_score: float | None
    adjustment: float | None
    coverage: float
    look: str
    stale: bool
    band: Band | None


class LevelCell(NamedTuple):
    """One level of one country: score 0-10 in the view asked for; `look` is scored, not_rated or not_watched."""

    level: str
    score: float | None
    data_score: float | None
    adjusted_score: float | None
    coverage: float
    catalogue_coverage: float
    factors_scored: int
    stale: bool
    look: str
    band: Band | None
    factors: tuple[FactorCell, ...]


@dataclass(frozen=True, slots=True)
class HeatmapRow:
    """One country.

    Attributes:
        look: rated | base_only | not_rated | closed | never_scored.
        number: the headline 0-10: overall if rated, base if base only, else None.
        number_of: "overall", "base" or "".
        band: published band (with hysteresis) of a rated row; band of the base of a base-only row.
        run_band: band of this run's number alone.
        p10, p90: 80 percent interval of the adjusted number; None without draws.
        sparkline: (as-of date, headline or None), oldest first, at most 13 points of the last 12 months.
        scored_on: as-of date of the score shown; may lie before the date asked for.
        late: the score shown is more than 92 days older than the date asked for.
        reason: code of the row's explanation in words (`why`).
    """

    iso3: str
    name: str
    short_name: str
    region: str
    region_name: str
    subregion: str
    subregion_name: str
    look: str
    reason: str
    number: float | None
    number_of: str
    number_data_only: float | None
    number_adjusted: float | None
    band: Band | None
    run_band: Band | None
    p10: float | None
    p90: float | None
    trend: str
    trend_delta: float | None
    sparkline: tuple[tuple[date, float | None], ...]
    levels: dict[str, LevelCell]
    coverage: float | None
    confidence: str
    stale: bool
    late: bool
    adjusted: bool
    floor_applied: bool
    scored_on: date | None
    score_id: int | None
    run_id: int | None
    mine: bool
    search_text: str
    successors: tuple[str, ...]

    @property
    def outside_interval(self) -> bool | None:
        """Whether the adjusted number lies outside its own interval; None without one."""
        return is_outside(self.number_adjusted, self.p10, self.p90)

    @property
    def level_cells(self) -> tuple[LevelCell, ...]:
        """Root, proximate, trigger; empty where the country was never scored."""
        return tuple(self.levels.values())

    @property
    def why(self) -> str:
        """In words, why the row looks as it does; empty for a plainly rated row."""
        from indicators.readers.heatmap_words import row_reason  # noqa: PLC0415 - words import the shapes

        return row_reason(self)


@dataclass(frozen=True, slots=True)
class FactorColumn:
    """Head of one factor column."""

    level: str
    factor: str
    name: str
    weight: float
    pivotal: bool


@dataclass(frozen=True, slots=True)
class LevelColumn:
    """Head of one level, with the factor columns that the query shows (none where hidden)."""

    level: str
    name: str
    factors: tuple[FactorColumn, ...]


@dataclass(frozen=True, slots=True)
class Heatmap:
    """The whole view.

    Attributes:
        rows: filtered and sorted.
        total: rows before the filters.
        counts: rows before the filters by look, by band slug (`band:high`) and by trend (`trend:worsening`).
        as_of: the date shown: the one asked for, or the newest run's.
        run_id: newest run of world and profile up to that date, None if there is none.
        stamp: changes whenever the answer may; for caches and ETags, together with user scope and language.
        all_base_only: no row is rated and some are base only, so that rows sort by base.
        dates_assumed: some publication dates of the world are assumed by the sources' usual lag (pseudo-vintage).
        no_run: why there is no run; None where there is one.
        regions, subregions: (code, name) that occur among the rows before the filters, for the filter lists.
    """

    query: HeatmapQuery
    rows: tuple[HeatmapRow, ...]
    columns: tuple[LevelColumn, ...]
    total: int
    counts: dict[str, int]
    as_of: date
    newest_as_of: date | None
    run_id: int | None
    method: str
    weights: str
    profile: str
    catalogue_digest: str
    stamp: str
    all_base_only: bool
    regions: tuple[tuple[str, str], ...]
    subregions: tuple[tuple[str, str], ...]
    dates_assumed: bool = False
    no_run: NoRun | None = None

    @property
    def run_day(self) -> date:
        """The as-of date of the run that answers; the date asked for where there is none."""
        return self.newest_as_of or self.as_of
