"""The draws: the fixed places of their numbers, and what may and may not widen the interval (C.9)."""

import copy
from typing import Any

import numpy as np
import pytest

from indicators.catalogue import load
from indicators.matrix import draws as module
from indicators.matrix.core import draw, score
from indicators.matrix.draws import percentile
from indicators.matrix.layout import layout_of
from indicators.matrix.rng import Stream, seed_of, uniforms
from tests.unit.indicators.matrix.golden import entries, vectors
from tests.unit.indicators.matrix.invented import TODAY

CATALOGUE = load()
LAYOUT = layout_of(CATALOGUE)
WIDTH = 315


def drawn(source: dict[str, Any], draws: int = 500) -> np.ndarray:
    seed = seed_of("XBR", CATALOGUE.method, TODAY.isoformat())
    got = draw(score(source, TODAY.toordinal(), LAYOUT), LAYOUT, seed=seed, draws=draws)
    assert got is not None
    return got


def width(source: dict[str, Any]) -> float:
    ordered = np.sort(drawn(source))
    return percentile(ordered, 0.9) - percentile(ordered, 0.1)


def test_a_number_has_its_place_whatever_else_is_read() -> None:
    whole = uniforms(12345, 40 * WIDTH).reshape(40, WIDTH)
    stream = Stream(12345, WIDTH, 40)
    places = np.array([0, 3, 4, 283, 284, 314])
    assert np.array_equal(stream.block(places, slice(0, 40)), whole[:, places].T)
    assert np.array_equal(stream.block(places, slice(7, 19)), whole[7:19, places].T)


@pytest.mark.parametrize("chunk", [1, 37, 5000])
def test_the_size_of_a_chunk_changes_no_number(chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    source = entries()["E15_profile"]["input"]
    whole = drawn(source, 80)
    monkeypatch.setattr(module, "CHUNK", chunk)
    assert np.array_equal(whole, drawn(source, 80))


def test_fewer_draws_are_the_first_of_more() -> None:
    source = vectors()["countries"]["XCN"]["input"]
    assert np.array_equal(drawn(source, 40), drawn(source, 400)[:40])


def test_what_is_not_watched_is_uncertain_and_what_does_not_apply_is_not() -> None:
    source = copy.deepcopy(vectors()["countries"]["XBR"]["input"])
    codes = ["P-RF3-01", "P-RF3-02"]
    unwatched, absent = ({**source, key: codes} for key in ("outside_profile", "not_applicable"))
    central = [score(each, TODAY.toordinal(), LAYOUT).adjusted.overall.overall[0] for each in (unwatched, absent)]
    assert central[0] == central[1]
    assert not np.array_equal(drawn(unwatched), drawn(absent))


def test_sources_that_disagree_widen_the_interval() -> None:
    source = copy.deepcopy(vectors()["countries"]["XBR"]["input"])
    narrow = width(source)
    for item in list(source["observations"]):
        source["observations"].append({**item, "id": f"{item['id']}z", "source": "other", "priority": 9, "value": 0})
    assert width(source) > narrow


def test_a_worse_grade_widens_the_interval() -> None:
    source = copy.deepcopy(vectors()["countries"]["XBR"]["input"])
    narrow = width(source)
    for item in source["observations"]:
        item["grade"] = "E5"
    assert width(source) > narrow


def test_nothing_rated_has_no_draws() -> None:
    empty = score({}, TODAY.toordinal(), LAYOUT)
    assert draw(empty, LAYOUT, seed=1, draws=10) is None


@pytest.mark.parametrize("count", [1, 2, 7, 2000])
@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 1.0])
def test_percentiles_lie_linearly_between_neighbours(count: int, share: float) -> None:
    ordered = np.sort(uniforms(7, count))
    assert percentile(ordered, share) == pytest.approx(float(np.percentile(ordered, 100 * share)))


@pytest.mark.parametrize("key", ["not_applicable", "outside_profile"])
def test_an_expert_score_for_a_factor_nobody_watches_changes_no_draw(key: str) -> None:
    source = copy.deepcopy(vectors()["countries"]["XBR"]["input"])
    source[key] = [spec.code for spec in CATALOGUE.indicators if (spec.level, spec.factor) == ("P", "RF8")]
    plain = drawn(source)
    span = {"from": "2025-01-01", "expires": "2025-12-31"}
    source["expert_scores"] = [{"id": "e", "level": "P", "factor": "RF8", "score": 10, **span}]
    assert np.array_equal(plain, drawn(source))
