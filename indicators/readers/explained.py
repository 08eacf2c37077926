"""What each indicator adds to a stored headline: the engine's explanation of a stored output."""

from __future__ import annotations

from collections import defaultdict

from indicators.matrix.explain import explain, leaves
from indicators.models import Score
from indicators.readers.bundle import OtherMethod, method_of, stored_output


def points_by_code(score: Score) -> dict[str, float]:
    """Points of the headline that each indicator carries, by code; they and the judgement's add up to it.

    Empty where nothing is rated, or where the run's version of the method is not here as it was.
    """
    try:
        catalogue = method_of(score.run)
    except OtherMethod:
        return {}
    output = stored_output(score, score.run, {"name": score.country_id}, catalogue)
    if "result" not in output:
        return {}
    explanation = explain(output, catalogue=catalogue)
    found: dict[str, float] = defaultdict(float)
    for leaf in leaves(explanation) if explanation else ():
        if leaf["code"] is not None:
            found[leaf["code"]] += leaf["contribution"]
    return dict(found)
