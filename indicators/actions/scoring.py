"""Score a world on some dates, and store what was found: one run a date, one transaction a run."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from indicators import matrix
from indicators.actions.score_rows import contributions_of, score_of
from indicators.catalogue import Catalogue, load
from indicators.dates import months_before
from indicators.matrix.bands import published_band
from indicators.matrix.score import score_country
from indicators.matrix.trend import trend
from indicators.models import Contribution, Score, ScoringRun
from indicators.readers.evidence import CountryEvidence, existing_countries, load_evidence
from indicators.worlds import DEFAULT_PROFILE
from ledger.actors import Actor, require
from ledger.record import record

TREND_MONTHS = 6
NO_DRAWS = "no draws were asked for, so rise and fall cannot be told from noise"

Series = dict[str, list[tuple[date, float | None]]]


class UnknownCountry(ValueError):
    """A country was asked for that this world does not watch."""

    def __init__(self, codes: Iterable[str], world: str) -> None:
        super().__init__(
            f"countries: {', '.join(sorted(codes))} not watched in the {world} world on these dates. "
            "Use ISO 3166-1 alpha-3 codes of the register."
        )


@dataclass(frozen=True, slots=True)
class Task:
    """What is asked: a world, a profile, the dates in their order, the countries or all, and how many draws."""

    world: str
    profile: str
    as_of: tuple[date, ...]
    countries: tuple[str, ...] | None
    draws: int
    reason: str

    @classmethod
    def of(
        cls,
        *,
        world: str,
        as_of: Iterable[date],
        profile: str | None = None,
        countries: Iterable[str] | None = None,
        draws: int | None = None,
        reason: str = "by hand",
    ) -> Task:
        """With the defaults filled in: the world's own profile, every country, the usual number of draws."""
        return cls(
            world=world,
            profile=profile or DEFAULT_PROFILE[world],
            as_of=tuple(sorted(set(as_of))),
            countries=None if countries is None else tuple(sorted(set(countries))),
            draws=settings.DEFAULT_DRAWS if draws is None else draws,
            reason=reason,
        )


