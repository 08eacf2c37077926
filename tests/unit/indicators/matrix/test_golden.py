"""Every number of the published vectors, to 0.0001."""

import copy
import json
from datetime import date
from typing import Any

import numpy as np
import pytest

from indicators.catalogue import load
from indicators.matrix import normalise, triggers
from indicators.matrix.bands import published_band
from indicators.matrix.freshness import freshness
from indicators.matrix.judgement import Judgement
from indicators.matrix.layout import layout_of
from indicators.matrix.overall import combine
from indicators.matrix.rng import outputs, seed_of, uniforms
from indicators.matrix.score import score_country
from indicators.matrix.trend import trend
from tests.unit.indicators.matrix.golden import FILES, differences, entries, vectors

CATALOGUE = load()
LAYOUT = layout_of(CATALOGUE)
NUMBERS = CATALOGUE.parameters


def scored(entry: dict[str, Any], as_of: str | None = None, draws: int = 2000) -> dict[str, Any]:
    return score_country(entry["entity"], as_of or entry["as_of"], entry["input"], catalogue=CATALOGUE, draws=draws)


@pytest.mark.parametrize("name", entries())
def test_every_number_of_a_published_entry_is_reproduced(name: str) -> None:
    entry = entries()[name]
    got = scored(entry)
    assert differences(entry["output"], got) == []
    assert list(got) == list(entry["output"])


def test_the_vectors_hold_all_the_entries_we_think_they_hold() -> None:
    assert len(entries()) == 3 + 14 + 14
    assert {vectors(name)["format"] for name in FILES} == {"bundle/1"}


@pytest.mark.parametrize("name", [key for key, entry in entries().items() if "previous" in entry])
def test_the_same_country_six_months_earlier_is_reproduced(name: str) -> None:
    entry = entries()[name]
    got = scored(entry, entry["previous"]["as_of"])
    assert differences(entry["previous"], {key: got[key] for key in entry["previous"]}) == []


def test_scoring_changes_nothing_in_its_input() -> None:
    entry = entries()["E14_dirty_input"]
    before = copy.deepcopy(entry["input"])
    scored(entry)
    assert entry["input"] == before


def test_scoring_twice_gives_the_same_bytes() -> None:
    entry = entries()["R05"]
    assert json.dumps(scored(entry)) == json.dumps(scored(copy.deepcopy(entry)))


def test_without_draws_only_the_interval_and_its_caps_are_gone() -> None:
    entry = entries()["XBR"]
    got = scored(entry, draws=0)
    assert got.pop("uncertainty") is None
    assert differences({key: value for key, value in entry["output"].items() if key != "uncertainty"}, got) == []


@pytest.mark.parametrize("name", vectors()["trend"])
def test_the_published_trends_are_reproduced(name: str) -> None:
    expected, entry = vectors()["trend"][name], vectors()["countries"][name]
    got = trend(
        entry["entity"],
        expected.get("t0", "2024-12-31"),
        expected.get("t1", "2025-06-30"),
        entry["input"],
        catalogue=CATALOGUE,
    )
    assert differences(expected, got) == []


def test_the_generator_gives_the_published_outputs() -> None:
    rng = vectors()["rng"]
    assert outputs(0, 5).tolist() == [int(word) for word in rng["first_five"]["u64"]]
    example = rng["example"]
    seed = seed_of(example["entity"], vectors()["method"], example["as_of"])
    assert str(seed) == example["seed"]
    assert np.allclose(uniforms(seed, 5), example["u"], atol=1e-10)


def test_the_parameters_are_those_of_the_vectors() -> None:
    for name, expected in vectors()["parameters"].items():
        got = getattr(NUMBERS, name)
        assert (list(got) if isinstance(got, tuple) else dict(got) if isinstance(expected, dict) else got) == expected
    assert list(NUMBERS.band_names) == vectors()["bands"]
    assert len(CATALOGUE.indicators) == vectors()["catalogue_indicators"]


