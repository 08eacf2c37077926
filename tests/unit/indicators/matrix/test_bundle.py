"""Bundles: built in one order, refused by name, replayed to the same digits."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from indicators.catalogue import load
from indicators.matrix.bundle import build_bundle, dump_bundle, read_bundle
from indicators.matrix.bundle_checks import BundleError, check_bundle
from indicators.matrix.replay import ABSENT, check, replay
from tests.unit.indicators.matrix.golden import GOLDEN, vectors
from tests.unit.indicators.matrix.invented import country

CATALOGUE = load()
OBSERVATION = "$.countries.XBR.input.observations[0]"
EXPERT = {"id": "e", "level": "P", "factor": "RF8", "score": 11}
EVENT = "$.countries.XBR.input.events[0]"


def bundle() -> dict[str, Any]:
    return {key: copy.deepcopy(vectors()[key]) for key in ("format", "method", "weights", "profile")} | {
        "countries": {"XBR": copy.deepcopy(vectors()["countries"]["XBR"])}
    }


def broken(path: str, value: Any) -> dict[str, Any]:
    """A bundle with one value replaced; `path` is dotted, from the country's entry on."""
    whole = bundle()
    node: Any = whole["countries"]["XBR"]
    *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    for step in steps:
        node = node[step]
    node[last] = value
    return whole


REFUSED = [
    ("input.observations.0.code", "R-RF0-99", f"{OBSERVATION}.code"),
    ("input.observations.0.code", "T-RF1-01", f"{OBSERVATION}.code"),
    ("input.observations.0.value", "much", f"{OBSERVATION}.value"),
    ("input.observations.0.value", True, f"{OBSERVATION}.value"),
    ("input.observations.0.value", float("nan"), f"{OBSERVATION}.value"),
    ("input.observations.0.value", float("inf"), f"{OBSERVATION}.value"),
    ("input.observations.0.value", 10**400, f"{OBSERVATION}.value"),
    ("input.observations.0.ref_end", "2025-02-30", f"{OBSERVATION}.ref_end"),
    ("input.observations.0.ref_end", "20250630", f"{OBSERVATION}.ref_end"),
    ("input.observations.0.published", None, f"{OBSERVATION}.published"),
    ("input.observations.0.priority", 0, f"{OBSERVATION}.priority"),
    ("input.observations.0.max_age_days", 1.5, f"{OBSERVATION}.max_age_days"),
    ("input.observations.0.grade", "G7", f"{OBSERVATION}.grade"),
    ("input.observations.0", "text", OBSERVATION),
    ("input.observations.0", {"id": "1", "code": "R-RF8-01"}, f"{OBSERVATION}.value"),
    ("input.observations", {}, "$.countries.XBR.input.observations"),
    ("input.events.0.severity", 10.5, f"{EVENT}.severity"),
    ("input.events.0.severity", -1, f"{EVENT}.severity"),
    ("input.events.0.code", "R-RF8-01", f"{EVENT}.code"),
    ("input.events.0.date", "soon", f"{EVENT}.date"),
    ("input.monitored.T-RF1-01", ["2024-01-01"], "$.countries.XBR.input.monitored.T-RF1-01"),
    ("input.monitored.T-RF1-01", ["2024-01-01", "x"], "$.countries.XBR.input.monitored.T-RF1-01[1]"),
    ("input.monitored", {"R-RF8-01": ["2024-01-01", "2024-01-02"]}, "$.countries.XBR.input.monitored.R-RF8-01"),
    ("input.not_applicable", ["P-XX"], "$.countries.XBR.input.not_applicable[0]"),
    ("input.outside_profile", [3], "$.countries.XBR.input.outside_profile[0]"),
    ("input.adjustments.0.factor", "RF99", "$.countries.XBR.input.adjustments[0].factor"),
    ("input.adjustments.0.applied", None, "$.countries.XBR.input.adjustments[0].applied"),
    ("input.adjustments.0.panel", "yes", "$.countries.XBR.input.adjustments[0].panel"),
    ("input.adjustments.0.expires", "2025-13-01", "$.countries.XBR.input.adjustments[0].expires"),
    ("input.expert_scores", [EXPERT], "$.countries.XBR.input.expert_scores[0].score"),
    ("input.observation", [], "$.countries.XBR.input.observation"),
    ("entity.id", "", "$.countries.XBR.entity.id"),
    ("entity.valid_to", "2025", "$.countries.XBR.entity.valid_to"),
    ("as_of", "30.06.2025", "$.countries.XBR.as_of"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "value", "named"), REFUSED, ids=[f"{path}={value!r:.30}" for path, value, _ in REFUSED]
)
def test_a_malformed_bundle_is_refused_with_place_value_and_remedy(path: str, value: Any, named: str) -> None:
    with pytest.raises(BundleError) as refused:
        replay(broken(path, value))
    assert refused.value.path == named
    assert refused.value.remedy
    assert named in str(refused.value)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"format": "bundle/2"}, "$.format"),
        ({"method": "ewrm-0.0.1"}, "$.method"),
        ({"method": ["ewrm-1.0.0"]}, "$.method"),
        ({"weights": "w-2"}, "$.weights"),
        ({"countries": []}, "$.countries"),
        ({"countries": {"XBR": None}}, "$.countries.XBR"),
        ({"draws": -1}, "$.draws"),
    ],
)
def test_a_bundle_of_another_kind_is_refused(change: dict[str, Any], named: str) -> None:
    with pytest.raises(BundleError) as refused:
        replay(bundle() | change)
    assert refused.value.path == named


