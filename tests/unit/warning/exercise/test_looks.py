"""Every look of the heatmap is seen, whichever month the world is built in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

import pytest

from indicators.catalogue import load
from indicators.matrix.bands import published_band
from indicators.matrix.score import score_country
from indicators.matrix.trend import trend
from tests.unit.warning.exercise.bundles import cases, world
from warning.exercise.calendar import shifted

ANCHORS = [date(2026, 2, 28), date(2026, 10, 31), date(2027, 6, 30), date(2028, 2, 29)]
DRAWS = 200

pytestmark = pytest.mark.parametrize("anchor", ANCHORS, ids=str)


@dataclass(frozen=True)
class Look:
    """A country as the anchor's run shows it."""

    iso3: str
    anchor: date
    output: dict[str, Any]

    @property
    def status(self) -> str:
        return str(self.output["result"]["status"] if "result" in self.output else self.output["status"])

    @property
    def overall(self) -> float:
        return float(self.output["result"]["overall"])

    @cached_property
    def trend(self) -> str:
        case = cases(self.anchor)[self.iso3]
        before = shifted(self.anchor, -6)
        found = trend(case.entity, before, self.anchor, case.input, catalogue=load(), draws=DRAWS)
        return str(found["label"])

    @cached_property
    def series(self) -> list[tuple[date, float | None]]:
        """The overall index month by month."""
        case = cases(self.anchor)[self.iso3]
        outputs = (
            (day, score_country(case.entity, day, case.input, catalogue=load(), draws=0))
            for day in world(self.anchor).month_ends
        )
        return [(day, output.get("result", {}).get("overall")) for day, output in outputs]

    def states(self) -> set[str]:
        return {item["state"] for item in self.output["indicators"]}

    def published_band(self) -> str | None:
        return published_band(self.series, load().parameters)[-1][3]


@lru_cache(maxsize=len(ANCHORS))
def looks(anchor: date) -> dict[str, Look]:
    return {
        iso3: Look(iso3, anchor, score_country(case.entity, anchor, case.input, catalogue=load(), draws=DRAWS))
        for iso3, case in cases(anchor).items()
    }


def test_all_five_bands_and_all_four_statuses_are_seen(anchor: date) -> None:
    seen = looks(anchor)
    bands = {look.output["band"] for look in seen.values() if look.status == "rated"}
    assert bands == {"Background", "Watch", "Elevated", "High", "Very high"}
    assert {look.status for look in seen.values()} == {"rated", "base_only", "not_rated", "closed"}


def test_all_four_trends_and_all_three_confidences_are_seen(anchor: date) -> None:
    seen = looks(anchor)
    assert {look.trend for look in seen.values()} == {"worsening", "improving", "stable", "undetermined"}
    confidence = {look.output["confidence"]["label"] for look in seen.values() if "confidence" in look.output}
    assert confidence == {"High", "Moderate", "Low"}


def test_brevana_slides_from_elevated_to_very_high_in_eighteen_months(anchor: date) -> None:
    brevana = looks(anchor)["XAB"]
    before = brevana.series[-19][1]
    assert before is not None
    assert 3.5 <= before < 5.0
    assert brevana.output["band"] == "Very high"
    assert brevana.trend == "worsening"
    assert brevana.output["confidence"]["label"] == "High"


def test_halmora_worsens_and_dorvane_improves(anchor: date) -> None:
    assert looks(anchor)["XAH"].trend == "worsening"
    assert looks(anchor)["XAD"].trend == "improving"


def test_felisia_has_a_base_only_because_nobody_watches_its_feeds(anchor: date) -> None:
    felisia = looks(anchor)["XAF"].output
    assert felisia["result"]["status"] == "base_only"
    assert felisia["result"]["base"] is not None
    assert felisia["result"]["overall"] is None
    triggers = {item["state"] for item in felisia["indicators"] if item["code"].startswith("T-")}
    assert triggers == {"missing"}


def test_jorvia_was_rated_and_is_not_any_more_since_its_data_ran_out(anchor: date) -> None:
    jorvia = looks(anchor)["XAJ"]
    assert jorvia.status == "not_rated"
    assert jorvia.series[-20][1] is not None
    assert {"stale", "expired"} <= jorvia.states()


def test_lumeria_is_closed_and_its_successor_is_named(anchor: date) -> None:
    lumeria = looks(anchor)["XAL"].output
    assert lumeria["status"] == "closed"
    assert lumeria["successors"] == ["XAE"]


def test_the_no_masking_floor_holds_gorland_up(anchor: date) -> None:
    result = looks(anchor)["XAG"].output["result"]
    assert result["floor_applied"]
    assert result["overall"] == result["floor"] > result["raw"] + 1


def test_istravas_published_band_is_held_by_hysteresis(anchor: date) -> None:
    istrava = looks(anchor)["XAI"]
    assert istrava.output["band"] == "Elevated"
    assert istrava.published_band() == "High"


def test_cantara_holds_no_competitive_elections_and_shows_stale_counts(anchor: date) -> None:
    cantara = looks(anchor)["XAC"].output
    states = {item["code"]: item["state"] for item in cantara["indicators"]}
    assert {states[code] for code in ("P-RF2-01", "P-RF2-02", "P-RF2-03", "T-RF2-01")} == {"not_applicable"}
    assert states["P-RF7-04"] == states["P-RF1-02"] == "stale"


def test_two_sources_disagree_about_halmora_and_only_there(anchor: date) -> None:
    conflicts = {
        (iso3, item["code"])
        for iso3, look in looks(anchor).items()
        for item in look.output.get("indicators", ())
        if item.get("conflict")
    }
    assert conflicts == {("XAH", "P-RF7-03")}


def test_an_expert_stands_in_for_kestanias_uncoded_capacity(anchor: date) -> None:
    kestania = looks(anchor)["XAK"].output
    factor = next(item for item in kestania["factors"] if (item["level"], item["factor"]) == ("P", "RF5"))
    assert factor["expert_only"]
    assert factor["data_score"] is None
    assert factor["adjusted_score"] == 4.5
    assert kestania["confidence"]["label"] == "Moderate"


def test_judgement_moves_brevana_and_both_numbers_are_there(anchor: date) -> None:
    brevana = looks(anchor)["XAB"].output
    assert brevana["result"]["overall"] > brevana["result_data_only"]["overall"]


def test_calm_countries_stay_calm(anchor: date) -> None:
    for iso3 in ("XAA", "XAE", "XAK"):
        assert looks(anchor)[iso3].trend == "stable"
        assert looks(anchor)[iso3].overall < 3.5
