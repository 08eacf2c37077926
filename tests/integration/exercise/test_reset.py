"""A reset makes a new database, refuses to destroy anything real, and leaves the old one if it fails."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections

from countries.models import Country
from indicators.models import ImportRun, Observation, ScoringRun
from ledger.models import Event
from tests.unit.warning.exercise.bundles import world
from warning.exercise.cast import CAST
from warning.exercise.database import Refused, rebuild, refuse_beside_real
from warning.models import User

pytestmark = pytest.mark.usefixtures("committed_db")

ANCHOR = date(2026, 10, 31)


def _import(world: str) -> None:
    ImportRun.objects.create(
        importer="wdi",
        world=world,
        file_name="wdi.csv",
        sha256="0" * 64,
        size=1,
        by="system:test",
        at=datetime(2026, 1, 1, tzinfo=UTC),
        rows=1,
        new=1,
        superseding=0,
        unchanged=0,
        catalogue_digest="",
        event_seq=1,
    )


def _person(name: str) -> User:
    return User.objects.create_user(name)


@pytest.fixture
def name_of_database() -> Iterator[str]:
    """Whatever happens, the connection points where it pointed before."""
    name = str(connection.settings_dict["NAME"])
    yield name
    assert connection.settings_dict["NAME"] == name


def test_a_rebuilt_database_is_migrated_and_holds_only_what_filled_it(name_of_database: str) -> None:
    assert Country.objects.exists()
    filled = rebuild(lambda: _person("new").username)
    assert filled == "new"
    assert [user.username for user in User.objects.all()] == ["new"]
    assert not Country.objects.exists()


def test_a_rebuild_that_fails_leaves_the_old_database_as_it_was(name_of_database: str) -> None:
    _person("old")

    def fail() -> None:
        _person("half")
        raise RuntimeError("the power went")

    with pytest.raises(RuntimeError, match="the power went"):
        rebuild(fail)
    assert [user.username for user in User.objects.all()] == ["old"]
    assert Country.objects.exists()


def test_what_a_killed_rebuild_left_behind_is_no_obstacle(name_of_database: str) -> None:
    with pytest.raises(RuntimeError):
        rebuild(lambda: (_person("half"), (_ for _ in ()).throw(RuntimeError("killed")))[0])
    assert rebuild(lambda: _person("second").username) == "second"
    assert rebuild(lambda: _person("third").username) == "third"
    assert User.objects.get().username == "third"


def test_whoever_has_the_old_database_open_finds_the_new_one_afterwards(name_of_database: str) -> None:
    _person("old")
    other = connections.create_connection("default")
    asked = f"SELECT username FROM {User._meta.db_table}"

    def read() -> list[str]:
        with other.cursor() as cursor:
            cursor.execute(asked)
            return [row[0] for row in cursor.fetchall()]

    try:
        assert read() == ["old"]
        rebuild(lambda: _person("new"))
        assert read() == ["new"]
    finally:
        other.close()


def test_beside_real_data_a_reset_is_refused_with_the_remedy() -> None:
    _import("real")
    with pytest.raises(CommandError, match=r"1 imported files.*DATABASE_URL or VAR_DIR"):
        call_command("exercise", reset=True, quiet=True)
    with pytest.raises(Refused):
        refuse_beside_real(drop_accounts=True)
    assert ImportRun.objects.filter(world="real").exists()


def test_beside_exercise_data_it_is_not() -> None:
    _import("exercise")
    refuse_beside_real()


def test_accounts_of_real_people_are_not_destroyed_in_passing() -> None:
    _person("olga")
    with pytest.raises(CommandError, match=r"olga.*--drop-accounts"):
        call_command("exercise", reset=True, quiet=True)
    refuse_beside_real(drop_accounts=True)


def test_accounts_of_the_exercise_go_with_it() -> None:
    User.objects.create_user("amara", exercise=True)
    refuse_beside_real()


def test_a_database_without_tables_names_the_command_that_makes_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection.introspection, "table_names", lambda: [])
    with pytest.raises(CommandError, match=r"manage\.py migrate"):
        call_command("exercise", quiet=True)


@pytest.mark.parametrize(
    ("given", "remedy"), [("2026-10-30", "no month end. Use 2026-10-31"), ("2199-12-31", "in the future")]
)
def test_an_anchor_that_cannot_be_is_refused_with_one_that_can(given: str, remedy: str) -> None:
    with pytest.raises(CommandError, match=remedy):
        call_command("exercise", reset=True, quiet=True, anchor=date.fromisoformat(given))


def test_a_reset_puts_the_world_of_its_anchor_in_the_place_of_what_was_there(name_of_database: str) -> None:
    User.objects.create_user("somebody", exercise=True)
    _import("exercise")
    out = StringIO()
    call_command("exercise", reset=True, json=True, anchor=ANCHOR, draws=0, stdout=out)
    report = json.loads(out.getvalue())
    assert report["built"]
    assert (report["anchor"], report["digest"]) == (ANCHOR.isoformat(), world(ANCHOR).digest)
    assert report["observations"] == len(world(ANCHOR).observations) == Observation.objects.count()
    assert list(ScoringRun.objects.order_by("pk").values_list("as_of", flat=True)) == world(ANCHOR).month_ends
    assert set(User.objects.values_list("username", flat=True)) == {member.username for member in CAST}
    assert not ImportRun.objects.filter(importer="wdi").exists()
    assert Event.objects.order_by("seq").first().seq == 1
