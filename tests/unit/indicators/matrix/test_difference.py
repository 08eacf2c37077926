"""What changed between two runs adds up, and each part holds what its name says."""

import copy
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.catalogue import load
from indicators.matrix.attribution import MOST
from indicators.matrix.difference import PARTS, difference
from indicators.matrix.score import score_country
from tests.unit.indicators.matrix.golden import entries, vectors
from tests.unit.indicators.matrix.invented import TODAY, country

CATALOGUE = load()
BEFORE, AFTER = "2024-12-31", "2025-06-30"


def scored(source: dict[str, Any], day: str) -> dict[str, Any]:
    entity = vectors()["countries"]["XBR"]["entity"]
    return score_country(entity, day, source, catalogue=CATALOGUE, draws=0)


def brevana() -> dict[str, Any]:
    return copy.deepcopy(vectors()["countries"]["XBR"]["input"])


def between(old: dict[str, Any], new: dict[str, Any], days: tuple[str, str] = (AFTER, AFTER)) -> dict[str, Any]:
    found = difference(scored(old, days[0]), old, scored(new, days[1]), new, catalogue=CATALOGUE)
    assert found is not None
    adds_up(found)
    return found


def adds_up(found: dict[str, Any]) -> None:
    for split in (found, *found["levels"].values()):
        assert sum(round(split[part] * 10_000) for part in PARTS) == round(split["change"] * 10_000)
        assert round((split["to"] - split["from"]) * 10_000) == round(split["change"] * 10_000)
    for part, points in found["points"].items():
        if points is None:
            continue
        assert sum(round(value * 10_000) for value in points.values()) == round(found[part] * 10_000)


def test_half_a_year_of_brevana_is_reality_but_for_two_adjustments() -> None:
    found = between(brevana(), brevana(), (BEFORE, AFTER))
    assert (found["change"], found["reality"], found["revised"]) == (1.134, 1.0773, 0.0)
    assert found["method_or_judgement"] == 0.0567
    assert {item["kind"] for item in found["items"]["method_or_judgement"]} == {"adjustment"}
    assert {item["kind"] for item in found["items"]["reality"]} == {"observation", "event"}


def test_another_value_for_the_same_period_is_revised_data() -> None:
    new = brevana()
    item = next(item for item in new["observations"] if item["code"] == "R-RF8-01")
    new["observations"].append({**item, "id": "corrected", "value": 79, "published": AFTER})
    item["superseded_on"] = AFTER
    found = between(brevana(), new)
    assert found["revised"] == found["change"] > 0
    row = {"kind": "observation", "code": "R-RF8-01", "id": item["id"], "from": 52, "to": 79, "withdrawn": False}
    assert found["items"]["revised"] == [row]


def test_a_withdrawn_observation_is_revised_data() -> None:
    new = brevana()
    next(item for item in new["observations"] if item["code"] == "P-RF7-04")["superseded_on"] = AFTER
    found = between(brevana(), new)
    assert found["revised"] == found["change"] != 0
    assert found["items"]["revised"][0]["withdrawn"] is True


def test_a_new_period_is_reality_even_beside_a_revision() -> None:
    new = brevana()
    item = next(item for item in new["observations"] if item["code"] == "P-RF7-04")
    new["observations"].append({**item, "id": "june", "value": 900, "ref_end": "2025-06-29", "published": AFTER})
    next(item for item in new["observations"] if item["code"] == "R-RF8-01")["value"] = 20
    found = between(brevana(), new)
    assert found["reality"] > 0 > found["revised"]


def test_a_new_event_is_reality() -> None:
    new = brevana()
    event = {"id": "e-new", "code": "T-RF1-02", "date": "2025-06-28", "severity": 9, "grade": "B2"}
    new["events"].append({**event, "published": "2025-06-29"})
    found = between(brevana(), new)
    assert found["reality"] == found["change"] > 0
    assert found["items"]["reality"] == [{"kind": "event", "code": "T-RF1-02", "id": "e-new", "date": "2025-06-28"}]


def test_a_new_event_is_never_charged_with_the_fading_of_an_older_one() -> None:
    old = brevana()
    grave = {"id": "e-grave", "code": "T-RF1-02", "date": "2025-06-20", "severity": 9, "grade": "B2"}
    old["events"].append({**grave, "published": "2025-06-21"})
    new = copy.deepcopy(old)
    new["events"].append({**grave, "id": "e-slight", "severity": 2, "date": "2025-07-12", "published": "2025-07-13"})
    found = between(old, new, (AFTER, "2025-07-15"))
    assert found["points"]["reality"]["time"] < found["reality"] < 0 < found["points"]["reality"]["T-RF1-02"]


def test_where_no_number_outlives_the_wait_each_reading_is_set_against_the_one_it_replaced() -> None:
    old, new = brevana(), brevana()
    later = "2028-06-30"
    for item in brevana()["observations"]:
        news = {"id": f"{item['id']}-new", "ref_end": "2028-06-01", "published": "2028-06-15"}
        new["observations"].append({**item, **news})
    found = between(old, new, (AFTER, later))
    assert found["of"] == "base"
    assert len(found["points"]["reality"]) == MOST
    assert found["others"]["reality"]


