"""All evidence of some countries, read once and then cut to any date without another query.

One query a table, whatever the number of countries and dates; scoring, lineage, bundles and the
explanation of a change all start here, so that they cannot disagree on what was known.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Any

from countries.models import Country, Succession
from indicators.catalogue import Catalogue
from indicators.models import (
    Adjustment,
    Applicability,
    ExpertScore,
    FeedHeartbeat,
    Observation,
    Series,
    TriggerEvent,
)

Item = dict[str, Any]


def observation_id(pk: int) -> str:
    """Id of an observation in a bundle."""
    return f"o{pk}"


def event_id(pk: int) -> str:
    """Id of a trigger event in a bundle."""
    return f"e{pk}"


def primary_key(bundle_id: str) -> int:
    """The row behind an id of a bundle made here."""
    return int(bundle_id[1:])


@dataclass(slots=True)
class CountryEvidence:
    """Everything known of one country: rows of a bundle's `input`, before they are cut to a date.

    `observations` are in the order of their publication; each carries `superseded_on` where a later
    publication of the same natural key took its place.
    """

    entity: Item
    outside_profile: list[str]
    observations: list[Item] = field(default_factory=list)
    # Beside each observation the last day on which it still counts.
    forgotten: list[str] = field(default_factory=list)
    events: list[Item] = field(default_factory=list)
    watched: dict[str, list[tuple[date, date]]] = field(default_factory=lambda: defaultdict(list))
    not_applicable: list[tuple[str, date, date | None]] = field(default_factory=list)
    adjustments: list[Item] = field(default_factory=list)
    expert_scores: list[Item] = field(default_factory=list)

    def input_at(self, as_of: date) -> Item:
        """The bundle's `input` on a date: nothing published after it, nothing replaced by then (C.15).

        Of an indicator whose every value has expired the newest stays in, so that it reads "expired".
        """
        day = as_of.isoformat()
        return {
            "observations": self._observations_at(day),
            "events": [row for row in self.events if row["published"] <= day and _in_force(row, day)],
            "monitored": {code: span for code, spans in self.watched.items() if (span := _watch(spans, as_of))},
            "not_applicable": sorted(
                {code for code, start, end in self.not_applicable if start <= as_of and (end is None or as_of < end)}
            ),
            "outside_profile": self.outside_profile,
            "adjustments": [row for row in self.adjustments if row["from"] <= day <= row["expires"]],
            "expert_scores": [row for row in self.expert_scores if row["from"] <= day <= row["expires"]],
        }

    def _observations_at(self, day: str) -> list[Item]:
        known = bisect_right(self.observations, day, key=lambda row: row["published"])
        live: list[Item] = []
        expired: dict[str, Item] = {}
        for number in range(known):
            row = self.observations[number]
            if row["ref_end"] > day or not _in_force(row, day):
                continue
            if self.forgotten[number] >= day:
                live.append(row)
            elif row["code"] not in expired or expired[row["code"]]["ref_end"] <= row["ref_end"]:
                expired[row["code"]] = row
        alive = {row["code"] for row in live}
        return live + [row for code, row in sorted(expired.items()) if code not in alive]


def _in_force(row: Item, day: str) -> bool:
    return "superseded_on" not in row or row["superseded_on"] > day


def _watch(spans: list[tuple[date, date]], as_of: date) -> list[str] | None:
    """The span that was watched latest, of those begun on the day."""
    begun = [span for span in spans if span[0] <= as_of]
    if not begun:
        return None
    start, last = max(begun, key=lambda span: span[1])
    return [start.isoformat(), last.isoformat()]


def load_evidence(
    countries: Sequence[str],
    *,
    catalogue: Catalogue,
    profile: str,
    known_at: datetime | None = None,
) -> dict[str, CountryEvidence]:
    """Evidence of the named countries, by ISO3.

    Args:
        countries: ISO3 codes; an unknown one is left out.
        profile: name of a profile of the catalogue; KeyError names an unknown one.
        known_at: only what the database held at that moment; default everything.
    """
    outside = sorted(catalogue.outside_profile(profile))
    book = {
        country.iso3: CountryEvidence(entity=entity, outside_profile=outside)
        for country, entity in _entities(countries)
    }
    _read_observations(book, catalogue, known_at)
    _read_events(book, known_at)
    _read_watch(book, known_at)
    _read_judgement(book, known_at)
    return book


def _entities(countries: Sequence[str]) -> list[tuple[Country, Item]]:
    successors: dict[str, list[str]] = defaultdict(list)
    for row in Succession.objects.filter(predecessor_id__in=countries).order_by("successor_id"):
        successors[row.predecessor_id].append(row.successor_id)
    return [
        (
            country,
            {
                "id": country.iso3,
                "name": country.name_en,
                "valid_from": country.valid_from.isoformat() if country.valid_from else None,
                "valid_to": country.valid_to.isoformat() if country.valid_to else None,
                "successors": successors.get(country.iso3, []),
            },
        )
        for country in Country.objects.filter(iso3__in=countries).order_by("iso3")
    ]


def _known(known_at: datetime | None, column: str) -> dict[str, Any]:
    return {} if known_at is None else {f"{column}__lte": known_at}


def _read_observations(book: dict[str, CountryEvidence], catalogue: Catalogue, known_at: datetime | None) -> None:
    series = {
        (source, code): (priority, age)
        for source, code, priority, age in Series.objects.values_list(
            "source_id", "indicator_id", "priority", "max_age_days"
        )
    }
    rows = Observation.objects.filter(country_id__in=list(book), **_known(known_at, "import_run__at"))
    columns = ("id", "country_id", "indicator_id", "value", "ref_end", "published", "source_id", "grade")
    # A few hundred dates stand in hundreds of thousands of rows: one text each.
    text = lru_cache(maxsize=None)(date.isoformat)
    histories: dict[tuple[str, str, str, date], list[Item]] = defaultdict(list)
    # Publication by publication within a natural key: each takes the place of the one before.
    for pk, iso3, code, value, ref_end, published, source, grade in (
        rows.order_by("published", "id").values_list(*columns).iterator(chunk_size=20_000)
    ):
        spec = catalogue.by_code.get(code)
        if spec is None:
            continue
        priority, max_age = series.get((source, code), (1, spec.max_age_days))
        item: Item = {
            "id": observation_id(pk),
            "code": code,
            "value": value,
            "ref_end": text(ref_end),
            "published": text(published),
            "source": source,
            "priority": priority,
            "grade": grade,
            "max_age_days": max_age,
        }
        histories[(iso3, code, source, ref_end)].append(item)
        book[iso3].observations.append(item)
        book[iso3].forgotten.append(text(ref_end + timedelta(days=2 * max_age)))
    for history in histories.values():
        for before, after in pairwise(history):
            before["superseded_on"] = after["published"]


def _read_events(book: dict[str, CountryEvidence], known_at: datetime | None) -> None:
    rows = TriggerEvent.objects.filter(country_id__in=list(book), **_known(known_at, "recorded_at"))
    histories: dict[tuple[str, str, str], list[tuple[Item, bool]]] = defaultdict(list)
    for row in rows.order_by("published", "id"):
        item: Item = {
            "id": event_id(row.pk),
            "code": row.indicator_id,
            "date": row.date.isoformat(),
            "severity": row.severity,
            "grade": row.grade,
            "published": row.published.isoformat(),
        }
        histories[(row.country_id, row.source_id, row.external_id)].append((item, row.withdrawn))
    for (iso3, _source, _key), history in histories.items():
        for (before, _), (after, _) in pairwise(history):
            before["superseded_on"] = after["published"]
        book[iso3].events.extend(item for item, withdrawn in history if not withdrawn)


def _read_watch(book: dict[str, CountryEvidence], known_at: datetime | None) -> None:
    mine = {"country_id__in": list(book), **_known(known_at, "recorded_at")}
    for beat in FeedHeartbeat.objects.filter(**mine):
        book[beat.country_id].watched[beat.indicator_id].append((beat.watched_from, beat.through))
    for row in Applicability.objects.filter(**mine):
        book[row.country_id].not_applicable.append((row.indicator_id, row.since, row.until))


def _read_judgement(book: dict[str, CountryEvidence], known_at: datetime | None) -> None:
    mine = {"country_id__in": list(book), **_known(known_at, "recorded_at")}
    for row in Adjustment.objects.filter(**mine):
        book[row.country_id].adjustments.append(
            {
                **_judgement(f"a{row.pk}", row),
                "proposed": row.proposed,
                "applied": row.applied,
                "panel": row.panel,
            }
        )
    for score in ExpertScore.objects.filter(**mine):
        book[score.country_id].expert_scores.append({**_judgement(f"x{score.pk}", score), "score": score.score})


def _judgement(key: str, row: Adjustment | ExpertScore) -> Item:
    return {
        "id": key,
        "level": row.level,
        "factor": row.factor,
        "from": row.since.isoformat(),
        "expires": row.expires.isoformat(),
    }


def engine_input(
    country: str,
    as_of: date,
    *,
    catalogue: Catalogue,
    profile: str,
    known_at: datetime | None = None,
) -> tuple[Item, Item]:
    """(entity, input) of one country on one date.

    Raises:
        KeyError: no such country.
    """
    book = load_evidence([country], catalogue=catalogue, profile=profile, known_at=known_at)
    evidence = book[country]
    return evidence.entity, evidence.input_at(as_of)


def existing_countries(world: str, as_of: date, only: Iterable[str] | None = None) -> list[str]:
    """ISO3 codes of the watched countries of a world on a date, those that ended lately included."""
    rows = Country.objects.in_world(world).watched().order_by("iso3")
    if only is not None:
        rows = rows.filter(iso3__in=list(only))
    oldest_end = as_of - CLOSED_SHOWN
    return [
        row.iso3
        for row in rows
        if (row.valid_from is None or row.valid_from <= as_of) and (row.valid_to is None or row.valid_to > oldest_end)
    ]


# A country that ended keeps its row, marked closed, for three years: its successors are named there.
CLOSED_SHOWN = timedelta(days=3 * 366)
