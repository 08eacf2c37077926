"""The main job on the publishers' own files: in they go, the matrix comes out, and replays to the same digits."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from indicators.actions.imports import Release, import_file
from indicators.actions.scoring import Task, score
from indicators.models import Observation, Score
from ledger.actors import System

pytestmark = [pytest.mark.realdata, pytest.mark.django_db]

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("REALDATA") or ROOT.parent / "shared" / "data")
BY = System("system:test")
FILES = (
    ("wdi", "ewp_inputs/wdi.csv.gz"),
    ("un_imr", "ewp_inputs/un_imr_clean.csv"),
    ("epr", "ewp_inputs/epr-data.csv.gz"),
    ("vdem", "ewp_inputs/vdem_extract.csv.gz"),
    ("coups", "ewp_inputs/all-coups.csv"),
    ("coups", "elections_leaders/ptcoups.csv"),
    ("ucdp_deaths", "ewp_inputs/BattleDeaths_v25_1.csv"),
    ("reign_elections", "elections_leaders/electionlist_3_21.csv"),
    ("panel", "panel/dev_country_year_1960_2001.csv.gz"),
)


def test_public_files_go_in_and_the_matrix_comes_out_and_replays(
    tmp_path: Path, farida: Any, as_user: Callable[[Any], Client]
) -> None:
    for importer, name in FILES:
        report = import_file(
            by=BY, importer=importer, path=DATA / name, release=Release(assume_lag=True), rescore=False
        )
        assert report.committed and not report.rejected, (name, report.problems[:3])
    again = import_file(by=BY, importer="epr", path=DATA / FILES[2][1], release=Release(assume_lag=True))
    assert not again.committed and again.unchanged == again.rows

    dates = [date(1990, 12, 31), date(2010, 12, 31), date(2024, 12, 31)]
    runs = score(by=BY, task=Task.of(world="real", as_of=dates, draws=0))
    counts = [Counter(run.scores.values_list("status", flat=True)) for run in runs]
    # No trigger is watched by the public profile, so nobody has an overall index.
    assert all(set(count) <= {"base_only", "not_rated", "closed"} for count in counts)
    assert [count["base_only"] >= least for count, least in zip(counts, (110, 150, 155), strict=True)] == [True] * 3

    _a_country_leads_to_its_files()
    _page_and_api_show_the_same(as_user(farida), runs[-1].pk)
    _the_run_replays(runs[-1].pk, tmp_path)


def _a_country_leads_to_its_files() -> None:
    row = Score.objects.get(country="NGA", as_of=date(2024, 12, 31))
    readings = row.contributions.select_related("observation__import_run")
    assert readings
    for reading in readings:
        observation: Observation | None = reading.observation
        assert observation is not None and observation.published <= date(2024, 12, 31)
        assert observation.published_assumed and observation.import_run.sha256


def _page_and_api_show_the_same(client: Client, run: int) -> None:
    asked = {"world": "real", "as_of": "2024-12-31"}
    page = client.get("/heatmap", asked)
    assert page.status_code == 200 and "Nigeria" in page.content.decode()
    answer = client.get("/api/v1/heatmap/", asked).json()
    stored = Score.objects.get(run=run, country="NGA")
    assert f"{stored.base:.4f}" in json.dumps(answer) or str(stored.base) in json.dumps(answer)
    assert client.get("/heatmap.hxl.csv", asked).status_code == 200


def _the_run_replays(run: int, folder: Path) -> None:
    path = folder / "bundle.json"
    call_command("export_bundle", str(run), output=path)
    call_command("replay", str(path), "--check")
