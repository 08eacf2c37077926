"""Same anchor, same bytes."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date, timedelta

from indicators.catalogue import load
from tests.unit.warning.exercise.bundles import world

ANCHOR = date(2026, 10, 31)
PRINT_DIGEST = (
    "from datetime import date; from warning.exercise.generate import generate; "
    f"print(generate(date.fromisoformat('{ANCHOR.isoformat()}')).digest)"
)


def test_the_same_anchor_gives_the_same_digest_in_another_process() -> None:
    # Another hash seed and another zone: nothing may hang on the order of a set or on the clock.
    there = subprocess.run(
        [sys.executable, "-c", PRINT_DIGEST],
        env=os.environ | {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert there.stdout.strip() == world(ANCHOR).digest


def test_another_anchor_gives_another_world() -> None:
    assert world(date(2027, 6, 30)).digest != world(ANCHOR).digest


def test_no_judgement_outlives_its_term_or_passes_its_bound() -> None:
    numbers = load().parameters
    for judged in world(ANCHOR).judgements:
        assert judged.since < judged.expires <= judged.since + timedelta(days=184)
        if judged.kind == "adjust":
            bound = numbers.delta_panel if judged.panel else numbers.delta_single
            assert judged.proposed is not None
            assert abs(judged.applied) <= min(abs(judged.proposed), bound)


def test_one_judgement_has_lapsed_and_others_are_in_force() -> None:
    judged = world(ANCHOR).judgements
    assert any(row.expires < ANCHOR for row in judged)
    assert {row.country for row in judged if row.since <= ANCHOR <= row.expires} >= {"XAB", "XAH", "XAK"}