@lru_cache(maxsize=1)
def code_digest() -> str:
    """SHA-256 over the source of the engine: two runs with the same digest ran the same code."""
    digest = hashlib.sha256()
    for path in sorted(Path(matrix.__file__).parent.glob("*.py")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def score(
    *,
    by: Actor,
    task: Task,
    job: UUID | None = None,
    progress: Callable[[int, int, date], None] | None = None,
    hold: Callable[[], None] | None = None,
) -> list[ScoringRun]:
    """Score every date of the task, oldest first, and store each as a run of its own.

    Args:
        by: who asks; needs `indicators.run_scoring`.
        task: what to score.
        job: the job that does it; a date that the job has already stored is not stored twice.
        progress: called after each country group with (done, total, date).
        hold: called inside each run's transaction, to make sure that the job is still ours.

    Raises:
        PermissionDenied: the permission is missing.
        UnknownCountry: a country of the task is not watched on any of the dates.
        KeyError: no such profile.
    """
    require(by, "indicators.run_scoring")
    catalogue = load()
    catalogue.outside_profile(task.profile)
    dates = _dates_to_do(task, job)
    if not dates:
        return []
    per_date = {day: existing_countries(task.world, day, task.countries) for day in dates}
    everybody = sorted({iso3 for codes in per_date.values() for iso3 in codes})
    if task.countries is not None and (missing := set(task.countries) - set(everybody)):
        raise UnknownCountry(missing, task.world)
    known_at = timezone.now()
    book = load_evidence(everybody, catalogue=catalogue, profile=task.profile, known_at=known_at)
    history = _history(task, everybody, dates[0])
    runs = []
    for number, day in enumerate(dates):
        outputs = []
        for iso3 in per_date[day]:
            outputs.append(_one(book[iso3], day, catalogue, task.draws))
            _tell(progress, number, dates, day)
        run = _store(by, task, day, outputs, history, known_at, catalogue, job, hold)
        if run is not None:
            runs.append(run)
        _tell(progress, number + 1, dates, day)
    return runs


def _tell(progress: Callable[[int, int, date], None] | None, done: int, dates: Sequence[date], day: date) -> None:
    if progress is not None:
        progress(done, len(dates), day)


def _dates_to_do(task: Task, job: UUID | None) -> list[date]:
    done = set() if job is None else set(ScoringRun.objects.filter(job=job).values_list("as_of", flat=True))
    return [day for day in task.as_of if day not in done]


def _one(evidence: CountryEvidence, day: date, catalogue: Catalogue, draws: int) -> dict[str, Any]:
    """The engine's output for one country, its trend beside it."""
    given = evidence.input_at(day)
    output = score_country(evidence.entity, day, given, catalogue=catalogue, draws=draws)
    if "result" in output:
        output["trend"] = _trend(evidence, day, given, catalogue, draws)
    return output


def _trend(
    evidence: CountryEvidence, day: date, given: dict[str, Any], catalogue: Catalogue, draws: int
) -> dict[str, Any]:
    if not draws:
        return {"label": "undetermined", "reason": NO_DRAWS}
    before = months_before(day, TREND_MONTHS)
    return trend(
        evidence.entity,
        before,
        day,
        given,
        catalogue=catalogue,
        draws=draws,
        earlier_input=evidence.input_at(before),
    )


def _history(task: Task, countries: Sequence[str], until: date) -> Series:
    """Overall scores of each country before a date, one a date (the latest run), for the published band."""
    rows = (
        Score.objects.filter(country_id__in=countries, profile=task.profile, as_of__lt=until)
        .order_by("as_of", "id")
        .values_list("country_id", "as_of", "overall")
    )
    latest: dict[str, dict[date, float | None]] = defaultdict(dict)
    for iso3, day, overall in rows:
        latest[iso3][day] = overall
    return {iso3: list(days.items()) for iso3, days in latest.items()}


def _store(
    by: Actor,
    task: Task,
    day: date,
    outputs: list[dict[str, Any]],
    history: Series,
    known_at: datetime,
    catalogue: Catalogue,
    job: UUID | None,
    hold: Callable[[], None] | None,
) -> ScoringRun | None:
    """One run with its scores and contributions, or None where the job's other worker was first."""
    try:
        with transaction.atomic():
            if hold is not None:
                hold()
            event = record(
                action="indicators.score",
                actor=by.handle,
                object=f"run:{task.world}:{day.isoformat()}",
                body={
                    "profile": task.profile,
                    "method": catalogue.method,
                    "weights": catalogue.weights,
                    "catalogue": catalogue.digest,
                    "code": code_digest(),
                    "countries": len(outputs),
                    "draws": task.draws,
                    "reason": task.reason,
                },
            )
            run = ScoringRun.objects.create(
                world=task.world,
                as_of=day,
                profile=task.profile,
                method=catalogue.method,
                weights=catalogue.weights,
                catalogue_digest=catalogue.digest,
                code_digest=code_digest(),
                draws=task.draws,
                known_at=known_at,
                job=job,
                by=by.handle,
                at=timezone.now(),
                countries=len(outputs),
                reason=task.reason,
                event_seq=event.seq,
            )
            _store_scores(run, outputs, history, catalogue)
    except IntegrityError:
        if job is not None and ScoringRun.objects.filter(job=job, as_of=day).exists():
            return None
        raise
    return run


def _store_scores(run: ScoringRun, outputs: list[dict[str, Any]], history: Series, catalogue: Catalogue) -> None:
    scores = []
    for output in outputs:
        series = history.setdefault(output["entity"], [])
        series.append((run.as_of, output.get("result", {}).get("overall")))
        published = published_band(series, catalogue.parameters)[-1]
        scores.append(score_of(run, output, published_band=published[3] or ""))
    Score.objects.bulk_create(scores, batch_size=500)
    Contribution.objects.bulk_create(
        (row for score, output in zip(scores, outputs, strict=True) for row in contributions_of(score, output)),
        batch_size=2000,
    )
