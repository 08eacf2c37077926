"""The files that operators copy fit the code: compose, image, environment. No container engine is needed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.private_servers import ROOT

SERVICES = {"setup", "web", "worker", "clock", "postgres", "redis"}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return dict(yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8")))


def _words(service: dict[str, Any]) -> str:
    return " ".join(service["command"]) if isinstance(service["command"], list) else service["command"]


def test_the_site_has_its_five_parts_and_a_set_up(compose: dict[str, Any]) -> None:
    assert set(compose["services"]) == SERVICES


def test_every_long_running_part_has_a_health_check(compose: dict[str, Any]) -> None:
    for name in SERVICES - {"setup"}:
        assert compose["services"][name]["healthcheck"]["test"], name


def test_the_parts_of_ours_ask_manage_py_for_their_health(compose: dict[str, Any]) -> None:
    from warning.management.commands.health import PARTS

    asked = {compose["services"][name]["healthcheck"]["test"][-1] for name in ("web", "worker", "clock")}
    assert asked == set(PARTS)


def test_redis_has_a_password_an_append_only_file_and_no_eviction(compose: dict[str, Any]) -> None:
    words = _words(compose["services"]["redis"])
    for needed in ("--requirepass ${REDIS_PASSWORD", "--appendonly yes", "--maxmemory-policy noeviction"):
        assert needed in words


def test_postgres_is_started_as_the_durability_check_demands(compose: dict[str, Any]) -> None:
    service = compose["services"]["postgres"]
    words = _words(service)
    for needed in ("fsync=on", "full_page_writes=on", "synchronous_commit=on", "archive_mode=on", "timezone=UTC"):
        assert needed in words
    assert "--data-checksums" in service["environment"]["POSTGRES_INITDB_ARGS"]


def test_no_password_is_written_down_and_none_has_a_default(compose: dict[str, Any]) -> None:
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    for variable in re.findall(r"\$\{(\w*PASSWORD[^}]*)\}", text):
        assert ":?" in variable, variable
    assert compose["services"]["web"]["env_file"] == [".env"]


def test_database_and_broker_are_reached_from_inside_only(compose: dict[str, Any]) -> None:
    assert compose["networks"]["inside"]["internal"] is True
    for name in ("postgres", "redis"):
        assert compose["services"][name]["networks"] == ["inside"]
        assert "ports" not in compose["services"][name]
    assert all(port.startswith("127.0.0.1:") for port in compose["services"]["web"]["ports"])


def test_our_containers_run_without_root_and_without_writing_to_their_image(compose: dict[str, Any]) -> None:
    for name in ("setup", "web", "worker", "clock"):
        service = compose["services"][name]
        assert service["read_only"] is True and service["cap_drop"] == ["ALL"]
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    users = [line.split()[1] for line in lines if line.startswith("USER ")]
    assert users == ["ewrm"] and lines.index("USER ewrm") < lines.index('ENTRYPOINT ["/app/scripts/start"]')


def test_the_image_installs_by_hash_from_the_lock_file() -> None:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert "--require-hashes" in text and "requirements.lock" in text


def test_every_part_of_the_compose_file_is_known_to_the_start_script(compose: dict[str, Any]) -> None:
    script = (ROOT / "scripts" / "start").read_text(encoding="utf-8")
    for name in ("setup", "web", "worker", "clock"):
        assert f"  {compose['services'][name]['command']})" in script


def _variables_read() -> set[str]:
    found = set()
    for path in (ROOT / "warning").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        found |= set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', text))
        found |= set(re.findall(r"environ(?:\.get\(|\[)[\"']([A-Z_]+)", text))
    return found - {"DJANGO_SETTINGS_MODULE"}


def _variables_shown(path: Path) -> set[str]:
    return set(re.findall(r"^#?([A-Z_]+)=", path.read_text(encoding="utf-8"), flags=re.MULTILINE))


def test_the_example_shows_every_variable_that_is_read_and_no_other() -> None:
    of_compose = {"POSTGRES_PASSWORD", "REDIS_PASSWORD"}
    assert _variables_shown(ROOT / ".env.example") - of_compose == _variables_read()
