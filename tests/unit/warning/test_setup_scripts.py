"""The scripts behind `make`: stamps, messages, the table of benchmarks, and what a set-up may contact."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.private_servers import ROOT

sys.path.insert(0, str(ROOT / "scripts"))

import messages
import setup
import system_packages

from benchmarks.protocol import Ratio
from benchmarks.run import modules, table
from warning.prepare import Stamps, stamp_of


def test_the_digest_of_lock_files_changes_with_their_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    lock = tmp_path / "requirements.lock"
    lock.write_text("a==1")
    before = setup.digest(lock)
    assert setup.digest(lock) == before
    lock.write_text("a==2")
    assert setup.digest(lock) != before


def test_a_step_is_done_again_when_what_it_was_made_from_changes(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "a.css").write_text("a")
    stamps = Stamps(tmp_path / "stamps.json")
    assert not stamps.is_done("static", stamp_of(source))
    stamps.done("static", stamp_of(source))
    assert Stamps(tmp_path / "stamps.json").is_done("static", stamp_of(source))
    (source / "b.css").write_text("b")
    assert not stamps.is_done("static", stamp_of(source))


def test_an_unreadable_stamp_file_means_that_nothing_was_done(tmp_path: Path) -> None:
    (tmp_path / "stamps.json").write_text("{")
    assert not Stamps(tmp_path / "stamps.json").is_done("static", "x")


def test_a_missing_program_is_one_line_that_names_the_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    missing = system_packages.Program("Nothing", lambda: None, ("no-such-package",), "NOTHING")
    monkeypatch.setattr(system_packages, "install", lambda packages: False)
    (line,) = system_packages.need([missing])
    assert line.startswith("Nothing is missing: apt-get install") and "no-such-package" in line
    assert "\n" not in line


def test_a_program_that_is_there_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(packages: object) -> bool:
        raise AssertionError("nothing was to be installed")

    monkeypatch.setattr(system_packages, "install", refuse)
    there = system_packages.Program("Shell", lambda: Path("/bin/sh"), ("dash",), "SHELL")
    assert system_packages.need([there]) == []


def test_without_apt_or_the_right_to_use_it_nothing_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_packages.shutil, "which", lambda name: None)
    assert system_packages.install(["chromium"]) is False


def test_strings_of_python_and_of_templates_are_found(tmp_path: Path) -> None:
    code = tmp_path / "code.py"
    code.write_text('x = _("Plain")\ny = ngettext("%(n)d file", "%(n)d files", 2)\nz = pgettext("verb", "watch")\n')
    assert set(messages.in_python(code)) == {
        (None, "Plain", None),
        (None, "%(n)d file", "%(n)d files"),
        ("verb", "watch", None),
    }
    page = tmp_path / "page.html"
    page.write_text(
        '{% load i18n %}{% translate \'Its "name"\' %}{% translate "May" context "month" %}'
        "{% blocktranslate count n=n %}{{ n }} job{% plural %}{{ n }} jobs{% endblocktranslate %}"
    )
    assert set(messages.in_template(page)) == {
        (None, 'Its "name"', None),
        ("month", "May", None),
        (None, "%(n)s job", "%(n)s jobs"),
    }


def test_every_string_of_the_project_is_in_the_catalogues() -> None:
    wanted = messages._keys(messages.extract())
    assert len(wanted) > 200
    for language in messages.LANGUAGES:
        missing = wanted - messages._keys(messages.load(language))
        assert not missing, f"make messages; {language} misses {sorted(text for _c, text in missing)[:5]}"


def test_the_table_of_benchmarks_says_which_limit_was_missed() -> None:
    lines = table([Ratio("fast", 0.5, 1), Ratio("slow thing", 2, 1, "2 s / 1 s")]).splitlines()
    assert lines[0].startswith("ok   fast") and lines[1].startswith("FAIL slow thing")
    assert lines[1].endswith("2 s / 1 s")
    assert not Ratio("unknown", float("nan"), 1).passed


def test_every_benchmark_has_a_name_and_can_run() -> None:
    found = modules()
    assert {"scoring", "import", "heatmap page"} <= set(found)
    assert all(callable(module.run) for module in found.values())


def _own_files() -> Iterator[Path]:
    """Every text file of the project: what is made or installed here lies in folders with other names."""
    folders = [
        "assessments",
        "benchmarks",
        "countries",
        "docs",
        "indicators",
        "ledger",
        "scripts",
        "templates",
        "tests",
    ]
    for folder in [*folders, "warning", "static/css", "static/js", ".ci"]:
        yield from (ROOT / folder).rglob("*")
    yield from ROOT.iterdir()


def test_no_package_registry_is_named_anywhere() -> None:
    # Which index packages come from is the installer's own configuration, never ours.
    hosts = re.compile(r"pypi\.(org|io)|pythonhosted\.org|registry\.npmjs|index-url|find-links", re.IGNORECASE)
    named = []
    for path in _own_files():
        if path == Path(__file__) or not path.is_file() or path.suffix in {".png", ".mo", ".pyc", ".gz", ".xlsx"}:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        named += [f"{path.relative_to(ROOT)}: {found[0]}" for found in hosts.finditer(text)]
    assert named == []


def test_the_license_is_the_eupl_and_the_project_says_so() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert text.lstrip().startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert "15. Applicable Law" in text and "Compatible Licences" in text
    assert 'license = "EUPL-1.2"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_help_lists_every_target() -> None:
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for target in ("run", "setup", "test", "check", "bench", "realdata", "messages", "screenshot", "clean"):
        assert f"make {target} " in shown
