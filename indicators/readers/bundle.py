"""A stored run as a bundle that anybody can replay without a database (specification C.15)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from indicators.catalogue import Catalogue, load
from indicators.models import Score, ScoringRun
from indicators.readers.evidence import load_evidence


class OtherMethod(ValueError):
    """A run of a method version that is not here as it was: it can be neither explained nor exported."""


def method_of(run: ScoringRun) -> Catalogue:
    """The catalogue that a run was made with; versions stand side by side, each in its folder.

    Raises:
        OtherMethod: the version is not here, or no longer what it was.
    """
    try:
        catalogue = load(run.method)
    except FileNotFoundError as missing:
        raise OtherMethod(
            f"run {run.pk} was made with method {run.method}, whose tables are not here ({missing}). Bring the folder "
            f"of that version back to indicators/catalogue/."
        ) from missing
    if run.catalogue_digest != catalogue.digest:
        raise OtherMethod(
            f"run {run.pk} was made with {run.method} when its tables had the digest {run.catalogue_digest[:12]}; here "
            f"they have {catalogue.digest[:12]}. Score the date again, or check out the tables of that run."
        )
    return catalogue


def run_bundle(run: ScoringRun, countries: Iterable[str] | None = None) -> dict[str, Any]:
    """The run's inputs, read again as they were known when it ran, and its stored outputs.

    Args:
        run: any run whose method version is here.
        countries: ISO3 codes to keep; default all of the run.

    Raises:
        OtherMethod: the run's version of the method is not here as it was.
    """
    catalogue = method_of(run)
    scores = run.scores.order_by("country_id")
    if countries is not None:
        scores = scores.filter(country_id__in=list(countries))
    stored = list(scores.prefetch_related("contributions"))
    book = load_evidence(
        [score.country_id for score in stored],
        catalogue=catalogue,
        profile=run.profile,
        known_at=run.known_at,
    )
    return {
        "format": "bundle/1",
        "method": run.method,
        "weights": run.weights,
        "profile": run.profile,
        "run": run.pk,
        "world": run.world,
        "draws": run.draws,
        "catalogue": run.catalogue_digest,
        "countries": {
            score.country_id: {
                "entity": book[score.country_id].entity,
                "as_of": run.as_of.isoformat(),
                "input": book[score.country_id].input_at(run.as_of),
                "output": stored_output(score, run, book[score.country_id].entity, catalogue),
            }
            for score in stored
        },
    }


def stored_output(score: Score, run: ScoringRun, entity: dict[str, Any], catalogue: Catalogue) -> dict[str, Any]:
    """The engine's `output`, put together again from a score and its contributions."""
    detail = dict(score.detail)
    silent, _trend = detail.pop("silent", {}), detail.pop("trend", None)
    output: dict[str, Any] = {
        "entity": score.country_id,
        "as_of": run.as_of.isoformat(),
        "method": run.method,
    }
    if score.status == "closed":
        return output | {"status": "closed"} | detail
    return output | {
        "name": entity["name"],
        "weights": run.weights,
        "coverage": score.coverage,
        "band": score.band,
        "indicators": _indicators(score, silent, catalogue),
        **detail,
    }


def _indicators(score: Score, silent: dict[str, list[str]], catalogue: Catalogue) -> list[dict[str, Any]]:
    entries = {
        row.indicator_id: {
            "code": row.indicator_id,
            "state": row.state,
            "score": row.points,
            "freshness": row.freshness,
            "value": row.value,
            **row.detail,
        }
        for row in score.contributions.all()
    }
    for state, codes in silent.items():
        for code in codes:
            entries[code] = {"code": code, "state": state, **_SILENT}
    return [entries[spec.code] for spec in catalogue.indicators]


_SILENT: dict[str, Any] = {
    "score": None,
    "freshness": 0.0,
    "value": None,
    "source": None,
    "grade": None,
    "tau": None,
    "used": [],
}
