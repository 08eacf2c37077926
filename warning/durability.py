"""What database and broker must be set to, so that what was acknowledged is still there after a power cut.

Pure: settings as read from the server in, findings out. `warning/checks.py` reads them and reports, as errors
in production and as warnings elsewhere. Numbers and reasons: docs/operations.md, "Durability".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

# File systems on which SQLite's locks or its shared memory do not hold.
NETWORK_FILE_SYSTEMS = {
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "afs",
    "9p",
    "fuse.sshfs",
    "glusterfs",
    "ceph",
    "lustre",
}
OLDEST_POSTGRES = 14


@dataclass(frozen=True, slots=True)
class Finding:
    """One setting that is not as it must be. `number` is fixed: operators search for it."""

    number: int
    text: str
    hint: str


def postgres(settings: Mapping[str, str]) -> list[Finding]:
    """Findings about a PostgreSQL server, from `pg_settings` (name -> setting)."""
    found: list[Finding] = []

    def need(number: int, name: str, good: set[str], why: str, hint: str) -> None:
        value = settings.get(name, "")
        if value not in good:
            found.append(Finding(number, f"PostgreSQL: {name} is {value or 'unknown'}. {why}", hint))

    def conf(line: str) -> str:
        return f"Set {line} in postgresql.conf and restart the server."

    lost = "A power cut can lose or damage what was acknowledged."
    need(20, "fsync", {"on"}, lost, conf("fsync = on"))
    need(21, "full_page_writes", {"on"}, lost, conf("full_page_writes = on"))
    commits = {"on", "remote_write", "remote_apply"}
    need(22, "synchronous_commit", commits, "The last transactions can be lost.", conf("synchronous_commit = on"))
    need(
        23,
        "data_checksums",
        {"on"},
        "A damaged page would be read as if it were sound.",
        "Stop the server and run pg_checksums --enable, or run initdb with --data-checksums.",
    )
    need(
        24,
        "archive_mode",
        {"on", "always"},
        "Without an archive a restore goes back to the last base backup.",
        conf("archive_mode = on, archive_command and archive_timeout = 60"),
    )
    utc = {"UTC", "Etc/UTC", "GMT"}
    need(25, "TimeZone", utc, "Times in logs and in SQL would be local.", conf("timezone = 'UTC'"))
    for number, name in ((26, "statement_timeout"), (27, "idle_in_transaction_session_timeout")):
        if settings.get(name, "0") == "0":
            text = f"PostgreSQL: {name} is off. One hanging client would hold locks for ever."
            found.append(Finding(number, text, "Leave the options out of DATABASE_URL: the settings give them."))
    version = settings.get("server_version_num", "0")
    if int(version) < OLDEST_POSTGRES * 10_000:
        text = f"PostgreSQL: version {settings.get('server_version', 'unknown')} is no longer supported."
        found.append(Finding(28, text, f"Upgrade to PostgreSQL {OLDEST_POSTGRES} or later."))
    return found


def sqlite(pragmas: Mapping[str, str], *, transaction_mode: str, file_system: str, mode: int) -> list[Finding]:
    """Findings about an SQLite file.

    Args:
        pragmas: as read over our own connection (name -> value).
        transaction_mode: how our transactions begin.
        file_system: type of the file system that the file lies on, empty where unknown.
        mode: permission bits of the file.
    """
    found: list[Finding] = []
    wanted = {
        "journal_mode": ("wal", "Readers would wait for writers."),
        "synchronous": ("2", "A power cut can lose what was acknowledged."),
        "foreign_keys": ("1", "Rows could point at nothing."),
        "recursive_triggers": ("1", "INSERT OR REPLACE would slip past append-only triggers."),
    }
    settings_hint = "Leave the options out of DATABASE_URL: the settings give them."
    for number, (name, (good, why)) in enumerate(wanted.items(), start=30):
        value = str(pragmas.get(name, "unknown")).lower()
        if value != good:
            found.append(Finding(number, f"SQLite: {name} is {value}. {why}", settings_hint))
    if transaction_mode.upper() != "IMMEDIATE":
        text = f"SQLite: transactions begin {transaction_mode or 'DEFERRED'}. Concurrent writers would fail at once."
        found.append(Finding(34, text, settings_hint))
    if file_system in NETWORK_FILE_SYSTEMS:
        text = f"SQLite: the database lies on {file_system}. Its locks do not hold on a network file system."
        found.append(Finding(35, text, "Move VAR_DIR to a local disk, or use PostgreSQL."))
    if mode & 0o077:
        text = f"SQLite: the database can be opened by other users of the machine (mode {mode & 0o777:o})."
        found.append(Finding(36, text, "chmod 600 the file and chmod 700 VAR_DIR."))
    return found


def redis(settings: Mapping[str, str]) -> list[Finding]:
    """Findings about the broker's Redis, from CONFIG GET (name -> value)."""
    found: list[Finding] = []
    policy = settings.get("maxmemory-policy", "unknown")
    if policy != "noeviction":
        text = f"Redis: maxmemory-policy is {policy}. A full memory would throw bells away."
        found.append(Finding(40, text, "Set maxmemory-policy noeviction, and give a cache a Redis of its own."))
    if settings.get("appendonly") != "yes":
        text = "Redis: appendonly is off. A restart would forget every bell."
        found.append(Finding(41, text, "Set appendonly yes and appendfsync everysec."))
    if not settings.get("requirepass"):
        text = "Redis: no password is needed. Anybody who reaches the port could read and ring."
        found.append(Finding(42, text, "Set requirepass, and REDIS_URL=redis://:password@host:6379/0."))
    return found
