"""Many countries and dates at once must agree with one country at a time, to 1e-9."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.matrix.core import Result, score
from indicators.matrix.layout import layout_of
from indicators.matrix.panel import panel_of_frames, panel_of_inputs
from indicators.matrix.panel_cells import STATES
from indicators.matrix.panel_score import STEPS, PanelScores, score_panel
from indicators.matrix.score import score_country
from tests.unit.indicators.matrix.golden import entries
from tests.unit.indicators.matrix.invented import CATALOGUE, TODAY, country

LAYOUT = layout_of(CATALOGUE)
EXACT = {"rtol": 0, "atol": 1e-9, "equal_nan": True}


def steps(result: Result, status: str) -> list[float]:
    return [float("nan") if status == "not_rated" else float(getattr(result.overall, step)[0]) for step in STEPS]


def agrees(got: PanelScores, row: int, entry: dict[str, Any], day: date) -> None:
    """Compare one row of a panel with the country scored alone."""
    alone = score_country(entry["entity"], day, entry["input"], catalogue=CATALOGUE, draws=0)
    if "result" not in alone:
        assert got.status[row] == "closed"
        assert np.isnan(got.levels[row]).all()
        return
    one = score(entry["input"], day.toordinal(), LAYOUT)
    assert got.status[row] == one.status
    assert [STATES[at] for at in got.state[row]] == one.readings.state
    assert np.allclose(got.indicator_score[row], one.readings.cells.score[0], **EXACT)
    assert np.allclose(got.factors[row], one.adjusted.factors[0], **EXACT)
    assert np.allclose(got.data_factors[row], one.data.factors[0], **EXACT)
    assert np.allclose(got.factor_coverage[row], one.factors.coverage[0], **EXACT)
    assert np.allclose(got.levels[row], one.adjusted.levels[0], **EXACT)
    assert np.allclose(got.data_levels[row], one.data.levels[0], **EXACT)
    assert np.allclose(got.steps[row], steps(one.adjusted, one.status), **EXACT)
    assert np.allclose(got.data_steps[row], steps(one.data, one.status), **EXACT)
    assert got.band[row] == alone["band"]
    assert got.confidence[row] == alone["confidence"]["label"]
    assert got.k[row] == pytest.approx(alone["confidence"]["K"], abs=6e-5)


def all_agree(many: dict[str, dict[str, Any]], days: list[date]) -> None:
    got = score_panel(panel_of_inputs(many, catalogue=CATALOGUE), days, catalogue=CATALOGUE)
    for at, entry in enumerate(many.values()):
        for number, day in enumerate(days):
            agrees(got, at * len(days) + number, entry, day)


def test_a_panel_of_the_published_countries_agrees_with_each_of_them() -> None:
    all_agree(entries(), sorted({date.fromisoformat(entry["as_of"]) for entry in entries().values()}))


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.integers(0, 10**6), min_size=1, max_size=4, unique=True),
    st.sets(st.integers(-30, 900), min_size=1, max_size=4),
)
def test_a_panel_of_invented_countries_agrees_with_each_of_them(seeds: list[int], backs: set[int]) -> None:
    all_agree({f"X{seed}": country(seed) for seed in seeds}, sorted(TODAY - timedelta(days=back) for back in backs))


def test_blocks_of_countries_give_what_one_block_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    many = {f"X{seed}": country(seed) for seed in range(7)}
    panel, days = panel_of_inputs(many, catalogue=CATALOGUE), [TODAY - timedelta(days=90), TODAY]
    whole = score_panel(panel, days, catalogue=CATALOGUE)
    monkeypatch.setattr("indicators.matrix.panel_score.CELLS_A_BLOCK", 2 * len(days) * LAYOUT.size)
    parts = score_panel(panel, days, catalogue=CATALOGUE)
    assert np.array_equal(whole.steps, parts.steps, equal_nan=True)
    assert np.array_equal(whole.used, parts.used)


def test_the_row_used_is_the_row_of_the_table_that_was_given() -> None:
    entry = entries()["XBR"]
    panel = panel_of_inputs({"XBR": entry}, catalogue=CATALOGUE)
    got = score_panel(panel, ["2025-06-30"], catalogue=CATALOGUE)
    for at, line in enumerate(entry["output"]["indicators"]):
        row = int(got.used[0, at])
        if CATALOGUE.indicators[at].counts_events:
            assert (row >= 0) == bool(line["used"])
        else:
            assert ([] if row < 0 else [entry["input"]["observations"][row]["id"]]) == line["used"]


@pytest.mark.parametrize("kind", ["text", "date", "datetime"])
def test_dates_may_be_text_dates_or_datetimes(kind: str) -> None:
    entry = entries()["XCN"]
    frame = pd.DataFrame(entry["input"]["observations"]).assign(entity="XCN")
    if kind != "text":
        for name in ("ref_end", "published"):
            frame[name] = pd.to_datetime(frame[name])
            if kind == "date":
                frame[name] = frame[name].dt.date
    watches = [(code, *span) for code, span in entry["input"]["monitored"].items()]
    panel = panel_of_frames(
        ["XCN"],
        frame,
        catalogue=CATALOGUE,
        events=pd.DataFrame(entry["input"]["events"]).assign(entity="XCN"),
        monitored=pd.DataFrame(watches, columns=["code", "start", "last"]).assign(entity="XCN"),
        not_applicable={"XCN": entry["input"]["not_applicable"]},
    )
    got = score_panel(panel, [entry["as_of"]], catalogue=CATALOGUE).frame()
    assert got.loc[0, "overall"] == pytest.approx(entry["output"]["result"]["overall"], abs=1e-4)
    assert got.loc[0, "band"] == entry["output"]["band"]
    assert got.loc[0, "root_coverage"] == pytest.approx(entry["output"]["levels"]["R"]["coverage"], abs=1e-4)


def test_a_country_without_any_evidence_is_not_rated_on_any_date() -> None:
    empty = pd.DataFrame({name: [] for name in ("entity", "id", "code", "value", "ref_end", "published")})
    got = score_panel(
        panel_of_frames(["XEM"], empty, catalogue=CATALOGUE), ["2024-12-31", "2025-06-30"], catalogue=CATALOGUE
    )
    assert got.status.tolist() == ["not_rated", "not_rated"]
    assert got.frame()["coverage"].tolist() == [0.0, 0.0]


def test_dates_out_of_order_are_refused() -> None:
    panel = panel_of_inputs({"XBR": entries()["XBR"]}, catalogue=CATALOGUE)
    with pytest.raises(ValueError, match="dates must rise"):
        score_panel(panel, ["2025-06-30", "2024-12-31"], catalogue=CATALOGUE)


def test_an_unknown_code_is_named() -> None:
    frame = pd.DataFrame(
        [{"entity": "XBR", "id": 1, "code": "R-RF0-99", "value": 1, "ref_end": TODAY, "published": TODAY}]
    )
    with pytest.raises(KeyError, match="R-RF0-99"):
        panel_of_frames(["XBR"], frame, catalogue=CATALOGUE)
