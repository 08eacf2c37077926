"""The heatmap's rows (see heatmap_rows.py for their shape, heatmap_query.py for the question).

Eight queries, whatever the data: assignments, the newest run (two), countries with their latest score,
the scores, the stale readings, the dates of the sparklines and their points.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, Max, QuerySet, Window
from django.utils import timezone
from django.utils.translation import get_language

from indicators.catalogue import LEVEL_NAMES, Catalogue, load
from indicators.models import ImportRun, ScoringRun
from indicators.readers.heatmap_cells import RowMaker
from indicators.readers.heatmap_evidence import gather
from indicators.readers.heatmap_query import HeatmapQuery, ParamErrors
from indicators.readers.heatmap_rows import (
    FactorCell,
    FactorColumn,
    Heatmap,
    HeatmapRow,
    LevelCell,
    LevelColumn,
)
from indicators.readers.heatmap_sort import keep, ordered
from indicators.readers.no_run import why_no_run
from indicators.readers.scope import scope_text

__all__ = [
    "FactorCell",
    "FactorColumn",
    "Heatmap",
    "HeatmapQuery",
    "HeatmapRow",
    "LevelCell",
    "LevelColumn",
    "ParamErrors",
    "heatmap",
    "heatmap_stamp",
]


@dataclass(frozen=True, slots=True)
class _Runs:
    """What has been scored up to the date asked for."""

    newest_id: int | None = None
    newest_at: datetime | None = None
    as_of: date | None = None
    # What the newest run was made with; empty where nothing was scored.
    method: str = ""
    weights: str = ""
    catalogue_digest: str = ""
    # Some publication dates of the world are the source's usual lag, not a known release.
    dates_assumed: bool = False


def _found(query: HeatmapQuery) -> QuerySet[ScoringRun]:
    found = ScoringRun.objects.filter(world=query.world, profile=query.profile)
    return found if query.as_of is None else found.filter(as_of__lte=query.as_of)


def _runs(query: HeatmapQuery) -> _Runs:
    assumed = Exists(ImportRun.objects.filter(world=query.world, lag_assumed=True))
    counted = _found(query).annotate(day=Window(Max("as_of")), assumed=assumed)
    columns = ("pk", "at", "day", "method", "weights", "catalogue_digest", "assumed")
    row = counted.order_by("-pk").values_list(*columns).first()
    return _Runs(*row) if row else _Runs()


def _stamp(query: HeatmapQuery, newest: tuple[int | None, datetime | None], user: Any) -> str:
    # Runs are stored one at a time, so the newest tells them all; its moment tells it from a run of the same
    # number in a world that was built anew. Where nothing was scored, the rows are those of today.
    run = f"{newest[0]}@{newest[1].isoformat()}" if newest[1] else timezone.now().date().isoformat()
    scope = scope_text(user, mine=query.mine)
    return "|".join((run, load().stamp[:12], scope, get_language() or "", query.querystring()))


def heatmap_stamp(query: HeatmapQuery, user: Any) -> str:
    """What the answer depends on, the query, the user's scope and the language included.

    One query besides the user's assignments: look into a cache or answer 304 with it before doing the work.
    """
    newest = _found(query).aggregate(pk=Max("pk"), at=Max("at"))
    return _stamp(query, (newest["pk"], newest["at"]), user)


def heatmap(query: HeatmapQuery, user: Any) -> Heatmap:
    """Rows for every watched country of the world that exists on the date, filtered and sorted.

    A state that ended in the three years before the date stays on the list as closed; `status=closed` lists
    all that ended.

    Args:
        query: what is asked; `as_of=None` means the newest run's date, or today where nothing was scored.
        user: whose countries; rows outside `indicators.view_scores` do not exist for them.
    """
    method = load()
    runs = _runs(query)
    day = query.as_of or runs.as_of or timezone.now().date()
    evidence = gather(query, user, day)
    maker = RowMaker(query, day, evidence, user.my_countries())
    everything = [maker.row(country) for country in evidence.countries]
    rows = ordered((row for row in everything if keep(row, query)), query.sort)
    return Heatmap(
        query=query,
        rows=tuple(rows),
        columns=_columns(method, query.level),
        total=len(everything),
        counts=_counts(everything),
        as_of=day,
        newest_as_of=runs.as_of,
        run_id=runs.newest_id,
        method=runs.method or method.method,
        weights=runs.weights or method.weights,
        profile=query.profile,
        catalogue_digest=runs.catalogue_digest or method.digest,
        stamp=_stamp(query, (runs.newest_id, runs.newest_at), user),
        all_base_only=_all_base_only(everything),
        dates_assumed=runs.dates_assumed,
        no_run=why_no_run(query.world, query.profile) if runs.newest_id is None else None,
        regions=_places(everything, lambda row: (row.region, row.region_name)),
        subregions=_places(everything, lambda row: (row.subregion, row.subregion_name)),
    )


def _columns(method: Catalogue, shown: str) -> tuple[LevelColumn, ...]:
    names = {factor.factor: factor.name for factor in method.factors}
    return tuple(
        LevelColumn(
            level,
            name,
            tuple(
                FactorColumn(level, w.factor, names[w.factor], w.weight, w.pivotal)
                for w in method.factor_weights
                if w.level == level and shown in {"all", level}
            ),
        )
        for level, name in LEVEL_NAMES.items()
    )


def _counts(rows: Iterable[HeatmapRow]) -> dict[str, int]:
    counted: Counter[str] = Counter()
    for row in rows:
        counted[row.look] += 1
        if row.band is not None:
            counted[f"band:{row.band.slug}"] += 1
        if row.trend:
            counted[f"trend:{row.trend}"] += 1
    return dict(counted)


def _all_base_only(rows: list[HeatmapRow]) -> bool:
    looks = {row.look for row in rows}
    return "base_only" in looks and "rated" not in looks


def _places(rows: Iterable[HeatmapRow], place: Callable[[HeatmapRow], tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted({place(row) for row in rows if place(row)[0]}, key=lambda pair: pair[1]))