@pytest.mark.parametrize(
    "text", ["", "[1,", '{"a": NaN}', '{"a": Infinity}', '{"a": 1, "a": 2}', b"\xff\xfe", "[" * 100_000]
)
def test_text_that_is_not_a_clean_json_value_is_refused(text: str | bytes) -> None:
    with pytest.raises(BundleError):
        read_bundle(text)


def test_a_list_is_no_bundle() -> None:
    with pytest.raises(BundleError, match="must be an object"):
        replay([])


@pytest.mark.parametrize("name", ["vectors.json", "vectors_random.json"])
def test_the_published_bundles_replay_to_their_own_digits(name: str) -> None:
    stored = read_bundle((GOLDEN / name).read_bytes())
    assert check(stored) == []
    assert {key: list(output) for key, output in replay(stored).items()} == {
        key: list(entry["output"]) for key, entry in stored["countries"].items()
    }


def test_a_number_that_was_tampered_with_is_named_with_both_values() -> None:
    whole = bundle()
    whole["countries"]["XBR"]["output"]["levels"]["P"]["score"] = 7.3803
    del whole["countries"]["XBR"]["output"]["band"]
    assert [(found.path, found.expected, found.got) for found in check(whole)] == [
        ("$.countries.XBR.output.levels.P.score", 7.3803, 7.38),
        ("$.countries.XBR.output.band", ABSENT, "Very high"),
    ]


def test_a_last_digit_apart_is_no_difference() -> None:
    whole = bundle()
    whole["countries"]["XBR"]["output"]["levels"]["P"]["score"] = 7.3801
    assert check(whole) == []


def test_a_built_bundle_survives_text_and_replays_to_itself() -> None:
    inputs = {f"X{seed}": country(seed) for seed in (3, 1, 2)}
    plain = build_bundle(inputs, catalogue=CATALOGUE, profile="full", draws=100)
    outputs = replay(plain)
    entries = {name: {**inputs[name], "output": outputs[name]} for name in inputs}
    whole = build_bundle(entries, catalogue=CATALOGUE, profile="full", draws=100)
    text = dump_bundle(whole)
    assert read_bundle(text) == json.loads(text) == whole
    assert list(whole["countries"]) == ["X1", "X2", "X3"]
    assert check(read_bundle(text)) == []


def test_the_order_of_the_observations_given_does_not_reach_the_bundle() -> None:
    entry = country(5)
    backwards = {**entry, "input": {**entry["input"], "observations": entry["input"]["observations"][::-1]}}
    texts = {
        dump_bundle(build_bundle({"X5": each}, catalogue=CATALOGUE, profile="full")) for each in (entry, backwards)
    }
    assert len(texts) == 1


def test_a_number_that_is_not_finite_is_not_written(tmp_path: Path) -> None:
    entry = country(5)
    entry["input"]["observations"][0]["value"] = float("nan")
    with pytest.raises(ValueError, match="JSON"):
        (tmp_path / "bundle.json").write_text(dump_bundle({"countries": {"X5": entry}}))


def test_every_invented_country_is_a_valid_bundle() -> None:
    for seed in range(30):
        check_bundle(build_bundle({"X": country(seed)}, catalogue=CATALOGUE, profile="full"), CATALOGUE)
