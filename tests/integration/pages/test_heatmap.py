"""The heatmap: the whole state in the address, honest empties, cached by run and nobody else's."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from indicators.models import ScoringRun
from ledger.models import Job, JobState
from warning.models import Heartbeat

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("exercise_world")]
As = Callable[[Any], Client]
ROW = re.compile(r'<tr id="(X[A-Z]{2})"')


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    cache.clear()


def rows(response: Any) -> list[str]:
    assert response.status_code == 200
    return ROW.findall(response.content.decode())


def body_row(response: Any, iso3: str) -> str:
    text = response.content.decode()
    return text[text.index(f'<tr id="{iso3}"') :].split("</tr>")[0]


def test_every_country_of_the_exercise_stands_in_a_real_table(farida: Any, as_user: As) -> None:
    response = as_user(farida).get("/heatmap?world=exercise")
    text = response.content.decode()
    assert len(rows(response)) == 12
    assert text.count('scope="row"') == 12
    assert text.count('scope="colgroup"') == 5
    assert text.count('scope="col"') == 33, "country, 4 of the index, 3 levels, 25 factors"
    assert "The index is not a probability. A list of 30 names holds about one true onset a year." in text


def test_a_cell_says_number_and_word_not_colour_alone(farida: Any, as_user: As) -> None:
    row = body_row(as_user(farida).get("/heatmap?world=exercise"), "XAB")
    cells = re.findall(r"<td class=\"[^\"]*\bb\d[^\"]*\"[^>]*>([^<]+)<i>([^<]+)</i>", row)
    assert len(cells) == 28
    for number, word in cells:
        assert re.fullmatch(r"\d+\.\d ", number)
        assert word.split(",")[0] in {"Background", "Watch", "Elevated", "High", "Very high"}


def test_each_kind_of_row_has_its_own_look(farida: Any, as_user: As) -> None:
    text = as_user(farida).get("/heatmap?world=exercise").content.decode()
    looks = set(re.findall(r'<tr id="X[A-Z]{2}" class="(\w+)"', text))
    assert looks == {"rated", "base_only", "not_rated", "closed"}
    for look in ('class="nr', 'class="lead ring', 'class="lead shut', "stale"):
        assert look in text


def test_what_is_not_assessed_is_never_a_low_number(farida: Any, as_user: As) -> None:
    text = as_user(farida).get("/heatmap?world=exercise").content.decode()
    empties = re.findall(r'<td class="(?:nr|nw|na)[^"]*"[^>]*>([^<]*)<i>([^<]*)</i>', text)
    assert empties
    assert {number.strip() for number, _ in empties} <= {"n/a", "n/r", "n/w", "–"}
    assert {word for _, word in empties} <= {"Not assessed", "Not rated", "Not watched", "Not applicable"}


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("search=brev", {"XAB"}),
        ("status=closed", {"XAL"}),
        ("status=base_only", {"XAF"}),
        ("region=X00&subregion=X03&search=jorvia", {"XAJ"}),
        ("band=very-high", {"XAB"}),
        ("search=nowhere", set()),
    ],
)
def test_a_filter_in_the_address_keeps_what_it_names(farida: Any, as_user: As, query: str, kept: set[str]) -> None:
    assert set(rows(as_user(farida).get(f"/heatmap?world=exercise&{query}"))) == kept


def test_my_countries_are_those_of_my_assignments(amara: Any, as_user: As) -> None:
    assert rows(as_user(amara).get("/heatmap?world=exercise&mine=1")) == ["XAB"]


def test_the_level_switch_shows_the_factors_of_one_level(farida: Any, as_user: As) -> None:
    text = as_user(farida).get("/heatmap?world=exercise&level=T").content.decode()
    assert 'data-a="T-RF7"' in text
    assert 'data-a="P-RF7"' not in text
    assert 'data-a="P"' in text, "the levels themselves always stand"


def test_sorting_is_a_link_that_turns_round(farida: Any, as_user: As) -> None:
    client = as_user(farida)
    by_name = rows(client.get("/heatmap?world=exercise&sort=country"))
    assert by_name == sorted(by_name)
    response = client.get("/heatmap?world=exercise&sort=root")
    text = response.content.decode()
    assert 'aria-sort="descending"' in text
    assert "sort=-root" in text
    assert rows(client.get("/heatmap?world=exercise&sort=-root")) != rows(response)


def test_the_exports_carry_the_filters_of_the_page(farida: Any, as_user: As) -> None:
    text = as_user(farida).get("/heatmap?world=exercise&level=R&band=high&view=data").content.decode()
    for suffix in ("csv", "hxl.csv", "json"):
        (link,) = re.findall(rf'href="(/heatmap\.{suffix}\?[^"]+)"', text)
        assert {"level=R", "band=high", "view=data"} <= set(link.replace("&amp;", "&").split("?")[1].split("&"))


def test_an_as_of_date_shows_what_was_scored_then(farida: Any, as_user: As) -> None:
    first = ScoringRun.objects.filter(world="exercise", profile="full").order_by("as_of").first()
    assert first is not None
    text = as_user(farida).get(f"/heatmap?world=exercise&as_of={first.as_of.isoformat()}").content.decode()
    assert f"as of {first.as_of.isoformat()}" in text
    assert f"as_of={first.as_of.isoformat()}" in text, "the date goes along to the country"


def test_a_wrong_filter_is_named_with_its_remedy(farida: Any, as_user: As) -> None:
    response = as_user(farida).get("/heatmap?world=exercise&band=purple&as_of=tomorrow")
    text = response.content.decode()
    assert response.status_code == 400
    assert "<b>Band</b> “purple”: " in text
    assert "<b>As known on</b> “tomorrow”: " in text
    assert 'aria-describedby="refused"' in text


def test_no_match_says_how_to_see_everything_again(farida: Any, as_user: As) -> None:
    text = as_user(farida).get("/heatmap?world=exercise&search=nowhere").content.decode()
    assert "No country matches these filters." in text
    assert 'href="/heatmap?world=exercise"' in text


def test_the_real_world_without_data_lists_everybody_and_says_who_may_import(
    farida: Any, goran: Any, as_user: As
) -> None:
    text = as_user(farida).get("/heatmap?world=real").content.decode()
    assert "manage.py import_file" in text
    assert "ask a data steward" in text
    assert len(re.findall(r'<tr id="[A-Z]{3}" class="never_scored"', text)) > 190
    assert "EXERCISE" not in text
    assert "You may do this" in as_user(goran).get("/heatmap?world=real").content.decode()


def test_exercise_data_are_marked_as_such(farida: Any, as_user: As) -> None:
    assert (
        "EXERCISE · invented countries, invented data"
        in as_user(farida).get("/heatmap?world=exercise").content.decode()
    )


def test_who_may_not_read_scores_is_refused(hanna: Any, as_user: As) -> None:
    assert as_user(hanna).get("/heatmap?world=exercise").status_code == 403


def test_a_visitor_is_sent_to_the_login(client: Client) -> None:
    response = client.get("/heatmap")
    assert response.status_code == 302
    assert response["Location"].startswith("/login")


def test_the_page_takes_at_most_twelve_queries_whatever_it_shows(farida: Any, as_user: As) -> None:
    client = as_user(farida)
    for query in ("world=exercise", "world=exercise&search=brev", "world=real"):
        cache.clear()
        with CaptureQueriesContext(connection) as seen:
            client.get(f"/heatmap?{query}")
        told = [q["sql"][:160] for q in seen.captured_queries]
        assert len(told) <= 12, "\n".join(told)


def test_the_same_run_is_rendered_once(farida: Any, as_user: As, monkeypatch: pytest.MonkeyPatch) -> None:
    client = as_user(farida)
    first = client.get("/heatmap?world=exercise")

    def never(*_args: Any) -> str:
        raise AssertionError("rendered again")

    monkeypatch.setattr("indicators.pages.heatmap.render_fragment", never)
    assert rows(client.get("/heatmap?world=exercise")) == rows(first)


def test_a_page_that_has_not_changed_is_answered_304(farida: Any, as_user: As) -> None:
    client = as_user(farida)
    client.get("/heatmap?world=exercise")  # the first answer sets the cookie of the forms
    first = client.get("/heatmap?world=exercise")
    assert "private" in first["Cache-Control"]
    again = client.get("/heatmap?world=exercise", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get("/heatmap?world=exercise&level=T", headers={"If-None-Match": first["ETag"]})
    assert other.status_code == 200


def test_an_unchanged_page_is_not_kept_when_the_health_strip_changes(farida: Any, as_user: As) -> None:
    Heartbeat.beat("worker")
    client = as_user(farida)
    client.get("/heatmap?world=exercise")
    first = client.get("/heatmap?world=exercise")
    Job.objects.create(
        kind="indicators.score", key="k", owner="U-TEST", world="exercise", state=JobState.FAILED,
        finished_at=timezone.now(),
    )  # fmt: skip
    again = client.get("/heatmap?world=exercise", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200
    assert "failed since yesterday" in again.content.decode()


def test_an_unchanged_page_is_not_kept_when_the_reader_changes_the_time_zone(farida: Any, as_user: As) -> None:
    client = as_user(farida)
    client.get("/heatmap?world=exercise")
    etag = client.get("/heatmap?world=exercise")["ETag"]
    assert client.get("/heatmap?world=exercise", headers={"If-None-Match": etag}).status_code == 304
    type(farida).objects.filter(pk=farida.pk).update(timezone="Asia/Tokyo")
    assert client.get("/heatmap?world=exercise", headers={"If-None-Match": etag}).status_code == 200


def test_nobody_is_answered_with_another_persons_page(farida: Any, emeka: Any, as_user: As) -> None:
    etag = as_user(farida).get("/heatmap?world=exercise")["ETag"]
    answer = as_user(emeka).get("/heatmap?world=exercise", headers={"If-None-Match": etag})
    assert answer.status_code == 200
    assert "Emeka" in answer.content.decode()


def test_a_new_run_is_seen_at_once(farida: Any, as_user: As) -> None:
    from datetime import date

    from indicators.actions.scoring import Task, score
    from ledger.actors import System

    client = as_user(farida)
    before = client.get("/heatmap?world=exercise&profile=public")
    assert "Nothing has been scored with the profile" in before.content.decode()
    newest = ScoringRun.objects.filter(world="exercise").latest("as_of").as_of
    assert isinstance(newest, date)
    task = Task(world="exercise", profile="public", as_of=(newest,), countries=None, draws=0, reason="test")
    score(by=System("system:tests"), task=task)
    after = client.get("/heatmap?world=exercise&profile=public", headers={"If-None-Match": before["ETag"]})
    text = after.content.decode()
    assert after.status_code == 200
    assert "Rows are sorted by the base" in text
    assert 'class="nw' in text, "what the profile leaves out reads: not watched"


def test_htmx_gets_the_changing_part_and_a_clean_address(farida: Any, as_user: As) -> None:
    response = as_user(farida).get("/heatmap?world=exercise&search=brev&region=&band=", headers={"HX-Request": "true"})
    text = response.content.decode()
    assert "<html" not in text
    assert rows(response) == ["XAB"]
    assert response["HX-Push-Url"] == "/heatmap?world=exercise&search=brev"


def test_the_page_carries_no_inline_script_and_no_inline_style(farida: Any, as_user: As) -> None:
    text = as_user(farida).get("/heatmap?world=exercise").content.decode()
    assert not re.findall(r"<[^>]+\sstyle=", text)
    assert not re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", text)
    assert not re.findall(r"\son\w+=", text)


def test_the_page_speaks_french_to_who_reads_french(delphine: Any, as_user: As) -> None:
    text = as_user(delphine).get("/heatmap?world=exercise").content.decode()
    assert '<html lang="fr"' in text
    assert "Brévanie" in text
