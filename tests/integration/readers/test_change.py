"""What changed between two stored scores: honest items, and runs of other versions of the method."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from indicators.catalogue import CURRENT, load
from indicators.models import Score
from indicators.presenters.change import change_table
from indicators.readers.change import Change, change_between
from indicators.readers.explained import points_by_code

pytestmark = pytest.mark.django_db
OLDER = "ewrm-0.9.0"
EXERCISE = [f"XA{letter}" for letter in "ABCDEFGHIJKL"]


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    cache.clear()


@pytest.fixture
def older_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A second version beside the current one: its factor RF8 weighs half."""
    module: Any = sys.modules["indicators.catalogue.load"]
    for name in (CURRENT, OLDER):
        shutil.copytree(module.HERE / CURRENT, tmp_path / name)
    path = tmp_path / OLDER / "factor_weights.csv"
    path.write_text(path.read_text().replace("P,RF8,1.0", "P,RF8,0.5").replace("w-1.0.0", "w-0.9.0"))
    monkeypatch.setattr(module, "HERE", tmp_path)
    return load(OLDER)


def last_two(iso3: str) -> tuple[Score, Score]:
    rows = Score.objects.filter(country=iso3, profile="full").select_related("run").order_by("-as_of", "-id")
    new, old = rows.prefetch_related("contributions__observation")[:2]
    return old, new


def items(change: Change) -> list[dict[str, Any]]:
    return [item for part in change.parts for item in part.items]


@pytest.mark.parametrize("iso3", EXERCISE)
def test_the_items_of_a_part_add_up_to_it(exercise_world: None, iso3: str) -> None:
    for part in change_between(*last_two(iso3)).parts:
        if part.items:
            assert sum(item["points"] for item in part.items) == pytest.approx(part.points, abs=1e-9)


@pytest.mark.parametrize("iso3", EXERCISE)
def test_a_new_event_never_shows_as_a_fall(exercise_world: None, iso3: str) -> None:
    change = change_between(*last_two(iso3))
    events = [item for item in items(change) if item["code"].startswith("T-") and "event of" in item["words"]]
    assert all(item["points"] >= 0 for item in events)
    shown = [item for part in change_table(change).parts for item in part.items if "event of" in item.words]
    assert not any(item.points.startswith("-") for item in shown)


def test_the_incitement_in_brevana_raises_its_number(exercise_world: None) -> None:
    named = {item["code"]: item["points"] for item in items(change_between(*last_two("XAB")))}
    assert named["T-RF3-01"] > 0
    assert any("Time passing" in item["name"] for item in items(change_between(*last_two("XAD"))))


def test_a_run_is_explained_with_the_version_that_made_it(exercise_world: None, older_version: Any) -> None:
    old, _new = last_two("XAB")
    old.run.method, old.run.weights, old.run.catalogue_digest = OLDER, "w-0.9.0", older_version.digest
    assert older_version.digest != load().digest
    assert points_by_code(old)


def test_a_change_across_versions_shows_what_the_method_moved(exercise_world: None, older_version: Any) -> None:
    old, new = last_two("XAB")
    old.run.method, old.run.weights, old.run.catalogue_digest = OLDER, "w-0.9.0", older_version.digest
    old.overall, old.detail["result"]["overall"] = 6.0, 6.0
    change = change_between(old, new)
    parts = {part.kind: part for part in change.parts}
    assert change.before == 6.0
    method = next(
        item for item in parts["judgement_or_method"].items if item["name"] == "Another version of the method"
    )
    assert method["points"] > 0.5
    assert "method from ewrm-0.9.0 to ewrm-1.0.0; weights from w-0.9.0 to w-1.0.0" in method["words"]


def test_a_change_from_a_version_that_is_gone_is_still_split(exercise_world: None) -> None:
    old, new = last_two("XAB")
    old.run.method, old.run.catalogue_digest = "ewrm-0.1.0", "e" * 64
    change = change_between(old, new)
    assert len(change.parts) == 3
    assert points_by_code(old) == {}


def test_a_change_to_a_version_that_is_gone_says_so(exercise_world: None) -> None:
    old, new = last_two("XAB")
    new.run.catalogue_digest = "f" * 64
    change = change_between(old, new)
    assert (change.parts, change.before is None, change.after is None) == ((), False, False)
    assert "ewrm-1.0.0, digest ffffffffffff" in change.reason
    assert "Score the date again" in change_table(change).reason
