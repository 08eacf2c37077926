"""What must hold for every country, whatever the numbers (specification C.8)."""

import copy
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from indicators.matrix.core import score
from indicators.matrix.layout import layout_of
from indicators.matrix.normalise import base_scores
from indicators.matrix.overall import combine
from indicators.matrix.score import score_country
from indicators.matrix.triggers import noisy_or
from tests.unit.indicators.matrix.golden import entries, vectors
from tests.unit.indicators.matrix.invented import CATALOGUE, TODAY, country

LAYOUT = layout_of(CATALOGUE)
NUMBERS = CATALOGUE.parameters
POINTS = st.floats(0, 10)


def together(root: float, proximate: float, trigger: float, peak: float) -> Any:
    return combine((np.array(root), np.array(proximate), np.array(trigger)), np.array(peak), NUMBERS)


@given(POINTS, POINTS, POINTS, POINTS, st.integers(0, 3), POINTS)
def test_the_overall_stays_on_the_scale_and_never_falls_when_a_level_rises(
    root: float, proximate: float, trigger: float, peak: float, which: int, higher: float
) -> None:
    values = [root, proximate, trigger, peak]
    before = float(together(*values).overall)
    assert -1e-9 <= before <= 10 + 1e-9
    assume(higher >= values[which])
    values[which] = higher
    assert float(together(*values).overall) >= before - 1e-9


@given(POINTS, POINTS)
def test_without_a_trigger_the_base_stays_as_it_is(root: float, proximate: float) -> None:
    got = together(root, proximate, 0.0, 0.0)
    assert float(got.overall) == pytest.approx(float(got.base), abs=1e-12)


@given(st.lists(POINTS, max_size=8), st.randoms(use_true_random=False))
def test_events_never_pass_ten_and_their_order_does_not_matter(rests: list[float], rng: Any) -> None:
    shuffled = list(rests)
    rng.shuffle(shuffled)
    whole = noisy_or(np.array(rests))
    assert 0 <= whole <= 10
    assert noisy_or(np.array(shuffled)) == pytest.approx(whole, abs=1e-9)
    assert whole >= max(rests, default=0.0) - 1e-9


def worsened(entry: dict[str, Any], pick: int) -> tuple[dict[str, Any], str]:
    """A copy in which one value that counts reads worse, and the id that was changed."""
    index = [at for at, item in enumerate(entry["input"]["observations"]) if item["value"] is not None]
    changed = copy.deepcopy(entry)
    item = changed["input"]["observations"][index[pick % len(index)]]
    spec = CATALOGUE.by_code[item["code"]]
    if spec.transform == "knots":
        item["value"] = 0.3
    elif spec.takes_never:
        item["value"] = item["value"] / 2
    else:
        item["value"] = item["value"] + 0.2 * (spec.goalpost_10 - spec.goalpost_0)
    return changed, item["id"]


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(["XAL", "XBR", "XCN", "R00", "R03", "R09"]), st.integers(0, 200))
def test_no_number_falls_when_a_reading_gets_worse(name: str, pick: int) -> None:
    entry = entries()[name]
    changed, _ = worsened(entry, pick)
    before, after = (score(each["input"], TODAY.toordinal(), LAYOUT) for each in (entry, changed))
    for side in ("data", "adjusted"):
        old, new = getattr(before, side), getattr(after, side)
        assert (np.nan_to_num(new.levels - old.levels) >= -1e-9).all()
        assert np.nan_to_num(new.overall.overall - old.overall.overall)[0] >= -1e-9


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6))
def test_every_score_of_an_invented_country_lies_on_the_scale(seed: int) -> None:
    entry = country(seed)
    output = score_country(entry["entity"], TODAY, entry["input"], catalogue=CATALOGUE, draws=64)
    if output.get("status") == "closed":
        return
    results = [output["result"], output["result_data_only"]]
    numbers = [line["score"] for line in output["indicators"]]
    numbers += [line[key] for line in output["factors"] for key in ("data_score", "adjusted_score")]
    numbers += [row[key] for row in results for key in ("root", "proximate", "trigger", "base", "overall")]
    assert all(0 <= number <= 10 for number in numbers if number is not None)
    shares = [row["coverage"] for row in output["levels"].values()] + [output["confidence"]["K"]]
    assert all(0 <= share <= 1 for share in shares)
    if output["uncertainty"]:
        spread = [output["uncertainty"][key] for key in ("p10", "p50", "p90")]
        assert spread == sorted(spread)
        assert spread[0] >= 0 and spread[2] <= 10


@pytest.mark.parametrize("code", [spec.code for spec in CATALOGUE.indicators])
def test_a_missing_value_is_never_scored_as_zero(code: str) -> None:
    entry = copy.deepcopy(vectors()["countries"]["XBR"])
    source = entry["input"]
    for key in ("observations", "events"):
        source[key] = [item for item in source[key] if item["code"] != code]
    source["monitored"].pop(code, None)
    scored = score(source, TODAY.toordinal(), LAYOUT)
    column = LAYOUT.position[code]
    assert scored.readings.state[column] == "missing"
    assert np.isnan(scored.readings.cells.score[0, column])
    factor = LAYOUT.factor_of[column]
    rest = [at for at in range(LAYOUT.size) if LAYOUT.factor_of[at] == factor and at != column]
    held = scored.readings.cells.phi[0, rest] * LAYOUT.weight[rest]
    mean = (held * np.nan_to_num(scored.readings.cells.score[0, rest])).sum() / held.sum() if rest else np.nan
    if LAYOUT.codes[column][0] == "T":
        top = np.nanmax(scored.readings.cells.score[0, rest]) if rest else np.nan
        mean = 0.7 * top + 0.3 * mean
    if scored.factors.coverage[0, factor] >= NUMBERS.c_factor:
        assert scored.factors.score[0, factor] == pytest.approx(mean)
    else:
        assert np.isnan(scored.factors.score[0, factor])


@given(st.sampled_from([spec.code for spec in CATALOGUE.indicators if not spec.counts_events]), st.floats(-1e6, 1e6))
def test_every_value_gets_a_score_on_the_scale(code: str, value: float) -> None:
    got = base_scores(LAYOUT, np.array([LAYOUT.position[code]]), np.array([value]))[0]
    assert 0 <= got <= 10


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(["XBR", "R00", "R04", "R09"]), st.integers(0, 60))
def test_taking_an_event_away_never_raises_a_number(name: str, pick: int) -> None:
    entry = copy.deepcopy(entries()[name])
    before = score(entry["input"], TODAY.toordinal(), LAYOUT)
    events = entry["input"]["events"]
    gone = events.pop(pick % len(events))
    watched = entry["input"]["monitored"].setdefault(gone["code"], ["2020-01-01", TODAY.isoformat()])
    watched[:] = ["2020-01-01", TODAY.isoformat()]
    after = score(entry["input"], TODAY.toordinal(), LAYOUT)
    assert np.nan_to_num(after.data.levels - before.data.levels).max() <= 1e-9
