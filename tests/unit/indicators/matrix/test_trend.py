"""Trends compare like with like (specification C.12)."""

import copy
from datetime import date, timedelta

import pytest

from indicators.catalogue import load
from indicators.matrix.bands import published_band
from indicators.matrix.trend import theil_sen, trend
from tests.unit.indicators.matrix.golden import entries, vectors

CATALOGUE = load()
START = date(2024, 1, 31)


def test_a_country_against_itself_is_stable_and_a_tie_is_no_rise() -> None:
    entry = vectors()["countries"]["XBR"]
    got = trend(entry["entity"], "2025-06-30", "2025-06-30", entry["input"], catalogue=CATALOGUE, draws=50)
    assert (got["delta"], got["p_rise"], got["label"]) == (0.0, 0.0, "stable")


def test_a_mirror_of_worsening_is_improving() -> None:
    entry = vectors()["countries"]["XBR"]
    got = trend(entry["entity"], "2025-06-30", "2024-12-31", entry["input"], catalogue=CATALOGUE, draws=200)
    assert got["delta"] == pytest.approx(-1.134, abs=1e-4)
    assert got["label"] == "improving"


def test_without_triggers_the_bases_are_compared() -> None:
    entry = copy.deepcopy(vectors()["countries"]["XBR"])
    entry["input"]["monitored"] = {}
    got = trend(entry["entity"], "2024-12-31", "2025-06-30", entry["input"], catalogue=CATALOGUE, draws=200)
    assert got["of"] == "base"
    assert got["overall_t1"] == pytest.approx(7.0192, abs=1e-4)


def test_an_indicator_known_at_one_date_only_moves_neither_number() -> None:
    entry = copy.deepcopy(vectors()["countries"]["XBR"])
    known = [item for item in entry["input"]["observations"] if item["code"] != "R-RF8-01"]
    late = {"id": "late", "code": "R-RF8-01", "ref_end": "2024-12-31", "published": "2025-03-01", "grade": "B2"}

    def against(value: float) -> dict[str, object]:
        source = {**entry["input"], "observations": [*known, {**late, "value": value}]}
        return trend(entry["entity"], "2024-12-31", "2025-06-30", source, catalogue=CATALOGUE, draws=50)

    assert against(4) == against(500)
    assert against(4)["common"] == 69


def test_a_date_outside_the_life_of_the_country_is_undetermined() -> None:
    entry = entries()["E5a_last_day_of_a_dissolved_country"]
    got = trend(entry["entity"], "2024-12-31", "2025-06-30", entry["input"], catalogue=CATALOGUE)
    assert got["label"] == "undetermined"
    assert "did not exist" in got["reason"]


def test_the_slope_is_the_median_of_all_pairs_in_points_a_year() -> None:
    points = [(START + timedelta(days=30 * at), 3.0 + 0.1 * at) for at in range(8)]
    assert theil_sen(points) == pytest.approx(0.1 / 30 * 365.25)
    points[3] = (points[3][0], 10.0)
    assert theil_sen(points) == pytest.approx(0.1 / 30 * 365.25, rel=0.2)


def test_runs_without_a_score_are_left_out_of_the_slope() -> None:
    assert theil_sen([(START, 1.0), (START + timedelta(days=30), None)]) is None
    assert theil_sen([]) is None


def test_a_rise_clears_the_clock_of_a_fall() -> None:
    days = [START + timedelta(days=40 * at) for at in range(4)]
    got = published_band(list(zip(days, [5.2, 4.0, 5.2, 4.0], strict=True)), CATALOGUE.parameters)
    assert [name for *_, name in got] == ["High", "High", "High", "High"]


def test_two_low_runs_too_close_together_hold_the_band() -> None:
    series = [(START, 5.2), (START + timedelta(days=1), 1.0), (START + timedelta(days=30), 1.0)]
    assert published_band(series, CATALOGUE.parameters)[-1][3] == "High"
    series.append((START + timedelta(days=31), 1.0))
    assert published_band(series, CATALOGUE.parameters)[-1][3] == "Background"


def test_a_run_without_a_score_neither_moves_the_band_nor_stops_the_clock() -> None:
    series = [(START, 5.2), (START + timedelta(days=10), 4.0), (START + timedelta(days=30), None)]
    got = published_band([*series, (START + timedelta(days=40), 4.0)], CATALOGUE.parameters)
    assert [name for *_, name in got] == ["High", "High", "High", "Elevated"]
