"""The country page explains its number: what drives it, what changed, how far to trust it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.models import Score, ScoringRun

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("exercise_world")]
As = Callable[[Any], Client]


def text_of(response: Any) -> str:
    assert response.status_code == 200, response.content[:400]
    return response.content.decode()


def newest(iso3: str) -> Score:
    return Score.objects.filter(country=iso3, profile="full").order_by("-as_of", "-pk").first()


def test_the_headline_carries_number_band_interval_trend_and_confidence(farida: Any, as_user: As) -> None:
    text = text_of(as_user(farida).get("/countries/XAB/"))
    score = newest("XAB")
    assert f"<b>{score.overall:.1f}</b> <span>{score.published_band}</span>" in text
    assert f"{score.p10:.1f}–{score.p90:.1f}" in text
    assert f'<dd class="num">{score.overall_data_only:.1f}</dd>' in text, "data only beside adjusted"
    assert score.trend in text
    assert f"K {score.detail['confidence']['K']:.2f}" in text
    assert "The index is not a probability." in text


def test_the_same_country_shows_the_same_number_on_heatmap_and_page(farida: Any, as_user: As) -> None:
    client = as_user(farida)
    heat = client.get("/heatmap?world=exercise").content.decode()
    for iso3 in ("XAA", "XAB", "XAF", "XAH"):
        row = heat[heat.index(f'<tr id="{iso3}"') :].split("</tr>")[0]
        number = re.search(r"<b>([\d.]+)</b>", row)
        assert number is not None
        assert f"<b>{number[1]}</b>" in text_of(client.get(f"/countries/{iso3}/"))


def test_every_factor_of_the_heatmap_has_its_place_on_the_page(farida: Any, as_user: As) -> None:
    client = as_user(farida)
    anchors = set(re.findall(r'data-a="([^"]+)"', client.get("/heatmap?world=exercise").content.decode()))
    found = set(re.findall(r'\bid="([^"]+)"', text_of(client.get("/countries/XAB/"))))
    assert len(anchors) == 31
    assert anchors <= found


def test_three_clicks_lead_from_a_cell_to_the_line_of_a_file(farida: Any, as_user: As) -> None:
    client = as_user(farida)
    heat = client.get("/heatmap?world=exercise").content.decode()
    first = re.search(r'<tr id="XAB"[^>]*><th scope="row"><a href="([^"]+)"', heat)
    assert first is not None
    country = text_of(client.get(first[1]))
    factor = country[country.index('<tbody id="P-RF7"') :].split("</tbody>")[0]
    second = re.search(r'<a href="(/countries/XAB/lineage/\d+/P-RF7-01/)"', factor)
    assert second is not None
    lineage = text_of(client.get(second[1]))
    assert "exercise_expert_panel.csv" in lineage
    assert re.search(r"line \d+", lineage)


def test_the_parts_of_a_change_add_up_as_printed(farida: Any, as_user: As) -> None:
    client = as_user(farida)
    checked = 0
    for day in ScoringRun.objects.filter(world="exercise", profile="full").values_list("as_of", flat=True)[:8]:
        text = text_of(client.get(f"/countries/XAB/?as_of={day.isoformat()}"))
        if "Together:" not in text:
            continue
        table = text[text.index('class="data sum"') :].split("</table>")[0]
        before, after = re.search(r"Together: ([\d.]+) → ([\d.]+)", table).groups()  # type: ignore[union-attr]
        parts = re.findall(r'<tr class="part">.*?<b>([+-]?[\d.]+)</b>', table)
        assert len(parts) == 3
        assert Decimal(before) + sum(map(Decimal, parts)) == Decimal(after)
        checked += 1
    assert checked >= 5


def test_judgement_is_told_apart_from_data(farida: Any, as_user: As) -> None:
    judged = next(
        s
        for s in Score.objects.filter(profile="full").order_by("-as_of")
        if any(f["adjustment"] for f in s.detail.get("factors", ()))
    )
    text = text_of(as_user(farida).get(f"/countries/{judged.country_id}/?as_of={judged.as_of.isoformat()}"))
    factor = next(f for f in judged.detail["factors"] if f["adjustment"])
    block = text[text.index(f'<tbody id="{factor["level"]}-{factor["factor"]}"') :].split("</tr>")[0]
    assert f"{factor['adjusted_score']:.1f}" in block
    assert f"{factor['data_score']:.1f}" in block
    assert f"{factor['adjustment']:+.1f}" in block


def test_charts_come_with_tables_that_hold_the_same_numbers(farida: Any, as_user: As) -> None:
    text = text_of(as_user(farida).get("/countries/XAB/"))
    figure = json.loads(re.search(r'<script id="fig-headline" type="application/json">(.*?)</script>', text)[1])  # type: ignore[index]
    adjusted = next(trace for trace in figure["data"] if trace.get("name") == "Adjusted")
    table = text[text.index("The same as a table") :].split("</table>")[0]
    for day, value in list(zip(adjusted["x"], adjusted["y"], strict=True))[-5:]:
        row = table[table.index(f">{day}<") :].split("</tr>")[0]
        assert f">{value:.1f}<" in row


def test_a_base_only_country_is_not_given_an_overall_index(farida: Any, as_user: As) -> None:
    text = text_of(as_user(farida).get("/countries/XAF/"))
    assert "Base only" in text
    assert "no overall index is shown" in text


def test_what_is_not_assessed_says_so(farida: Any, as_user: As) -> None:
    text = text_of(as_user(farida).get("/countries/XAJ/"))
    assert "A level needs half of its weight and three factors." in text
    assert "Not rated" in text


def test_a_country_that_ended_names_its_successors_and_keeps_its_history(farida: Any, as_user: As) -> None:
    text = text_of(as_user(farida).get("/countries/XAL/"))
    assert "This state ended on 2026-01-01." in text
    assert 'href="/countries/XAE/"' in text
    assert "fig-headline" in text


def test_a_real_country_without_data_is_honestly_not_assessed(farida: Any, as_user: As) -> None:
    text = text_of(as_user(farida).get("/countries/FRA/"))
    assert "Not assessed." in text
    assert "manage.py score" in text
    assert "EXERCISE" not in text, "a real country stands in the real world, whatever the session says"


def test_quality_marks_name_their_indicators(farida: Any, as_user: As) -> None:
    client = as_user(farida)
    seen = " ".join(text_of(client.get(f"/countries/XA{letter}/")) for letter in "ABCDEFGHIJK")
    for mark in ("Stale", "Missing", "Sources conflict"):
        assert f">{mark}</span>" in seen


def test_votes_ahead_stand_with_their_days(farida: Any, as_user: As) -> None:
    text = text_of(as_user(farida).get("/countries/XAB/"))
    ahead = text[text.index('id="ahead-h"') :].split("</section>")[0]
    dates = re.findall(r">(\d{4}-\d\d-\d\d)</th>", ahead)
    assert dates
    assert all(day >= newest("XAB").as_of.isoformat() for day in dates)


def test_the_stamp_names_everything_that_made_the_number(farida: Any, as_user: As) -> None:
    text = text_of(as_user(farida).get("/countries/XAB/"))
    run = newest("XAB").run
    stamp = text[text.index('class="stamp"') :]
    for part in (
        run.method,
        run.weights,
        run.profile,
        run.catalogue_digest[:12],
        f"Run {run.pk}",
        run.as_of.isoformat(),
    ):
        assert part in stamp
    assert newest("XAB").detail["uncertainty"]["seed"] in stamp


def test_a_partner_sees_only_the_countries_of_the_assignment(ines: Any, as_user: As) -> None:
    client = as_user(ines)
    codes = {iso3: client.get(f"/countries/{iso3}/").status_code for iso3 in ("XAB", "XAA")}
    assert codes["XAA"] in {403, 404}


def test_an_administrator_sees_the_register_and_no_score(hanna: Any, as_user: As) -> None:
    text = text_of(as_user(hanna).get("/countries/XAB/"))
    assert "In the register" in text
    assert "not open to you" in text
    assert f"{newest('XAB').overall:.1f}</b>" not in text


def test_an_unknown_code_is_told_in_words(farida: Any, as_user: As) -> None:
    response = as_user(farida).get("/countries/QQQ/")
    assert response.status_code == 404
    assert "QQQ" in response.content.decode()


def test_a_wrong_date_is_named_and_the_newest_run_shown(farida: Any, as_user: As) -> None:
    response = as_user(farida).get("/countries/XAB/?as_of=soon")
    assert response.status_code == 400
    assert "<b>As known on</b> “soon”: " in response.content.decode()


def test_the_page_asks_the_database_a_fixed_number_of_times(farida: Any, as_user: As) -> None:
    client = as_user(farida)
    client.get("/countries/XAB/")
    counts = []
    for iso3 in ("XAB", "XAA", "XAJ"):
        with CaptureQueriesContext(connection) as seen:
            client.get(f"/countries/{iso3}/")
        counts.append(len(seen))
    assert max(counts) <= 40, counts


def test_the_page_carries_no_inline_script_and_no_inline_style(farida: Any, as_user: As) -> None:
    text = text_of(as_user(farida).get("/countries/XAB/"))
    assert not re.findall(r"<[^>]+\sstyle=", text)
    assert not re.findall(r"<script(?![^>]*(?:\bsrc=|application/json))[^>]*>", text)
