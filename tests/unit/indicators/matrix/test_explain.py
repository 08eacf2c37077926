"""Contributions add up to the printed digit, and blame nobody who is calm."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.catalogue import load
from indicators.matrix.explain import explain, leaves, shapley, split
from indicators.matrix.score import score_country
from tests.unit.indicators.matrix.golden import entries
from tests.unit.indicators.matrix.invented import TODAY, country

CATALOGUE = load()
WEIGHTS = st.lists(st.floats(0, 100), min_size=1, max_size=12)


def units(number: float) -> int:
    return round(number * 10_000)


def adds_up(explained: dict[str, Any]) -> None:
    tops = [*explained["levels"], *([explained["floor"]] if "floor" in explained else [])]
    assert sum(units(top["contribution"]) for top in tops) == units(explained["value"])
    for level in explained["levels"]:
        assert sum(units(factor["contribution"]) for factor in level["factors"]) == units(level["contribution"])
        for factor in level["factors"]:
            assert sum(units(part["contribution"]) for part in factor["parts"]) == units(factor["contribution"])
    assert sum(units(leaf["contribution"]) for leaf in leaves(explained)) == units(explained["value"])


@given(st.floats(0, 10), WEIGHTS)
def test_a_number_is_cut_without_a_rest_and_fairly(total: float, weights: list[float]) -> None:
    total = round(total, 4)
    cuts = split(total, weights)
    assert sum(units(cut) for cut in cuts) == units(total)
    if sum(weights) > 1e-6:
        assert all(
            abs(cut - total * weight / sum(weights)) <= 1e-4 + 1e-9 for cut, weight in zip(cuts, weights, strict=True)
        )


@pytest.mark.parametrize("of", ["overall", "base"])
@pytest.mark.parametrize("data_only", [False, True])
@pytest.mark.parametrize("name", entries())
def test_the_parts_of_every_published_number_add_up(name: str, data_only: bool, of: str) -> None:
    output = entries()[name]["output"]
    explained = explain(output, catalogue=CATALOGUE, of=of, data_only=data_only)
    number = output.get("result_data_only" if data_only else "result", {}).get(of)
    assert (explained is None) == (number is None)
    if explained is not None:
        assert explained["value"] == number
        adds_up(explained)


@given(st.integers(0, 300))
def test_the_parts_of_invented_numbers_add_up(seed: int) -> None:
    entry = country(seed)
    output = score_country(entry["entity"], TODAY, entry["input"], catalogue=CATALOGUE, draws=0)
    explained = explain(output, catalogue=CATALOGUE)
    if explained is not None:
        adds_up(explained)


def test_root_and_proximate_of_one_height_share_a_base_alike_and_a_calm_level_has_no_share() -> None:
    numbers = CATALOGUE.parameters
    even = shapley({"R": 6.0, "P": 6.0}, "base", numbers)
    assert even["R"] == pytest.approx(even["P"])
    calm = shapley({"R": 6.0, "P": 6.0, "T": 0.0}, "overall", numbers)
    assert calm["T"] == 0
    assert sum(calm.values()) == pytest.approx(6.0)


def test_the_floor_is_laid_at_the_door_of_the_factor_that_carries_it() -> None:
    output = entries()["E9_no_masking_floor"]["output"]
    explained = explain(output, catalogue=CATALOGUE)
    assert explained is not None
    assert (explained["floor"]["level"], explained["floor"]["factor"]) == ("P", "RF4")
    assert explained["floor"]["contribution"] == pytest.approx(
        output["result"]["overall"] - output["result"]["raw"], abs=1e-4
    )
    assert {leaf["through"] for leaf in leaves(explained)} == {"level", "floor"}


def test_an_adjustment_stands_beside_the_indicators_of_its_factor() -> None:
    explained = explain(entries()["XBR"]["output"], catalogue=CATALOGUE)
    assert explained is not None
    judged = {
        (leaf["level"], leaf["factor"]): leaf["score"] for leaf in leaves(explained) if leaf["kind"] == "adjustment"
    }
    assert judged == {("P", "RF2"): 1.5, ("P", "RF5"): 1.0}
    plain = explain(entries()["XBR"]["output"], catalogue=CATALOGUE, data_only=True)
    assert plain is not None
    assert {leaf["kind"] for leaf in leaves(plain)} == {"indicator"}


def test_an_expert_only_score_is_named_as_such() -> None:
    explained = explain(entries()["E13_expert_only_factor"]["output"], catalogue=CATALOGUE)
    assert explained is not None
    assert [(leaf["level"], leaf["factor"]) for leaf in leaves(explained) if leaf["kind"] == "expert"] == [("P", "RF8")]


def test_the_peak_of_a_level_carries_its_guaranteed_share() -> None:
    explained = explain(entries()["XBR"]["output"], catalogue=CATALOGUE)
    assert explained is not None
    peaks = {level["level"]: [f["factor"] for f in level["factors"] if f["is_peak"]] for level in explained["levels"]}
    assert peaks == {"R": ["RF6"], "P": ["RF3"], "T": ["RF3"]}
