"""From any number down to the value, the file and the line; and arithmetic that can be followed by hand."""

from __future__ import annotations

import inspect
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators import derive
from indicators.actions.scoring import Task
from indicators.actions.scoring import score as rescore
from indicators.catalogue import load
from indicators.models import Contribution, Observation, Score, TriggerEvent
from indicators.readers.derivations import NAMES, derivation_words
from indicators.readers.lineage import Lineage, lineage
from ledger.actors import System

pytestmark = pytest.mark.django_db


@pytest.fixture
def score(exercise_world: None) -> Score:
    return Score.objects.filter(country="XAB", profile="full").latest("as_of", "pk")


def steps(found: Lineage) -> dict[str, str]:
    return {step.formula: step.result for step in found.steps}


def test_every_scored_indicator_leads_to_a_file_an_event_or_a_watch(score: Score, farida: Any) -> None:
    for row in Contribution.objects.filter(score=score):
        found = lineage(score.pk, row.indicator_id, farida)
        if row.state == "monitored_zero":
            assert found.heartbeat is not None
        elif found.observation is None:
            assert found.events
            assert all(event.rest is not None for event in found.events)
        else:
            seen = Observation.objects.get(pk=row.observation_id)
            assert (found.observation.value, found.observation.line) == (seen.value, seen.line)
            assert len(found.observation.file.sha256) == 64


def test_the_steps_end_in_the_stored_factor_level_and_headline(score: Score, farida: Any) -> None:
    factors = {(entry["level"], entry["factor"]): entry for entry in score.detail["factors"]}
    for code in ("R-RF8-01", "P-RF2-02", "T-RF3-01"):
        found = lineage(score.pk, code, farida)
        entry = factors[found.factor.level, found.factor.factor]
        told = steps(found)
        assert float(told["C.6"]) == pytest.approx(entry["data_score"], abs=1e-4)
        if entry["adjustment"]:
            assert float(told["B.5"]) == pytest.approx(entry["adjusted_score"], abs=1e-4)
        assert float(told["C.7"]) == pytest.approx(score.detail["levels"][found.factor.level]["score"], abs=1e-4)
        assert float(told["C.8"]) == pytest.approx(score.overall, abs=1e-4)


def test_the_factor_can_be_followed_by_hand(score: Score, farida: Any) -> None:
    found = lineage(score.pk, "R-RF8-01", farida)
    step = next(step for step in found.steps if step.formula == "C.6")
    sums, weight = re.fullmatch(r"\((.+)\) / ([\d.]+)", step.inputs).groups()  # type: ignore[union-attr]
    parts = [[float(number) for number in part.split("×")] for part in sums.split(" + ")]
    assert sum(w * phi * s for w, phi, s in parts) / float(weight) == pytest.approx(float(step.result), abs=2e-4)


def test_events_combine_to_the_score_by_what_is_left_of_them(score: Score, farida: Any) -> None:
    row = next(
        row
        for row in Contribution.objects.filter(score=score)
        if sum(u.startswith("e") for u in row.detail["used"]) > 1
    )
    found = lineage(score.pk, row.indicator_id, farida)
    calm = 1.0
    for event in found.events:
        assert event.rest is not None
        calm *= 1 - event.rest / 10
    assert 10 * (1 - calm) == pytest.approx(row.points, abs=1e-4)


def test_a_vote_takes_the_severity_that_the_method_computes(score: Score, farida: Any) -> None:
    found = lineage(score.pk, "T-RF2-01", farida)
    event = TriggerEvent.objects.get(pk=found.events[0].id)
    assert event.severity is None
    assert found.events[0].rest == pytest.approx(found.contribution.score, abs=1e-4)


def test_a_corrected_value_names_what_it_replaced_and_what_replaced_it(score: Score, farida: Any) -> None:
    first = Contribution.objects.get(score=score, indicator="R-RF8-01").observation
    assert first is not None
    correction = Observation(**{field.attname: getattr(first, field.attname) for field in first._meta.fields})
    correction.pk, correction.version, correction.supersedes, correction.value = None, 2, first, 40.0
    correction.published = score.as_of
    correction.save()
    found = lineage(score.pk, "R-RF8-01", farida)
    assert ([view.id for view in found.later], found.earlier) == ([correction.pk], ())
    assert found.observation is not None
    assert found.observation.superseded_on == score.as_of
    task = Task.of(world="exercise", as_of=[score.as_of], countries=["XAB"], draws=0)
    again = rescore(by=System("system:test"), task=task)[0].scores.get()
    found = lineage(again.pk, "R-RF8-01", farida)
    assert found.observation is not None
    assert (found.observation.id, found.observation.value) == (correction.pk, 40.0)
    assert ([view.id for view in found.earlier], found.later) == ([first.pk], ())


