"""Each setting on which durability rests is asked for, named, and given a remedy."""

from __future__ import annotations

import pytest

from warning import durability

POSTGRES = {
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "data_checksums": "on",
    "archive_mode": "on",
    "TimeZone": "UTC",
    "statement_timeout": "600000",
    "idle_in_transaction_session_timeout": "600000",
    "server_version_num": "150018",
    "server_version": "15.18",
}
PRAGMAS = {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "recursive_triggers": "1"}
REDIS = {"maxmemory-policy": "noeviction", "appendonly": "yes", "requirepass": "x"}


def _sqlite(
    pragmas: dict[str, str] = PRAGMAS, mode: str = "IMMEDIATE", disk: str = "ext4", bits: int = 0o600
) -> set[int]:
    found = durability.sqlite(pragmas, transaction_mode=mode, file_system=disk, mode=bits)
    return {finding.number for finding in found}


def test_a_server_that_keeps_its_word_gives_no_finding() -> None:
    assert durability.postgres(POSTGRES) == []
    assert durability.redis(REDIS) == []
    assert _sqlite() == set()


@pytest.mark.parametrize(
    ("name", "value", "number"),
    [
        ("fsync", "off", 20),
        ("full_page_writes", "off", 21),
        ("synchronous_commit", "off", 22),
        ("synchronous_commit", "local", 22),
        ("data_checksums", "off", 23),
        ("archive_mode", "off", 24),
        ("TimeZone", "Europe/Brussels", 25),
        ("statement_timeout", "0", 26),
        ("idle_in_transaction_session_timeout", "0", 27),
        ("server_version_num", "130014", 28),
    ],
)
def test_each_weak_setting_of_postgres_is_one_finding_with_a_remedy(name: str, value: str, number: int) -> None:
    (finding,) = durability.postgres(POSTGRES | {name: value})
    assert finding.number == number and finding.hint
    if name != "server_version_num":
        assert name in finding.text


def test_a_setting_that_cannot_be_read_counts_as_weak() -> None:
    numbers = {finding.number for finding in durability.postgres({})}
    assert numbers == set(range(20, 29))


@pytest.mark.parametrize(
    ("name", "value", "number"),
    [
        ("journal_mode", "delete", 30),
        ("synchronous", "1", 31),
        ("foreign_keys", "0", 32),
        ("recursive_triggers", "0", 33),
    ],
)
def test_each_weak_pragma_of_sqlite_is_one_finding(name: str, value: str, number: int) -> None:
    assert _sqlite(PRAGMAS | {name: value}) == {number}


def test_sqlite_on_a_network_file_system_or_open_to_others_is_found() -> None:
    assert _sqlite(mode="DEFERRED") == {34}
    assert _sqlite(disk="nfs4") == {35}
    assert _sqlite(bits=0o640) == {36}


@pytest.mark.parametrize(
    ("change", "number"),
    [({"maxmemory-policy": "allkeys-lru"}, 40), ({"appendonly": "no"}, 41), ({"requirepass": ""}, 42)],
)
def test_each_weak_setting_of_redis_is_one_finding(change: dict[str, str], number: int) -> None:
    assert [finding.number for finding in durability.redis(REDIS | change)] == [number]
