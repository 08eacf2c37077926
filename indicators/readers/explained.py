"""What each indicator adds to a stored headline: the engine's explanation of a stored output."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from indicators.catalogue import load
from indicators.matrix.explain import explain, leaves
from indicators.models import Score
from indicators.readers.bundle import stored_output


def output_of(score: Score) -> dict[str, Any] | None:
    """The engine's output of a score with run and contributions at hand; None under another catalogue."""
    catalogue = load()
    if score.run.catalogue_digest != catalogue.digest:
        return None
    return stored_output(score, score.run, {"name": score.country_id}, catalogue)


def points_by_code(score: Score) -> dict[str, float]:
    """Points of the headline that each indicator adds, by code; they and the judgement's add up to it.

    Empty where nothing is rated, or where the run's catalogue is not the one that is loaded.
    """
    output = output_of(score)
    if output is None or "result" not in output:
        return {}
    explanation = explain(output, catalogue=load())
    found: dict[str, float] = defaultdict(float)
    for leaf in leaves(explanation) if explanation else ():
        if leaf["code"] is not None:
            found[leaf["code"]] += leaf["contribution"]
    return dict(found)
