"""The engine's output as rows: columns for lists, the rest as JSON, one contribution a scored indicator."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from indicators.models import Contribution, Score, ScoringRun
from indicators.readers.evidence import primary_key

# Keys that are columns of their own, or rows of their own.
_NOT_IN_DETAIL = {"entity", "name", "as_of", "method", "weights", "indicators", "coverage", "band", "status"}
_COLUMNS_OF_CONTRIBUTION = {"code", "state", "score", "freshness", "value"}


def score_of(run: ScoringRun, output: dict[str, Any], *, published_band: str) -> Score:
    """An unsaved score of one country from the engine's output (specification C.15)."""
    detail = {key: value for key, value in output.items() if key not in _NOT_IN_DETAIL}
    row = Score(
        run=run,
        country_id=output["entity"],
        world=run.world,
        profile=run.profile,
        as_of=run.as_of,
        published_band=published_band,
        detail=detail,
    )
    if "result" not in output:
        row.status = "closed"
        return row
    detail["silent"] = _silent(output["indicators"])
    result, data = output["result"], output["result_data_only"]
    drawn = output["uncertainty"] or {}
    row.status = result["status"]
    row.root, row.proximate, row.trigger = result["root"], result["proximate"], result["trigger"]
    row.base, row.overall = result["base"], result["overall"]
    row.base_data_only, row.overall_data_only = data["base"], data["overall"]
    row.p10, row.p90 = drawn.get("p10"), drawn.get("p90")
    row.coverage, row.confidence, row.band = output["coverage"], output["confidence"]["label"], output["band"]
    row.trend, row.trend_delta = output["trend"]["label"], output["trend"].get("delta")
    return row


def _silent(indicators: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Codes without a score, by the state that says why."""
    states: dict[str, list[str]] = defaultdict(list)
    for entry in indicators:
        if entry["score"] is None:
            states[entry["state"]].append(entry["code"])
    return dict(states)


def contributions_of(score: Score, output: dict[str, Any]) -> Iterator[Contribution]:
    """Unsaved contributions of a stored score: its scored indicators, down to the observation."""
    for entry in output.get("indicators", ()):
        if entry["score"] is None:
            continue
        used = [item for item in entry["used"] if item.startswith("o")]
        yield Contribution(
            score=score,
            indicator_id=entry["code"],
            state=entry["state"],
            value=entry["value"],
            points=entry["score"],
            freshness=entry["freshness"],
            observation_id=primary_key(used[0]) if used else None,
            detail={key: value for key, value in entry.items() if key not in _COLUMNS_OF_CONTRIBUTION},
        )
