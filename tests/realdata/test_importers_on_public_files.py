"""Every public file with an importer is taken without one problem, and the public profile rates the world with it.

Needs the real files: REALDATA names their folder (default `../shared/data`). None is part of the project.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from countries import tables
from countries.crosswalk import Crosswalk
from indicators import catalogue, importers
from indicators.checks import Checked, Checker
from indicators.importers import Limits, gates
from indicators.matrix.panel import panel_of_frames
from indicators.matrix.panel_score import score_panel
from indicators.publication import assign_publication

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("REALDATA") or ROOT.parent / "shared" / "data")
TODAY = date(2026, 6, 30)
CATALOGUE = catalogue.load()

pytestmark = pytest.mark.realdata


@pytest.fixture(scope="module", autouse=True)
def _the_files_are_there() -> None:
    if not DATA.is_dir():
        pytest.skip(f"the real public files are not at {DATA}: set REALDATA to their folder")


@dataclass(frozen=True)
class File:
    """One public file: its importer, its place, how many rows and events it must give at least."""

    importer: str
    path: str
    rows: int
    events: int = 0
    out_of_register: int = 0


FILES = (
    File("wdi", "ewp_inputs/wdi.csv.gz", 40_000, out_of_register=49),
    File("un_imr", "ewp_inputs/un_imr_clean.csv", 17_000),
    File("epr", "ewp_inputs/epr-data.csv.gz", 21_000, out_of_register=1),
    File("vdem", "ewp_inputs/vdem_extract.csv.gz", 58_000),
    File("coups", "ewp_inputs/all-coups.csv", 11_000),
    File("coups", "elections_leaders/ptcoups.csv", 10_000),
    File("ucdp_deaths", "ewp_inputs/BattleDeaths_v25_1.csv", 17_000),
    File("reign_elections", "elections_leaders/electionlist_3_21.csv", 0, events=2_600),
    File("panel", "panel/dev_country_year_1960_2001.csv.gz", 18_000),
)
CONTEXT = (
    "ewp_inputs/iccpr-data.csv",
    "ewp_inputs/HIEF_data.csv",
    "elections_leaders/EPR-2019.csv",
    "elections_leaders/regime_list.csv",
    "elections_leaders/ELVI_FORECAST_2021_3.csv",
    "elections_leaders/leaderlist_3_21.csv",
    "panel/dev_country_month_1989_2014.csv.gz",
    "panel/dev_pace_Hist_wide_1989_2014.csv",
    "ucdp/conflict_data_BGD.csv",
    "inform/inform_risk_index_trends.csv",
    "ewp_published/base2019-run-2020-08-18.csv",
)
each_file = pytest.mark.parametrize("file", FILES, ids=lambda file: file.path)


@lru_cache(maxsize=16)
def checked(file: File) -> Checked:
    """The file, parsed and checked."""
    one = Checker(catalogue=CATALOGUE, crosswalk=Crosswalk.load(), today=TODAY)
    return one.check(importers.get(file.importer).parse(DATA / file.path, Limits()))


@lru_cache(maxsize=1)
def evidence() -> tuple[pd.DataFrame, pd.DataFrame]:
    """All observations and events with assumed publication dates, as the matrix takes them."""
    lags = {feed.code: feed.lag_days for feed in CATALOGUE.feeds}
    series = {(item.source, item.indicator): item for item in CATALOGUE.series}
    frames: list[list[pd.DataFrame]] = [[], []]
    for file in FILES:
        found = checked(file)
        for kept, frame in zip(frames, (found.accepted, found.events), strict=True):
            if len(frame):
                kept.append(assign_publication(frame, assume_lag=True, lags=lags).astype({"iso3": str}))
    observed, events = (pd.concat(kept, ignore_index=True) for kept in frames)
    of_row = [series[pair] for pair in zip(observed["source"], observed["indicator"], strict=True)]
    observed["priority"] = [item.priority for item in of_row]
    observed["max_age_days"] = [item.max_age_days for item in of_row]
    return tuple(
        frame.rename(columns={"iso3": "entity", "indicator": "code"}).assign(id=np.arange(len(frame)))
        for frame in (observed, events)
    )  # type: ignore[return-value]


@lru_cache(maxsize=1)
def scores() -> pd.DataFrame:
    """Profile `public` at every year-end 1990-2024 for every watched real country."""
    register = {row.iso3: row for row in tables.countries() if row.world == "real" and row.watched}
    observed, events = evidence()
    panel = panel_of_frames(
        sorted(register),
        observed[observed["entity"].isin(list(register))],
        events=events[events["entity"].isin(list(register))],
        catalogue=CATALOGUE,
        outside_profile=CATALOGUE.outside_profile("public"),
        validity={iso3: (row.span.start, row.span.end) for iso3, row in register.items()},
    )
    frame = score_panel(panel, [date(year, 12, 31) for year in range(1990, 2025)], catalogue=CATALOGUE).frame()
    return frame.assign(year=[day.year for day in frame["as_of"]])


def value(indicator: str, iso3: str, year: int, source: str) -> float | None:
    """One observation of a year's end; None where there is none."""
    observed = evidence()[0]
    mask = (observed["code"] == indicator) & (observed["entity"] == iso3) & (observed["source"] == source)
    found = observed[mask & (observed["ref_end"] == pd.Timestamp(year, 12, 31))]
    return float(found["value"].iloc[0]) if len(found) else None


