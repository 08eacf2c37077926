"""The heatmap as a table of ready texts: what a cell says, how it looks, what a screen reader hears."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.charts import SPARK_HEIGHT, SPARK_WIDTH, spark_points
from indicators.readers.bands import Band
from indicators.readers.heatmap import FactorCell, Heatmap, HeatmapQuery, HeatmapRow, LevelCell
from indicators.words import (
    ARROWS,
    CONFIDENCE,
    FACTOR_LOOKS,
    LEVEL_CAUSES,
    LEVELS,
    ROW_LOOKS,
    SHORT_LOOKS,
    TRENDS,
    factor_word,
    interval,
    number,
    percent,
    signed,
)

_EMPTY_CLASS = {"not_scored": "nr", "not_rated": "nr", "not_watched": "nw", "not_applicable": "na"}


class Cell(NamedTuple):
    """One cell: CSS classes, visible text, and the word that goes with it."""

    look: str
    text: str
    word: str


@dataclass(frozen=True, slots=True)
class Head:
    """One column: label, full name, sort links, and the anchor of its cells on the country page."""

    label: str
    title: str
    anchor: str
    look: str
    sort: str = ""
    aria_sort: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Columns under one heading."""

    label: str
    span: int
    look: str


@dataclass(frozen=True, slots=True)
class Row:
    """One country, ready to be written."""

    iso3: str
    name: str
    url: str
    look: str
    why: str
    lead: Cell
    note: str
    interval: str
    outside: bool
    spark: str
    spark_label: str
    arrow: str
    arrow_look: str
    delta: str
    trend: str
    confidence: str
    coverage: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Groups, heads, rows; `who` heads the country column, `rest` counts the columns after the first two."""

    groups: tuple[Group, ...]
    who: Head
    heads: tuple[Head, ...]
    rows: tuple[Row, ...]
    rest: int
    spark_width: int = SPARK_WIDTH
    spark_height: int = SPARK_HEIGHT


class _Cells:
    """Builds cells; the words of one render are looked up once, not six thousand times."""

    def __init__(self) -> None:
        self._known: dict[tuple[Any, ...], tuple[str, str]] = {}

    def level(self, cell: LevelCell, *, gap: bool) -> Cell:
        """A level, set apart from the columns before it where it opens a group."""
        if cell.score is None or cell.band is None:
            return self._empty(cell.look, "not_rated", "lv gap" if gap else "lv")
        look, word = self._scored("lv gap" if gap else "lv", cell.band, cell.stale, False, False)
        return Cell(look, number(cell.score), word)

    def factor(self, cell: FactorCell, *, gap: bool) -> Cell:
        """A factor, likewise."""
        extra = "gap" if gap else ""
        if cell.score is None or cell.band is None:
            return self._empty(cell.look, "not_scored", extra)
        look, word = self._scored(extra, cell.band, cell.stale, bool(cell.adjustment), cell.look == "expert")
        return Cell(look, number(cell.score), word)

    def _empty(self, look: str, otherwise: str, extra: str) -> Cell:
        name = look if look in _EMPTY_CLASS else otherwise
        return Cell(f"{_EMPTY_CLASS[name]} {extra}".strip(), str(SHORT_LOOKS[name]), str(FACTOR_LOOKS[name]))

    def _scored(self, extra: str, band: Band, stale: bool, moved: bool, expert: bool) -> tuple[str, str]:
        key = (extra, band.position, stale, moved, expert)
        found = self._known.get(key)
        if found is None:
            flags = {"stale": stale, "adj": moved, "ex": expert}
            looks = (f"b{band.position}", extra, *(name for name, held in flags.items() if held))
            words = {_("stale"): stale, _("moved by experts"): moved, _("expert judgement only"): expert}
            word = ", ".join((band.label, *(text for text, held in words.items() if held)))
            found = self._known[key] = (" ".join(filter(None, looks)), word)
        return found


def lead_cell(row: HeatmapRow) -> Cell:
    """The headline cell: number and band word; a ring instead of a filling where only the base is known."""
    if row.look == "rated" and row.band is not None:
        stale = " stale" if row.stale or row.late else ""
        return Cell(f"b{row.band.position}{stale}", number(row.number), row.band.label)
    if row.look == "base_only":
        # No band word of the index: without triggers there is none. The ring shows where the base lies.
        ring = f" r{row.band.position}" if row.band else ""
        return Cell(f"ring{ring}", number(row.number), str(ROW_LOOKS["base_only"]))
    look = "shut" if row.look == "closed" else "nr"
    return Cell(look, "–", str(ROW_LOOKS.get(row.look, ROW_LOOKS["not_rated"])))


def _note(row: HeatmapRow) -> str:
    """The small print of a lead cell: the band of a base, old runs."""
    parts = []
    if row.look == "base_only" and row.band is not None:
        parts.append(_("base in %(band)s") % {"band": row.band.label})
    if row.look == "rated" and row.band and row.run_band and row.band.position > row.run_band.position:
        parts.append(_("held; this run %(band)s") % {"band": row.run_band.label})
    if row.look in {"rated", "base_only"} and row.stale:
        parts.append(_("stale"))
    if row.late and row.scored_on is not None:
        parts.append(_("scored %(day)s") % {"day": row.scored_on.isoformat()})
    return ", ".join(parts)


def _spark_label(row: HeatmapRow) -> str:
    known = [value for _day, value in row.sparkline if value is not None]
    if len(known) < 2:
        return ""
    return _("last 12 months, from %(first)s to %(last)s") % {
        "first": number(known[0]),
        "last": number(known[-1]),
    }


def _row(row: HeatmapRow, columns: tuple[tuple[str, tuple[str, ...]], ...], url: str, cells: _Cells) -> Row:
    lead = lead_cell(row)
    arrow, arrow_look = ARROWS.get(row.trend, ("", ""))
    ready: list[Cell] = []
    if row.levels:
        ready = [cells.level(row.levels[level], gap=at == 0) for at, (level, _f) in enumerate(columns)]
        for level, factors in columns:
            by_factor = {cell.factor: cell for cell in row.levels[level].factors}
            ready += [cells.factor(by_factor[factor], gap=at == 0) for at, factor in enumerate(factors)]
    return Row(
        iso3=row.iso3,
        name=row.short_name,
        url=url,
        look=row.look,
        why=row.why if row.look != "rated" else "",
        lead=lead,
        note=_note(row),
        interval=interval(row.p10, row.p90) or "–",
        outside=bool(row.outside_interval),
        spark=spark_points([value for _day, value in row.sparkline]),
        spark_label=_spark_label(row),
        arrow=arrow,
        arrow_look=arrow_look,
        delta=signed(row.trend_delta),
        trend=str(TRENDS.get(row.trend, "")),
        confidence=str(CONFIDENCE.get(row.confidence, row.confidence or "–")),
        coverage=percent(row.coverage),
        cells=tuple(ready),
    )


def heatmap_table(heatmap: Heatmap) -> Table:
    """Everything the template writes; no query, about a millisecond for twenty rows."""
    columns = tuple((level.level, tuple(f.factor for f in level.factors)) for level in heatmap.columns)
    pattern = reverse("country", args=["QQQ"]) + _carry(heatmap.query)
    cells = _Cells()
    rows = tuple(_row(row, columns, pattern.replace("QQQ", row.iso3, 1), cells) for row in heatmap.rows)
    heads = _heads(heatmap)
    who = _sortable(heatmap.query, "country", _("Country"), _("Country and code"))
    return Table(groups=_groups(heatmap), who=who, heads=heads, rows=rows, rest=len(heads) - 1)


def _carry(query: HeatmapQuery) -> str:
    """What a link to a country takes along: profile and date, where they are not the defaults."""
    kept = {key: value for key, value in query.params().items() if key in {"profile", "as_of", "view"}}
    return "?" + "&".join(f"{key}={value}" for key, value in kept.items()) if kept else ""


def _groups(heatmap: Heatmap) -> tuple[Group, ...]:
    groups = [Group(_("Index"), 4, ""), Group(_("Levels"), len(heatmap.columns), "gap")]
    groups += [
        Group(str(LEVEL_CAUSES[level.level]), len(level.factors), "gap") for level in heatmap.columns if level.factors
    ]
    return tuple(groups)


def _heads(heatmap: Heatmap) -> tuple[Head, ...]:
    query = heatmap.query
    title = _("Overall index and band; the base where triggers are not known")
    heads = [
        _sortable(query, "overall", _("Overall and band"), title, anchor="summary"),
        Head(
            _("80% interval"),
            _("10th to 90th percentile: method and measurement, not the future"),
            "summary",
            "",
        ),
        _sortable(
            query, "trend", _("Trend"), _("Against six months earlier; the line shows 12 months"), anchor="history"
        ),
        _sortable(query, "coverage", _("Confidence"), _("Confidence and coverage of the catalogue"), anchor="quality"),
    ]
    names = {"R": "root", "P": "proximate", "T": "trigger"}
    for at, level in enumerate(heatmap.columns):
        label = str(LEVELS[level.level])
        cause = str(LEVEL_CAUSES[level.level])
        heads.append(
            _sortable(query, names[level.level], label, cause, anchor=level.level, look="gap" if at == 0 else "")
        )
    for level in heatmap.columns:
        for at, factor in enumerate(level.factors):
            heads.append(
                Head(
                    factor_word(level.level, factor.factor),
                    factor.name,
                    f"{level.level}-{factor.factor}",
                    "gap" if at == 0 else "",
                    href=reverse("factor", args=[factor.factor]),
                )
            )
    return tuple(heads)


def _sortable(query: HeatmapQuery, sort: str, label: str, title: str, *, anchor: str = "", look: str = "") -> Head:
    """A head whose link sorts by it, and turns the order round where it already does."""
    active = query.sort.lstrip("-") == sort
    turned = f"-{sort}" if query.sort == sort else sort
    aria = ("ascending" if query.sort.startswith("-") else "descending") if active else ""
    return Head(label, title, anchor, look, "?" + query.querystring(sort=turned), aria)