def test_another_source_for_the_same_period_stands_beside_with_the_gap(score: Score, farida: Any) -> None:
    row = Contribution.objects.filter(indicator="P-RF7-03", detail__has_key="alternates").latest("score__as_of")
    found = lineage(row.score_id, "P-RF7-03", farida)
    view, told = found.alternates[0]
    assert view.source.code == "exercise_second_reading"
    assert told["gap"] == pytest.approx(abs(told["score"] - row.points))


def test_judgement_on_the_factor_is_a_leaf_of_its_own(score: Score, farida: Any) -> None:
    entry = next(entry for entry in score.detail["factors"] if entry["adjustment"])
    code = next(
        row.indicator_id
        for row in Contribution.objects.filter(score=score).select_related("indicator")
        if (row.indicator.level, row.indicator.factor) == (entry["level"], entry["factor"])
    )
    found = lineage(score.pk, code, farida)
    assert sum(j.amount for j in found.judgements if j.kind == "adjustment") == pytest.approx(entry["adjustment"])
    assert all(j.reason and j.reference for j in found.judgements)


def test_a_silent_indicator_says_its_state_and_has_its_factors_steps(exercise_world: None, farida: Any) -> None:
    score = Score.objects.filter(country="XAC", profile="full").latest("as_of", "pk")
    state, codes = next(iter(score.detail["silent"].items()))
    found = lineage(score.pk, codes[0], farida)
    assert (found.contribution.state, found.contribution.score, found.observation) == (state, None, None)
    assert {"C.7", "C.8"} <= set(steps(found))


def test_what_is_not_there_and_what_may_not_be_seen_are_the_same(score: Score, farida: Any, ines: Any) -> None:
    other = Score.objects.filter(country="XAC").latest("pk")
    closed = Score.objects.filter(status="closed").first()
    for pk, user in ((999_999, farida), (other.pk, ines), *(((closed.pk, farida),) if closed else ())):
        with pytest.raises(Score.DoesNotExist):
            lineage(pk, "R-RF8-01", user)
    with pytest.raises(KeyError):
        lineage(score.pk, "X-RF9-99", farida)


def test_it_takes_at_most_twelve_queries(score: Score, farida: Any) -> None:
    for code in ("R-RF8-01", "T-RF3-01", "P-RF7-03"):
        with CaptureQueriesContext(connection) as queries:
            lineage(score.pk, code, farida)
        assert len(queries) <= 12


def test_every_derivation_in_use_is_told_in_a_sentence_and_no_code_name_reaches_the_reader() -> None:
    made = {row.derivation for row in load().series if row.derivation} | {"covered_without_record"}
    assert made <= NAMES
    functions = {name for name, thing in vars(derive).items() if inspect.isfunction(thing)}
    for name in NAMES:
        assert name in functions
        assert derivation_words(name).endswith(".")
        assert "`" not in derivation_words(name)
    assert derivation_words("no_such") == derivation_words("") == ""


def test_an_events_formula_gives_what_is_left_of_it(score: Score, farida: Any) -> None:
    for event in lineage(score.pk, "T-RF3-01", farida).events:
        parts = re.fullmatch(r"([\d.]+) × 2\^\(−(\d+)/(\d+)\)", event.formula)
        assert parts is not None
        severity, age, half = map(float, parts.groups())
        assert severity * 2 ** (-age / half) == pytest.approx(event.rest, abs=1e-4)


def test_an_elections_severity_shows_the_score_it_was_made_of(score: Score, farida: Any) -> None:
    found = lineage(score.pk, "T-RF2-01", farida)
    told = found.events[0].severity_formula
    parts = re.fullmatch(r"([\d.]+) \+ ([\d.]+) × ([\d.]+) .* = ([\d.]+)", told)
    assert parts is not None
    base, slope, rf2, severity = map(float, parts.groups())
    assert base + slope * rf2 == pytest.approx(severity, abs=1e-3)
    entry = next(f for f in score.detail["factors"] if (f["level"], f["factor"]) == ("P", "RF2"))
    assert rf2 == pytest.approx(entry["data_score"], abs=1e-4)


def test_an_expired_indicator_still_shows_its_last_value_and_age(exercise_world: None, farida: Any) -> None:
    score = next(
        row
        for row in Score.objects.filter(run__world="exercise", profile="full").order_by("-as_of")
        if row.detail.get("silent", {}).get("expired")
    )
    code = score.detail["silent"]["expired"][0]
    last = lineage(score.pk, code, farida).last
    assert last is not None
    assert last.age > last.limit
    assert last.age == (score.as_of - last.seen.ref_end).days
    assert last.expired_on <= score.as_of