def test_alike_pieces_have_like_points_in_whatever_order_they_stand() -> None:
    new = brevana()
    for factor in ("RF5", "RF7"):
        judged = {"id": f"a-{factor}", "level": "P", "factor": factor, "applied": 0.5, "from": AFTER}
        new["adjustments"].append({**judged, "expires": "2025-12-31"})
    turned = copy.deepcopy(new) | {key: new[key][::-1] for key in ("observations", "adjustments")}
    assert between(brevana(), new)["points"] == between(brevana(), turned)["points"]
    assert set(between(brevana(), new)["points"]["method_or_judgement"]) == {"P:RF5", "P:RF7"}


def test_many_pieces_cost_no_more_than_ten_and_the_others_are_named() -> None:
    found = between(brevana(), brevana(), (BEFORE, AFTER))
    assert len(found["points"]["reality"]) == 1 + MOST
    assert len(found["others"]["reality"]) > MOST


def test_an_election_follows_the_factor_that_makes_it_dangerous() -> None:
    old, new = brevana(), brevana()
    date_ahead = {"id": "vote", "code": "T-RF2-01", "date": "2025-07-20", "severity": None, "grade": "A1"}
    for side in (old, new):
        side["events"] = [item for item in side["events"] if item["code"] != "T-RF2-01"]
        side["events"].append({**date_ahead, "published": "2025-01-01"})
    item = next(item for item in new["observations"] if item["code"] == "P-RF2-01")
    item["value"] = item["value"] + 1
    found = between(old, new)
    assert set(found["points"]["revised"]) == {"P-RF2-01"}
    assert found["points"]["revised"]["P-RF2-01"] == found["revised"] != 0


def test_time_alone_is_reality_and_an_adjustment_that_lapses_is_judgement() -> None:
    found = between(brevana(), brevana(), (AFTER, "2025-12-06"))
    assert found["method_or_judgement"] < 0
    assert found["reality"] != 0
    assert found["revised"] == 0


def test_leaving_indicators_out_of_a_profile_is_judgement() -> None:
    new = brevana() | {"outside_profile": ["P-RF8-01", "P-RF8-02", "P-RF8-03"]}
    found = between(brevana(), new)
    assert found["method_or_judgement"] == found["change"] != 0
    assert {item["kind"] for item in found["items"]["method_or_judgement"]} == {"outside_profile"}


def test_another_weights_version_is_method() -> None:
    heavier = tuple(
        replace(item, weight=item.weight * (1 + (item.factor == "RF8"))) for item in CATALOGUE.factor_weights
    )
    later = replace(CATALOGUE, weights="w-9.9.9", factor_weights=heavier)
    entity, source = vectors()["countries"]["XBR"]["entity"], brevana()
    old = scored(source, AFTER)
    new = score_country(entity, AFTER, source, catalogue=later, draws=0)
    found = difference(old, source, new, source, catalogue=later)
    assert found is not None
    adds_up(found)
    assert found["method_or_judgement"] == found["change"] != 0
    assert {"kind": "weights", "from": "w-1.0.0", "to": "w-9.9.9"} in found["items"]["method_or_judgement"]
    assert found["points"]["method_or_judgement"] == {"method": found["change"]}


def test_where_a_step_is_not_rated_it_says_what_cannot_be_told_apart() -> None:
    old, new = brevana(), brevana()
    old["outside_profile"] = [spec.code for spec in CATALOGUE.indicators if spec.level == "P" and spec.factor != "RF7"]
    old["outside_profile"] = [code for code in old["outside_profile"] if code[:5] not in ("P-RF1", "P-RF3")]
    new["observations"] = [item for item in new["observations"] if item["code"][:5] not in ("P-RF7",)]
    found = between(old, new)
    assert found["inseparable"] == ["revised", "method_or_judgement"]
    assert found["method_or_judgement"] == 0


def test_a_country_that_is_not_rated_once_has_no_difference() -> None:
    empty = entries()["E1_all_missing"]
    source = brevana()
    assert difference(empty["output"], empty["input"], scored(source, AFTER), source, catalogue=CATALOGUE) is None
    closed = entries()["E5b_dissolved_country"]
    assert difference(closed["output"], closed["input"], scored(source, AFTER), source, catalogue=CATALOGUE) is None


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**5), st.integers(0, 10**5), st.integers(0, 400))
def test_any_two_inputs_add_up(first: int, second: int, back: int) -> None:
    old, new = country(first)["input"], country(second)["input"]
    earlier = (TODAY - timedelta(days=back)).isoformat()
    outputs = scored(old, earlier), scored(new, TODAY.isoformat())
    found = difference(outputs[0], old, outputs[1], new, catalogue=CATALOGUE)
    if found is not None:
        adds_up(found)


def test_the_inputs_are_left_as_they_were() -> None:
    source = brevana()
    between(source, source, (BEFORE, AFTER))
    assert source == brevana()
