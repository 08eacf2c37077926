"""Home: what waits, what changed since I last looked, and where to start."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from countries.models import Country
from indicators.actions.world_clock import today_in
from indicators.models import Score, ScoringRun
from indicators.readers.heatmap import HeatmapQuery, heatmap
from indicators.readers.sources import source_list
from ledger.models import Event, Job, JobState
from warning.actions.tokens import issue
from warning.letters import KIND as LETTER
from warning.models import Assignment, User
from warning.readers.home import news, next_month_end

As = Callable[[Any], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def make_run() -> Callable[..., ScoringRun]:
    """`make_run("2026-10-31", XAB=(5.2, "High"))`: a run of the exercise with a headline and a band for each."""

    def make(day: str, *, at: Any = None, **countries: tuple[float | None, str] | tuple[float, str, str]) -> ScoringRun:
        now = at or timezone.now()
        run = ScoringRun.objects.create(
            world="exercise", as_of=date.fromisoformat(day), profile="full", method="m", weights="w",
            catalogue_digest="", code_digest="", draws=0, known_at=now, by="system:tests", at=now,
            countries=len(countries), reason="test", event_seq=1,
        )  # fmt: skip
        for iso3, (number, band, *trend) in countries.items():
            status = "not_rated" if number is None else "base_only" if band == "Base only" else "rated"
            Score.objects.create(
                run=run, country_id=iso3, world="exercise", profile="full", as_of=run.as_of, detail={},
                status=status, overall=number if status == "rated" else None, base=number,
                band=band, published_band=band, trend=trend[0] if trend else "stable",
            )  # fmt: skip
        return run

    return make


@pytest.fixture
def empty_exercise() -> None:
    """The twelve countries of the exercise without a score, so that a test tells its own story."""
    for letter in "ABC":
        Country.objects.get_or_create(
            iso3=f"XA{letter}",
            defaults={
                "name_en": f"Land {letter}", "name_fr": f"Pays {letter}", "short_en": f"Land {letter}",
                "short_fr": f"Pays {letter}", "world": "exercise", "watched": True,
            },
        )  # fmt: skip


def kinds(user: User, **more: Any) -> dict[str, str]:
    return {move.now.country.iso3: move.kind for move in news(user, "exercise", **more).moves}


# --- what changed ---------------------------------------------------------------------------------


def test_bands_that_rose_and_fell_since_the_last_look_are_named(
    empty_exercise: None, farida: User, make_run: Callable[..., ScoringRun]
) -> None:
    yesterday = timezone.now() - timedelta(days=1)
    make_run("2026-09-30", at=yesterday, XAA=(4.0, "Elevated"), XAB=(6.0, "High"), XAC=(1.0, "Background"))
    farida.looked_at = yesterday + timedelta(hours=1)
    assert news(farida, "exercise").moves == ()
    make_run("2026-10-31", XAA=(5.5, "High"), XAB=(4.5, "Elevated"), XAC=(1.2, "Background"))
    assert kinds(farida) == {"XAA": "band_up", "XAB": "band_down"}
    assert news(farida, "exercise").runs == 1


def test_a_trend_that_turned_worse_and_a_move_within_a_band_are_named(
    empty_exercise: None, farida: User, make_run: Callable[..., ScoringRun]
) -> None:
    make_run("2026-09-30", XAA=(5.1, "High"), XAB=(5.1, "High"), XAC=(5.1, "High", "worsening"))
    make_run("2026-10-31", XAA=(5.2, "High", "worsening"), XAB=(5.7, "High"), XAC=(5.2, "High", "worsening"))
    assert kinds(farida) == {"XAA": "worsening", "XAB": "up"}


def test_a_country_that_lost_or_got_its_rating_is_named(
    empty_exercise: None, farida: User, make_run: Callable[..., ScoringRun]
) -> None:
    make_run("2026-09-30", XAA=(None, ""), XAB=(5.1, "High"))
    make_run("2026-10-31", XAA=(5.1, "High"), XAB=(None, ""))
    assert kinds(farida) == {"XAA": "first", "XAB": "lost"}


def test_a_state_that_ended_is_named_once(
    empty_exercise: None, farida: User, make_run: Callable[..., ScoringRun]
) -> None:
    make_run("2026-09-30", XAA=(5.1, "High"))
    run = make_run("2026-10-31")
    Score.objects.create(
        run=run, country_id="XAA", world="exercise", profile="full", as_of=run.as_of, detail={}, status="closed"
    )
    assert kinds(farida) == {"XAA": "closed"}


def test_a_back_cast_is_no_news(empty_exercise: None, farida: User, make_run: Callable[..., ScoringRun]) -> None:
    make_run("2026-10-31", at=timezone.now() - timedelta(days=2), XAA=(4.0, "Elevated"))
    farida.looked_at = timezone.now() - timedelta(days=1)
    make_run("2001-12-31", XAA=(9.0, "Very high"))
    assert kinds(farida) == {}


def test_a_correction_of_the_same_date_is_news(
    empty_exercise: None, farida: User, make_run: Callable[..., ScoringRun]
) -> None:
    make_run("2026-10-31", at=timezone.now() - timedelta(days=2), XAA=(4.0, "Elevated"))
    farida.looked_at = timezone.now() - timedelta(days=1)
    make_run("2026-10-31", XAA=(5.5, "High"))
    assert kinds(farida) == {"XAA": "band_up"}


def test_news_are_of_my_countries_where_i_have_some(
    empty_exercise: None, amara: User, farida: User, make_run: Callable[..., ScoringRun]
) -> None:
    make_run("2026-09-30", XAA=(4.0, "Elevated"), XAB=(4.0, "Elevated"))
    make_run("2026-10-31", XAA=(5.5, "High"), XAB=(5.5, "High"))
    assert set(kinds(amara)) == {"XAB"}
    assert set(kinds(farida)) == {"XAA", "XAB"}


def test_saying_seen_makes_the_news_old_and_they_can_be_shown_again(
    empty_exercise: None, farida: User, as_user: As, make_run: Callable[..., ScoringRun]
) -> None:
    make_run("2026-09-30", XAA=(4.0, "Elevated"))
    make_run("2026-10-31", XAA=(5.5, "High"))
    client = as_user(farida)
    assert "rose from Elevated to High" in client.get(reverse("home")).content.decode()
    before = Event.objects.count()
    client.post(reverse("looked"))
    assert Event.objects.count() == before  # a look is no domain write
    assert "rose from" not in client.get(reverse("home")).content.decode()
    assert "rose from" in client.get(reverse("home"), {"since": "run"}).content.decode()


def test_home_shows_the_numbers_bands_and_order_of_the_heatmap(exercise_world: None, farida: User, as_user: As) -> None:
    rows = [
        row for row in heatmap(HeatmapQuery(world="exercise", profile="full"), farida).rows if row.number is not None
    ]
    standings = [row for row in news(farida, "exercise").standings if row.number is not None]
    assert [(s.country.iso3, s.number, s.band) for s in standings] == [(r.iso3, r.number, r.band) for r in rows]
    text = as_user(farida).get(reverse("heatmap")).content.decode()
    for standing in standings:
        row = text[text.index(f">{standing.country.short_name}<") :]
        assert row.index(f">{standing.shown}<") < 400, standing.country


def test_home_costs_the_same_queries_for_one_and_for_twelve_countries(
    exercise_world: None, amara: User, chandra: User, as_user: As, django_assert_max_num_queries: Any
) -> None:
    for user in (amara, chandra):
        client = as_user(user)
        with django_assert_max_num_queries(22):
            client.get(reverse("home"))


def test_a_base_that_fell_below_its_band_by_less_than_the_margin_is_no_news(
    empty_exercise: None, farida: User, make_run: Callable[..., ScoringRun]
) -> None:
    make_run("2026-09-30", XAA=(5.1, "Base only"), XAB=(5.1, "Base only"), XAC=(4.9, "Base only"))
    make_run("2026-10-31", XAA=(4.87, "Base only"), XAB=(4.6, "Base only"), XAC=(5.0, "Base only"))
    assert kinds(farida) == {"XAB": "band_down", "XAC": "band_up"}


def test_moves_stand_by_kind_and_a_long_list_leads_to_the_heatmap(
    empty_exercise: None, farida: User, as_user: As, make_run: Callable[..., ScoringRun], monkeypatch: Any
) -> None:
    monkeypatch.setattr("warning.readers.home._NAMED", 1)
    make_run("2026-09-30", XAA=(4.0, "Elevated"), XAB=(4.0, "Elevated"), XAC=(6.0, "High"))
    make_run("2026-10-31", XAA=(5.5, "High"), XAB=(5.6, "High"), XAC=(4.0, "Elevated"))
    assert [(g.kind, len(g.moves), g.total) for g in news(farida, "exercise").groups] == [
        ("band_up", 1, 2),
        ("band_down", 1, 1),
    ]
    text = as_user(farida).get(reverse("home")).content.decode()
    assert text.index("Into a higher band") < text.index("Into a lower band")
    assert "All 2 on the heatmap" in text


def test_where_nothing_changed_nobody_is_asked_to_have_seen_it(
    empty_exercise: None, farida: User, as_user: As, make_run: Callable[..., ScoringRun]
) -> None:
    make_run("2026-10-31", XAA=(4.0, "Elevated"))
    text = as_user(farida).get(reverse("home")).content.decode()
    assert "I have seen this" not in text
    assert "2026-10-31" in text


# --- what waits -----------------------------------------------------------------------------------


def waiting(client: Client) -> list[str]:
    return [todo.text for todo in client.get(reverse("home")).context["todos"]]


def test_nothing_waits_for_who_has_nothing_to_do(exercise_world: None, farida: User, as_user: As) -> None:
    assert waiting(as_user(farida)) == []


def failed(**more: Any) -> Job:
    given = {"kind": "indicators.score", "key": "k", "owner": "system:clock", "world": "exercise", "error": "no room"}
    return Job.objects.create(state=JobState.FAILED, finished_at=timezone.now(), **(given | more))


def test_failed_jobs_wait_for_the_data_steward_alone(goran: User, farida: User, as_user: As) -> None:
    failed()
    assert any("1 job failed this week" in text for text in waiting(as_user(goran)))
    assert waiting(as_user(farida)) == []


def test_my_own_failed_job_waits_for_me_first(farida: User, as_user: As) -> None:
    failed(owner=farida.handle)
    todo = as_user(farida).get(reverse("home")).context["todos"][0]
    assert todo.urgent
    assert "no room" in todo.text


def test_a_failure_of_the_other_world_does_not_show(goran: User, as_user: As) -> None:
    failed(world="real")
    assert not any("failed" in text for text in waiting(as_user(goran)))


def test_unsent_letters_and_roleless_accounts_wait_for_the_administrator(hanna: User, otto: User, as_user: As) -> None:
    failed(kind=LETTER, world="real")
    texts = waiting(as_user(hanna))
    assert any("letter could not be sent" in text for text in texts)
    assert any("1 account has no role" in text for text in texts)


def test_a_role_that_ends_soon_waits_for_its_holder_and_the_administrator(hanna: User, otto: User, as_user: As) -> None:
    day = timezone.now().date() + timedelta(days=5)
    Assignment.objects.create(user=otto, role="manager", until=day, given_by="system:tests")
    for user in (otto, hanna):
        todo = next(t for t in as_user(user).get(reverse("home")).context["todos"] if "Manager" in t.text)
        assert todo.due == day


def test_a_token_that_expires_soon_waits_for_its_owner(farida: User, as_user: As) -> None:
    issue(user=farida, name="notebook", scopes=["scores:read"], days=5, by=farida)
    issue(user=farida, name="archive", scopes=["scores:read"], days=90, by=farida)
    texts = waiting(as_user(farida))
    assert len(texts) == 1
    assert "notebook" in texts[0]


def test_a_late_source_waits_for_the_data_steward_on_the_clock_of_its_world(
    exercise_world: None, goran: User, as_user: As
) -> None:
    late = {row.title for row in source_list("exercise", goran, today_in("exercise")) if row.state in {"late", "dead"}}
    texts = waiting(as_user(goran))
    assert all(any(title in text for text in texts) for title in late)
    assert len(texts) == len(late)


# --- where to start -------------------------------------------------------------------------------


def test_an_empty_world_says_where_to_start(goran: User, amara: User, as_user: As) -> None:
    for user, said in ((goran, "manage.py import_file"), (amara, "A data steward imports the files")):
        client = as_user(user)
        client.post(reverse("world"), {"world": "real"})
        text = client.get(reverse("home")).content.decode()
        assert "Start here" in text
        assert said in text


def test_an_account_without_a_role_is_told_what_to_do(otto: User, as_user: As) -> None:
    assert "You have no role yet" in as_user(otto).get(reverse("home")).content.decode()


@pytest.mark.parametrize(
    ("today", "run"),
    [
        ("2026-11-20", "2026-11-30"),
        ("2026-11-30", "2026-12-31"),
        ("2026-12-31", "2027-01-31"),
        ("2028-02-10", "2028-02-29"),
    ],
)
def test_the_next_month_end_run_is_the_next_last_day_of_a_month(today: str, run: str, time_machine: Any) -> None:
    time_machine.move_to(f"{today}T12:00:00+00:00", tick=False)
    assert str(next_month_end("real")) == run
    assert next_month_end("exercise") is None