@each_file
def test_a_public_file_is_taken_without_one_problem(file: File) -> None:
    found = checked(file)
    assert [item.to_dict() for item in found.problems] == []
    assert len(found.accepted) >= file.rows
    assert len(found.events) >= file.events
    assert found.duplicates == 0
    assert found.worlds == {"real"}
    assert len(found.out_of_register) == file.out_of_register


@each_file
def test_a_public_file_is_recognised_by_its_own_importer_alone(file: File) -> None:
    assert importers.guess(gates.head(DATA / file.path, Limits())) == file.importer


@each_file
def test_every_row_leads_back_to_a_line_of_its_file(file: File) -> None:
    found = checked(file)
    last = found.lines_read + 2
    for frame in (found.accepted, found.events):
        if len(frame):
            assert frame["line"].between(0, last + 1).all()
    stated = found.accepted[found.accepted["line"] == 0] if len(found.accepted) else found.accepted
    assert set(stated["derivation"]) <= {
        "covered_without_record",
        "months_since",
        "years_of_upheaval_in_15",
        "neighbours_worst",
    }


@pytest.mark.parametrize("path", CONTEXT)
def test_a_file_that_is_context_only_is_recognised_by_none(path: str) -> None:
    assert importers.guess(gates.head(DATA / path, Limits())) is None


def test_reading_all_of_them_takes_seconds() -> None:
    start = time.perf_counter()
    for file in FILES:
        importers.get(file.importer).parse(DATA / file.path, Limits())
    assert time.perf_counter() - start < 30


def test_the_pinned_quirks_of_the_deaths_are_as_the_docs_say() -> None:
    # The interstate war counts for each party on whose ground it was fought.
    assert (value("P-RF1-02", "UKR", 2022, "ucdp_deaths") or 0) > 10_000
    # Deaths in Gaza stand under Israel; of Palestine the file says nothing.
    assert (value("P-RF1-02", "ISR", 2023, "ucdp_deaths") or 0) > 10_000
    assert value("P-RF1-02", "PSE", 2023, "ucdp_deaths") is None
    # Lebanon is named beside Israel without a share of its own: neither a number nor a zero.
    assert value("P-RF1-02", "LBN", 2024, "ucdp_deaths") is None
    assert value("P-RF1-02", "ISL", 2024, "ucdp_deaths") == 0


def test_no_zero_is_stated_of_a_state_that_did_not_exist() -> None:
    observed = evidence()[0]
    zeros = observed[observed["derivation"] == "covered_without_record"]
    ended = {row.iso3: row.span for row in tables.countries() if row.span.start or row.span.end}
    for iso3, day in zip(zeros["entity"], zeros["ref_end"], strict=True):
        assert iso3 not in ended or ended[iso3].holds(day.date()), (iso3, day)


def test_about_165_countries_come_out_base_only_at_recent_year_ends_and_none_is_rated_whole() -> None:
    frame = scores()
    assert set(frame["status"]) == {"base_only", "not_rated", "closed"}
    counted = Counter(frame.loc[frame["status"] == "base_only", "year"])
    assert all(155 <= counted[year] <= 175 for year in range(2004, 2025)), counted
    assert all(115 <= counted[year] <= 175 for year in range(1990, 2004)), counted


def test_the_base_spreads_over_its_scale_and_a_thin_profile_looks_thin() -> None:
    rated = scores().query("status == 'base_only'")
    assert rated["base"].between(0, 10).all()
    assert rated["base"].quantile(0.1) < 1
    assert rated["base"].quantile(0.95) > 5
    assert set(rated["confidence"]) == {"Low"}
