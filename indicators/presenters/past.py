"""A country's history as two charts and their table twins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from indicators.charts import Line, Ribbon, Twin, history_figure, history_twin
from indicators.readers.bands import bands
from indicators.readers.history import History
from indicators.words import LEVEL_CAUSES


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure for plotly, its table twin, and a sentence for those who see neither."""

    key: str
    title: str
    figure: dict[str, Any]
    twin: Twin
    label: str


def history_charts(past: History) -> tuple[Chart, ...]:
    """Headline with interval, and the three levels; nothing with fewer than two dates."""
    points = past.points
    if sum(point.number is not None for point in points) < 2:
        return ()
    cuts = [(band.label, band.lower) for band in bands()[1:]]
    ribbon = None
    if any(point.p10 is not None for point in points):
        ribbon = Ribbon(
            _("80% interval"),
            [point.as_of for point in points],
            [point.p10 for point in points],
            [point.p90 for point in points],
        )
    lines = [
        Line(_("Data only"), [(p.as_of, p.data_only) for p in points], "--ink-3", "dot", 1.5),
        Line(_("Adjusted"), [(p.as_of, p.number) for p in points], "--accent", "solid", 2.5),
    ]
    levels = [
        Line(str(LEVEL_CAUSES["R"]), [(p.as_of, p.root) for p in points], "--c-root", "solid"),
        Line(str(LEVEL_CAUSES["P"]), [(p.as_of, p.proximate) for p in points], "--c-prox", "dash"),
        Line(str(LEVEL_CAUSES["T"]), [(p.as_of, p.trigger) for p in points], "--c-trig", "dot"),
    ]
    span = {"first": points[0].as_of.isoformat(), "last": points[-1].as_of.isoformat(), "n": len(points)}
    none = _("not rated")
    return (
        Chart(
            "headline",
            _("Index or base, with interval"),
            history_figure(lines, ribbon, cuts, _("0 to 10")),
            history_twin(lines[::-1], ribbon, _("As of"), none),
            _("Line chart of %(n)s runs from %(first)s to %(last)s; the table below holds every number.") % span,
        ),
        Chart(
            "levels",
            _("Root, proximate and trigger level"),
            history_figure(levels, None, cuts, _("0 to 10")),
            history_twin(levels, None, _("As of"), none),
            _("Line chart of the three levels from %(first)s to %(last)s; the table below holds every number.") % span,
        ),
    )