@pytest.mark.parametrize(
    "case", vectors()["unit_vectors"]["normalise"], ids=lambda case: f"{case['code']}={case['value']}"
)
def test_a_value_is_normalised_as_published(case: dict[str, Any]) -> None:
    index = np.array([LAYOUT.position[case["code"]]])
    value = np.array([np.nan if case["value"] is None else case["value"]], dtype=float)
    assert normalise.base_scores(LAYOUT, index, value)[0] == pytest.approx(case["score"], abs=1e-4)


def test_freshness_is_as_published() -> None:
    cases = vectors()["unit_vectors"]["freshness"]
    got = freshness([case["age"] for case in cases], [case["max_age"] for case in cases])
    assert got == pytest.approx([case["phi"] for case in cases], abs=1e-4)


def test_events_decay_and_combine_as_published() -> None:
    cases = vectors()["unit_vectors"]["event_decay"]
    rests = triggers.rest(*(np.array([case[key] for case in cases]) for key in ("severity", "age", "half_life")))
    assert rests == pytest.approx([case["remaining"] for case in cases], abs=1e-4)
    assert triggers.noisy_or(rests[:2]) == pytest.approx(vectors()["unit_vectors"]["noisy_or"], abs=1e-4)


def test_an_election_ahead_scores_as_published() -> None:
    case = vectors()["unit_vectors"]["election"]
    severity = triggers.election_severity(NUMBERS, case["rf2"])
    index, age = np.array([LAYOUT.election]), np.array([-case["days_to_vote"]])
    rest = triggers.rest(severity, age, triggers.half_life_at(LAYOUT, index, age))
    assert severity == pytest.approx(case["severity"])
    assert triggers.noisy_or(rest) == pytest.approx(case["score"], abs=1e-4)


@pytest.mark.parametrize("case", vectors()["unit_vectors"]["overall"], ids=str)
def test_levels_combine_as_published(case: dict[str, Any]) -> None:
    root, proximate, trigger, peak = (np.array([float(case[key])]) for key in ("root", "proximate", "trigger", "fmax"))
    got = combine((root, proximate, trigger), peak, NUMBERS)
    for step in ("base", "multiplier", "acute", "raw", "floor", "overall"):
        assert getattr(got, step)[0] == pytest.approx(case[step], abs=1e-4)


def test_the_published_band_keeps_its_word_through_small_falls() -> None:
    series = vectors()["edge_cases"]["E7_hysteresis"]
    got = published_band([(date.fromisoformat(day), score) for day, score, _, _ in series], NUMBERS)
    assert [[day.isoformat(), score, band, name] for day, score, band, name in got] == series


def test_an_event_published_later_counts_from_its_publication_on() -> None:
    case, entry = vectors()["edge_cases"]["E8_late_publication"], vectors()["countries"]["XBR"]

    def counted(as_of: str) -> bool:
        return any(case["event"] in line["used"] for line in scored(entry, as_of, draws=0)["indicators"])

    assert counted("2025-06-30") is case["counted"]
    assert counted("2025-07-03") is case["counted_after_publication"]


def test_adjustments_that_have_expired_no_longer_count() -> None:
    case, entry = vectors()["edge_cases"]["E10_adjustment_expired"], copy.deepcopy(vectors()["countries"]["XBR"])
    assert scored(entry, draws=0)["result"]["overall"] == case["active"]
    for item in entry["input"]["adjustments"]:
        item["expires"] = "2025-06-15"
    assert scored(entry, draws=0)["result"]["overall"] == case["expired"]


@pytest.mark.parametrize("case", vectors()["edge_cases"]["E11_clip_of_adjustments"], ids=str)
def test_an_adjusted_score_stays_on_the_scale(case: dict[str, Any]) -> None:
    opinion = Judgement(np.array([[case["delta"]]]), np.array([[np.nan]]))
    moved, _ = opinion.applied(np.array([[case["score"]]]), np.array([[True]]))
    assert moved[0, 0] == case["result"]
