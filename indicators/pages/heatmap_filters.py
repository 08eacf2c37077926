"""The filter form of the heatmap: fields with their choices, as the query holds them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from indicators.catalogue import load
from indicators.models.scoring import Status
from indicators.readers.bands import bands
from indicators.readers.heatmap import Heatmap, HeatmapQuery
from indicators.readers.heatmap_query import TRENDS
from indicators.words import LEVELS
from indicators.words import TRENDS as TREND_WORDS

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Select:
    """One drop-down list."""

    name: str
    label: str
    value: str
    choices: Choices


@dataclass(frozen=True, slots=True)
class FilterForm:
    """Everything the form writes; `as_of` is empty where the newest run is meant."""

    world: str
    sort: str
    search: str
    as_of: str
    today: str
    level: str
    levels: Choices
    selects: tuple[Select, ...]


def filter_form(query: HeatmapQuery, heatmap: Heatmap, today: date) -> FilterForm:
    """The form for a query; lists of regions come from what the world holds."""
    regions = (("", _("All regions")), *heatmap.regions)
    subregions = (("", _("All sub-regions")), *heatmap.subregions)
    any_band = (("", _("Any")), *((band.slug, band.label) for band in bands()))
    any_trend = (("", _("Any")), *((name, str(TREND_WORDS[name])) for name in TRENDS))
    any_status = (("", _("Any")), *((value, str(label)) for value, label in Status.choices))
    views = (("adjusted", _("Adjusted (experts within bounds)")), ("data", _("Data only")))
    whose = (("", _("All %(total)s") % {"total": heatmap.total}), ("1", _("My countries")))
    profiles = tuple((name, name) for name in load().profile_names)
    selects = (
        Select("region", _("Region"), query.region, regions),
        Select("subregion", _("Sub-region"), query.subregion, subregions),
        Select("band", _("Band"), query.band, any_band),
        Select("trend", _("Trend"), query.trend, any_trend),
        Select("status", _("Status"), query.status, any_status),
        Select("view", _("Show"), query.view, views),
        Select("mine", _("Countries"), "1" if query.mine else "", whose),
        Select("profile", _("Profile"), query.profile, profiles),
    )
    levels = (("all", _("All")), *((code, str(LEVELS[code])) for code in LEVELS), ("none", _("None")))
    return FilterForm(
        world=query.world,
        sort=query.sort,
        search=query.search,
        as_of=query.as_of.isoformat() if query.as_of else "",
        today=today.isoformat(),
        level=query.level,
        levels=levels,
        selects=selects,
    )
