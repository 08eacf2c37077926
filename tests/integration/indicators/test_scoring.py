"""What was put in comes out as the method says, is stored whole, and is never stored twice."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db.utils import IntegrityError
from django.utils import timezone

from countries.models import Country
from indicators.actions.imports import Release, import_file
from indicators.actions.requests import SCORE, enqueue_due, request_rescore, request_scores, task_from
from indicators.actions.scoring import Task, UnknownCountry, score
from indicators.actions.touched import touched
from indicators.catalogue import load
from indicators.models import Contribution, ImportRun, Observation, Score, ScoringRun
from indicators.readers.bundle import run_bundle
from ledger import job as jobs
from ledger.actors import System
from ledger.append_only import AppendOnlyError
from ledger.models import Event, Job, JobState
from tests.integration.indicators.files import row, tidy
from tests.integration.indicators.vectors import take_in, vector

pytestmark = pytest.mark.django_db

BY = System("system:test")
DAY = date(2025, 6, 30)


@pytest.fixture
def brevana(tmp_path: Path) -> str:
    """The vector of a country that slides into violence, stored as XAB."""
    take_in("XBR", "XAB", tmp_path)
    return "XAB"


def run_once(**more: Any) -> ScoringRun:
    task = Task.of(**({"world": "exercise", "as_of": [DAY], "draws": 0} | more))
    return score(by=BY, task=task)[0]


@pytest.mark.parametrize(("name", "country"), [("XBR", "XAB"), ("XAL", "XAA"), ("XCN", "XAC")])
def test_a_vector_stored_through_the_product_scores_to_the_published_digits(
    tmp_path: Path, name: str, country: str
) -> None:
    take_in(name, country, tmp_path)
    found = run_once(countries=[country]).scores.get()
    wanted = vector(name)["output"]
    for part in ("result", "result_data_only", "factors", "levels", "areas"):
        assert found.detail[part] == wanted[part], part
    scored = {entry["code"]: entry for entry in wanted["indicators"] if entry["score"] is not None}
    stored = {item.indicator_id: item for item in found.contributions.all()}
    assert set(stored) == set(scored)
    assert {code: item.points for code, item in stored.items()} == {c: e["score"] for c, e in scored.items()}
    assert (found.overall, found.band) == (wanted["result"]["overall"], wanted["band"])


def test_a_run_names_all_that_it_was_made_with(brevana: str) -> None:
    run = run_once()
    catalogue = load()
    assert (run.method, run.weights, run.profile) == (catalogue.method, catalogue.weights, "full")
    assert run.catalogue_digest == catalogue.digest and len(run.code_digest) == 64
    assert Event.objects.get(pk=run.event_seq).action == "indicators.score"


def test_every_watched_country_of_the_world_has_a_row_and_none_of_the_other_world(brevana: str) -> None:
    found = run_once().scores.all()
    assert {item.country.world for item in found} == {"exercise"}
    assert {item.status for item in found if item.country_id != brevana} == {"not_rated"}
    assert all(item.overall is None and item.base is None for item in found if item.status == "not_rated")


def test_nothing_missing_is_scored_as_zero(brevana: str) -> None:
    found = run_once(countries=["XAC"]).scores.get()
    assert not found.contributions.exists()
    assert set(found.detail["silent"]["missing"]) == set(load().by_code)
    assert all(factor["data_score"] is None for factor in found.detail["factors"])


def test_every_scored_indicator_leads_to_its_observation(brevana: str) -> None:
    for item in run_once(countries=[brevana]).scores.get().contributions.select_related("observation__import_run"):
        if item.state in {"fresh", "stale"} and not item.indicator_id.startswith("T-"):
            assert item.observation is not None
            assert item.observation.line > 1 and item.observation.import_run.sha256


def test_a_run_is_never_changed(brevana: str) -> None:
    run = run_once(countries=[brevana])
    for attempt in (
        lambda: Score.objects.filter(run=run).update(overall=1),
        lambda: Contribution.objects.all().delete(),
        run.delete,
        run.save,
    ):
        with pytest.raises(AppendOnlyError):
            attempt()


def test_the_database_refuses_an_overall_for_a_country_that_is_not_rated(brevana: str) -> None:
    run = run_once(countries=[brevana])
    bad = Score(
        run=run, country_id="XAC", world="exercise", profile="full", as_of=DAY, status="base_only", overall=3, detail={}
    )
    with pytest.raises(IntegrityError):
        bad.save()


def test_an_exported_run_replays_to_the_same_digits_without_the_database(brevana: str, tmp_path: Path) -> None:
    run = run_once(countries=[brevana], draws=200)
    path = tmp_path / "bundle.json"
    call_command("export_bundle", str(run.pk), output=path)
    out = StringIO()
    call_command("replay", str(path), "--check", stdout=out)
    bundle = json.loads(path.read_text())
    assert bundle["format"] == "bundle/1" and set(bundle["countries"]) == {"XAB"}


def test_a_bundle_holds_what_was_known_then_though_more_was_learnt_since(brevana: str, tmp_path: Path) -> None:
    run = run_once(countries=[brevana])
    before = run_bundle(run)
    path = tidy(tmp_path, [row(3, ref_end="2024-12-31", published="2025-05-01")], "later.csv")
    assert import_file(by=BY, importer="tidy", path=path, release=Release()).committed
    assert run_bundle(run) == before
    assert run_once(countries=[brevana]).scores.get().root < run.scores.get().root


def test_the_adjusted_and_the_data_only_result_stand_side_by_side(brevana: str) -> None:
    found = run_once(countries=[brevana]).scores.get()
    assert (found.overall, found.overall_data_only) == (7.7089, 7.6522)


def test_the_published_band_remembers_the_runs_before(brevana: str) -> None:
    early = run_once(countries=[brevana], as_of=[date(2024, 12, 31)]).scores.get()
    late = run_once(countries=[brevana]).scores.get()
    assert early.published_band == early.band
    assert late.published_band == "Very high"


def test_a_country_of_another_world_cannot_be_asked_for(brevana: str) -> None:
    with pytest.raises(UnknownCountry, match="NAM"):
        run_once(countries=["NAM"])


def test_scoring_needs_the_permission(brevana: str, amara: Any) -> None:
    with pytest.raises(PermissionDenied, match=r"indicators\.run_scoring"):
        score(by=amara, task=Task.of(world="exercise", as_of=[DAY]))


def test_a_job_scores_each_of_its_dates_once_though_it_is_taken_up_again(brevana: str) -> None:
    dates = [date(2025, 3, 31), DAY]
    job = uuid4()
    task = Task.of(world="exercise", as_of=dates, countries=[brevana], draws=0)
    score(by=BY, task=Task.of(world="exercise", as_of=dates[:1], countries=[brevana], draws=0), job=job)
    again = score(by=BY, task=task, job=job)
    assert [run.as_of for run in again] == [DAY]
    assert ScoringRun.objects.filter(job=job).count() == 2


def test_a_requested_back_cast_is_done_by_the_next_worker_and_tells_its_progress(brevana: str, goran: Any) -> None:
    task = Task.of(world="exercise", as_of=[date(2025, 3, 31), DAY], countries=[brevana], draws=0)
    asked = request_scores(by=goran, task=task)
    assert task_from(asked.arguments) == task
    done = jobs.run_one()
    assert done is not None and (done.pk, done.state) == (asked.pk, JobState.DONE)
    assert (done.done_steps, done.total_steps, len(done.summary["runs"])) == (2, 2, 2)


@pytest.mark.parametrize(("dates", "words"), [([], "no date given"), ([date(2999, 1, 1)], "lies in the future")])
def test_a_back_cast_without_a_date_or_into_the_future_is_refused(goran: Any, dates: list[date], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        request_scores(by=goran, task=Task.of(world="exercise", as_of=dates))


def test_new_evidence_touches_the_later_dates_of_its_countries_only(brevana: str, tmp_path: Path) -> None:
    run_once(as_of=[date(2024, 12, 31), DAY])
    upto = touched("exercise", "full").upto
    Job.objects.create(
        kind="indicators.rescore", key="x", owner="x", world="exercise", state=JobState.DONE, summary={"upto": upto}
    )
    path = tidy(tmp_path, [row(3, country="XAC", published="2025-02-01")], "later.csv")
    import_file(by=BY, importer="tidy", path=path, release=Release())
    found = touched("exercise", "full")
    assert all(codes == {"XAC"} for codes in found.by_date.values())
    assert DAY in found.by_date and date(2024, 12, 31) not in found.by_date


def test_evidence_of_territories_and_ended_states_asks_for_no_score_of_theirs() -> None:
    # Codes that no standard uses: there is no number about a real country, not even here.
    common = {"world": "real", "name_en": "X", "name_fr": "X", "short_en": "X", "short_fr": "X"}
    Country.objects.create(iso3="XQA", watched=True, **common)
    Country.objects.create(iso3="XQB", watched=False, kind="territory", **common)
    Country.objects.create(iso3="XQC", watched=True, kind="dissolved", valid_to=date(1990, 1, 1), **common)
    run = have_real_evidence()
    Observation.objects.bulk_create(
        Observation(
            indicator_id="R-RF8-01",
            country_id=code,
            ref_end=date(1988, 12, 31),
            value=1,
            unit="",
            source_id="tidy",
            published=date(1989, 6, 1),
            retrieved_at=run.at,
            import_run=run,
            line=2,
        )
        for code in ("XQA", "XQB", "XQC")
    )
    found = touched("real", "public")
    assert {code for codes in found.by_date.values() for code in codes} == {"XQA"}
    request_rescore(by=BY, world="real")
    done = jobs.run_one()
    assert done is not None and (done.kind, done.state) == ("indicators.rescore", JobState.DONE), done.error


def have_real_evidence() -> ImportRun:
    """A committed import of the real world, without a row of its own."""
    return ImportRun.objects.create(
        importer="tidy",
        world="real",
        file_name="empty.csv",
        sha256="0" * 64,
        size=0,
        by=BY.handle,
        at=timezone.now(),
        rows=0,
        new=0,
        superseding=0,
        unchanged=0,
        catalogue_digest=load().digest,
        event_seq=0,
    )


def test_the_clock_asks_for_the_night_and_the_month_end_once(freeze: Callable[[str], None]) -> None:
    have_real_evidence()
    freeze("2026-03-10T03:00:00Z")
    asked = enqueue_due()
    assert [(job.kind, job.arguments["as_of"]) for job in asked] == [(SCORE, ["2026-03-10"]), (SCORE, ["2026-02-28"])]
    assert enqueue_due() == []


def test_the_night_does_not_begin_before_its_hour(freeze: Callable[[str], None]) -> None:
    have_real_evidence()
    freeze("2026-03-10T01:59:00Z")
    assert [job.arguments["as_of"] for job in enqueue_due()] == [["2026-02-28"]]


def test_the_exercise_has_no_nights(brevana: str, freeze: Callable[[str], None]) -> None:
    freeze("2026-03-10T03:00:00Z")
    assert enqueue_due() == []
