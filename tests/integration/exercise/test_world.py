"""The exercise world in the database: what the pages will show of it, and that nothing of it is real."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from countries.models import Country
from indicators.actions.imports import Release, import_file
from indicators.actions.world_clock import today_in
from indicators.models import (
    Adjustment,
    Contribution,
    ExpertScore,
    FeedHeartbeat,
    ImportRun,
    Observation,
    Score,
    ScoringRun,
    Source,
    TriggerEvent,
)
from ledger.actors import System
from ledger.models import Event, EventBody, Job
from tests.unit.warning.exercise.bundles import cases
from tests.unit.warning.exercise.bundles import world as told
from warning.exercise.build import standing
from warning.exercise.cast import CAST, PASSWORD
from warning.models import Assignment, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("exercise_world")]


@pytest.fixture
def anchor() -> date:
    day = standing()
    assert day is not None
    return day


@pytest.fixture
def latest(anchor: date) -> dict[str, Score]:
    return {score.country_id: score for score in Score.objects.filter(as_of=anchor)}


def test_every_number_is_the_engines_own_on_the_generated_evidence(anchor: date, latest: dict[str, Score]) -> None:
    from indicators.catalogue import load
    from indicators.matrix.score import score_country

    for iso3, case in cases(anchor).items():
        there = score_country(case.entity, anchor, case.input, catalogue=load(), draws=0)
        if "result" not in there:
            assert latest[iso3].status == there["status"] == "closed"
            continue
        stored = latest[iso3]
        result = there["result"]
        assert (stored.status, stored.root, stored.proximate, stored.trigger, stored.base, stored.overall) == tuple(
            result[name] for name in ("status", "root", "proximate", "trigger", "base", "overall")
        ), iso3
        assert stored.overall_data_only == there["result_data_only"]["overall"]
        assert stored.coverage == there["coverage"]


def test_three_years_of_month_ends_are_scored_once_each(anchor: date) -> None:
    runs = ScoringRun.objects.filter(world="exercise")
    assert list(runs.order_by("as_of").values_list("as_of", flat=True)) == told(anchor).month_ends
    assert set(runs.values_list("profile", "draws")) == {("full", 2000)}


def test_all_bands_statuses_trends_and_confidences_are_on_the_heatmap(latest: dict[str, Score]) -> None:
    assert {score.status for score in latest.values()} == {"rated", "base_only", "not_rated", "closed"}
    rated = {score.band for score in latest.values() if score.status == "rated"}
    assert rated == {"Background", "Watch", "Elevated", "High", "Very high"}
    assert {score.trend for score in latest.values()} >= {"worsening", "improving", "stable", "undetermined"}
    assert {score.confidence for score in latest.values()} >= {"High", "Moderate", "Low"}


def test_the_published_band_remembers_what_the_band_of_the_run_does_not(latest: dict[str, Score]) -> None:
    assert (latest["XAI"].band, latest["XAI"].published_band) == ("Elevated", "High")
    assert (latest["XAB"].band, latest["XAB"].published_band) == ("Very high", "Very high")


def test_stale_expired_and_not_applicable_indicators_keep_their_state(latest: dict[str, Score]) -> None:
    stale = Contribution.objects.filter(score=latest["XAC"], state="stale").values_list("indicator_id", flat=True)
    assert set(stale) == {"P-RF1-02", "P-RF7-04"}
    assert "P-RF2-01" in latest["XAC"].detail["silent"]["not_applicable"]
    assert latest["XAJ"].detail["silent"]["expired"]


def test_disagreeing_sources_are_flagged_and_both_are_kept(latest: dict[str, Score]) -> None:
    row = Contribution.objects.get(score=latest["XAH"], indicator_id="P-RF7-03")
    assert row.detail["conflict"]
    assert row.detail["alternates"]


def test_corrections_stand_beside_what_they_correct() -> None:
    later = Observation.objects.filter(supersedes__isnull=False).select_related("supersedes")
    assert later.count() > 20
    assert all(row.published > row.supersedes.published and row.value != row.supersedes.value for row in later)


def test_an_adjustment_names_its_author_and_another_reader() -> None:
    handles = {member.handle for member in CAST}
    for judgement in (*Adjustment.objects.all(), *ExpertScore.objects.all()):
        assert {judgement.author, judgement.second_reader} <= handles
        assert judgement.author != judgement.second_reader
        assert judgement.reason


def test_the_worlds_never_mix() -> None:
    real = list(Country.objects.in_world("real").values_list("iso3", flat=True))
    for model in (Observation, TriggerEvent, FeedHeartbeat, Adjustment, ExpertScore, Score):
        assert model.objects.exists()
        assert not model.objects.filter(country_id__in=real).exists(), model.__name__
    assert set(ImportRun.objects.values_list("world", flat=True)) == {"exercise"}
    assert set(ScoringRun.objects.values_list("world", flat=True)) == {"exercise"}
    invented = Source.objects.filter(world="exercise").values_list("code", flat=True)
    assert not Observation.objects.exclude(source_id__in=list(invented)).exists()
    assert not TriggerEvent.objects.exclude(source_id__in=list(invented)).exists()


def test_a_feed_of_the_exercise_says_nothing_of_a_real_country(tmp_path: Path) -> None:
    path = tmp_path / "mixed.csv"
    path.write_text(
        "country,indicator,ref_end,value,grade,published,source\n"
        "FRA,R-RF8-01,2024-12-31,4,B2,2025-06-01,exercise_statistics\n"
    )
    before = Observation.objects.count()
    report = import_file(by=System("system:test"), importer="tidy", path=path, release=Release())
    assert [(item.line, item.column, item.code) for item in report.problems] == [(2, "source", "source_invented")]
    assert Observation.objects.count() == before


def test_nothing_waits_to_be_scored_again() -> None:
    assert not Job.objects.exists()


def test_the_clock_does_not_score_the_exercise_at_night() -> None:
    from indicators.actions.requests import enqueue_due

    assert enqueue_due() == []


def test_what_is_scored_again_in_the_exercise_is_scored_at_the_day_it_stands_at(anchor: date) -> None:
    from indicators.actions.requests import request_rescore_of

    assert today_in("exercise") == anchor
    assert today_in("real") == timezone.now().date()
    job = request_rescore_of(by=System("system:test"), world="exercise", countries=["XAB"], reason="event")
    assert job.arguments["as_of"] == [anchor.isoformat()]


def test_the_cast_can_log_in_and_holds_its_roles() -> None:
    amara = User.objects.get(username="amara")
    assert amara.check_password(PASSWORD)
    assert amara.exercise
    held = set(Assignment.objects.filter(user__exercise=True).values_list("user__username", "role"))
    assert held == {(member.username, member.role) for member in CAST}
    assert set(Assignment.objects.filter(user=amara).values_list("country_id", flat=True)) == {"XAB"}


def test_building_again_changes_nothing(anchor: date) -> None:
    before = (ScoringRun.objects.count(), Event.objects.count())
    out = StringIO()
    call_command("exercise", json=True, stdout=out)
    assert json.loads(out.getvalue()) == {"built": False, "anchor": anchor.isoformat()}
    assert (ScoringRun.objects.count(), Event.objects.count()) == before


def test_the_ledger_knows_which_world_was_built(anchor: date) -> None:
    event = Event.objects.get(action="warning.build_exercise")
    body: dict[str, Any] = json.loads(EventBody.objects.get(seq=event.seq).body)
    assert body == {"anchor": anchor.isoformat(), "digest": told(anchor).digest}
