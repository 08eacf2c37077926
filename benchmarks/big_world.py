"""A throw-away world of 200 invented countries scored on 500 dates, for the benchmarks that read.

The codes are from the range that ISO 3166 leaves to its users, and the scores are the published vectors',
moved a little: no number is about a real country. Built on SQLite or PostgreSQL from the reference data.
"""

from __future__ import annotations

import itertools
import json
import string
from datetime import date, timedelta
from pathlib import Path
from typing import Any

COUNTRIES = 200
DATES = 500
VECTORS = Path(__file__).resolve().parent.parent / "tests" / "golden" / "vectors.json"
LAST = date(2026, 6, 30)


def build(countries: int = COUNTRIES, dates: int = DATES) -> None:
    """Fill the database of the settings: countries, runs, scores; contributions for the newest date."""
    from django.utils import timezone

    from indicators.actions.score_rows import contributions_of, score_of
    from indicators.catalogue import load
    from indicators.models import Contribution, Score, ScoringRun

    codes = _countries(countries)
    outputs = _outputs()
    method = load()
    for number in range(dates):
        day = LAST - timedelta(days=dates - 1 - number)
        run = ScoringRun.objects.create(
            world="exercise",
            as_of=day,
            profile="full",
            method=method.method,
            weights=method.weights,
            catalogue_digest=method.digest,
            code_digest="0" * 64,
            draws=2000,
            known_at=timezone.now(),
            by="system:bench",
            at=timezone.now(),
            countries=len(codes),
            reason="nightly",
            event_seq=number,
        )
        made = [_moved(outputs[at % len(outputs)], code, day, at) for at, code in enumerate(codes)]
        scores = [score_of(run, output, published_band=output["band"]) for output in made]
        if number < dates - 1:
            # Only the newest is unfolded; the others are there to be passed over.
            for score in scores:
                score.detail = {}
        Score.objects.bulk_create(scores, batch_size=500)
        if number == dates - 1:
            rows = itertools.chain.from_iterable(
                contributions_of(score, output) for score, output in zip(scores, made, strict=True)
            )
            Contribution.objects.bulk_create((_loose(row) for row in rows), batch_size=2000)


def _countries(count: int) -> list[str]:
    from django.db import connection

    from countries.models import Country, Region

    letters = string.ascii_uppercase
    codes = [f"Q{one}{two}" for one, two in itertools.product(letters[12:], letters)][:count]
    region = Region.objects.get_or_create(
        code="X99", defaults={"name_en": "Bench", "name_fr": "Banc", "world": "exercise"}
    )[0]
    Country.objects.filter(world="exercise").update(watched=False)
    rows = [
        Country(iso3=code, name_en=f"Country {code}", name_fr=f"Pays {code}", short_en=code, short_fr=code,
                world="exercise", watched=True, region=region, search_text=code.lower())
        for code in codes
    ]  # fmt: skip
    with connection.cursor() as cursor:
        # The register lets the exercise have twelve codes and no more; this database is thrown away.
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
            Country.objects.bulk_create(rows)
            cursor.execute("PRAGMA ignore_check_constraints = OFF")
        else:
            cursor.execute("ALTER TABLE countries_country DROP CONSTRAINT IF EXISTS country_code_fits_world")
            Country.objects.bulk_create(rows)
    return codes


def _outputs() -> list[dict[str, Any]]:
    vectors = json.loads(VECTORS.read_text(encoding="utf-8"))
    plain = [entry["output"] for entry in vectors["countries"].values()]
    edge = [
        entry["output"] for entry in vectors["edge_cases"].values() if isinstance(entry, dict) and "output" in entry
    ]
    return [output for output in (*plain, *plain, *plain, *edge) if "result" in output]


def _moved(output: dict[str, Any], code: str, day: date, number: int) -> dict[str, Any]:
    """The output under another code, its headline moved by hundredths, so that rows differ."""
    shift = ((number * 37 + day.toordinal()) % 41 - 20) / 100
    result = dict(output["result"])
    for name in ("overall", "base"):
        if result[name] is not None:
            result[name] = round(min(10.0, max(0.0, result[name] + shift)), 4)
    trend = {"label": ("worsening", "stable", "improving")[number % 3], "delta": shift}
    return {**output, "entity": code, "as_of": day.isoformat(), "result": result, "trend": trend}


def _loose(row: Any) -> Any:
    """Without its observation: the vectors' evidence is not in this database. Every tenth reading is stale."""
    row.observation_id = None
    if row.state == "fresh" and sum(map(ord, row.indicator_id)) % 10 == 0:
        row.state = "stale"
    return row
