"""A file goes in whole or not at all, and a later edition supersedes, never overwrites."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from countries import tables
from indicators.actions.imports import ImportReport, Release, import_file
from indicators.catalogue import load
from indicators.models import ImportRun, Observation
from indicators.readers.evidence import load_evidence
from ledger.actors import System
from ledger.models import Event, EventBody, Job
from tests.integration.indicators.files import MORTALITY, row, tidy

pytestmark = pytest.mark.django_db

BY = System("system:test")
AS_ITS_ROWS_SAY = Release()


def take_in(path: Path, release: Release = AS_ITS_ROWS_SAY, **more: Any) -> ImportReport:
    return import_file(by=more.pop("by", BY), importer="tidy", path=path, release=release, **more)


def known(country: str, day: date) -> list[float | None]:
    """Values of infant mortality that count for a country on a day."""
    book = load_evidence([country], catalogue=load(), profile="full")
    return [item["value"] for item in book[country].input_at(day)["observations"] if item["code"] == MORTALITY]


def test_a_good_file_is_stored_with_everything_needed_to_find_each_value_again(tmp_path: Path) -> None:
    report = take_in(tidy(tmp_path, [row(52), row(48.5, country="XAC")]))
    assert (report.committed, report.new, report.world, report.problems) == (True, 2, "exercise", [])
    run = ImportRun.objects.get(pk=report.import_run)
    assert (run.sha256, run.file_name, run.new) == (report.sha256, "file.csv", 2)
    stored = Observation.objects.get(country="XAC")
    assert (stored.value, stored.line, stored.column, stored.grade) == (48.5, 3, "value", "B2")
    assert (stored.published, stored.published_assumed, stored.import_run_id) == (date(2025, 3, 1), False, run.pk)
    assert Event.objects.get(pk=run.event_seq).action == "indicators.import_file"


def test_one_bad_value_keeps_the_whole_file_out_and_is_named_with_place_value_and_remedy(tmp_path: Path) -> None:
    events, jobs = Event.objects.count(), Job.objects.count()
    report = take_in(tidy(tmp_path, [row(52), row("fifty", country="XAC"), row(7, country="XQQ")]))
    assert not report.committed and report.rejected == 2
    assert {(item.line, item.column, item.value) for item in report.problems} >= {
        (3, "value", "fifty"),
        (4, "country", "XQQ"),
    }
    assert all(item.code and item.remedy for item in report.problems)
    assert not Observation.objects.exists() and not ImportRun.objects.exists()
    assert (Event.objects.count(), Job.objects.count()) == (events, jobs)


def test_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    path = tidy(tmp_path, [row(52), row(48.5, country="XAC")])
    take_in(path)
    before = (Observation.objects.count(), ImportRun.objects.count(), Event.objects.count())
    again = take_in(path)
    assert (again.committed, again.new, again.unchanged) == (False, 0, 2)
    assert (Observation.objects.count(), ImportRun.objects.count(), Event.objects.count()) == before


def test_a_trial_reports_what_would_change_and_changes_nothing(tmp_path: Path) -> None:
    report = take_in(tidy(tmp_path, [row(52)]), dry_run=True)
    assert (report.committed, report.new) == (False, 1)
    assert not Observation.objects.exists()


def test_a_correction_supersedes_from_its_publication_on_and_the_past_stays_as_it_was_known(tmp_path: Path) -> None:
    take_in(tidy(tmp_path, [row(52)]))
    report = take_in(tidy(tmp_path, [row(47, published="2025-09-01")], "second.csv"))
    assert (report.new, report.superseding) == (0, 1)
    first, second = Observation.objects.order_by("pk")
    assert (second.supersedes_id, second.version) == (first.pk, 2)
    assert known("XAB", date(2025, 6, 30)) == [52]
    assert known("XAB", date(2025, 9, 1)) == [47]


def test_an_older_edition_that_comes_in_late_takes_its_place_between_the_others(tmp_path: Path) -> None:
    take_in(tidy(tmp_path, [row(52)]))
    take_in(tidy(tmp_path, [row(40, published="2026-03-01")], "newest.csv"))
    take_in(tidy(tmp_path, [row(47, published="2025-09-01")], "between.csv"))
    assert [known("XAB", day) for day in (date(2025, 6, 1), date(2025, 12, 1), date(2026, 4, 1))] == [[52], [47], [40]]


def test_an_edition_from_between_two_that_agree_counts_only_until_the_later_one(tmp_path: Path) -> None:
    take_in(tidy(tmp_path, [row(52)]))
    confirmed = take_in(tidy(tmp_path, [row(52, published="2026-03-01")], "later.csv"))
    assert (confirmed.committed, confirmed.new, confirmed.superseding, confirmed.unchanged) == (True, 0, 0, 1)
    take_in(tidy(tmp_path, [row(47, published="2025-09-01")], "between.csv"))
    assert [known("XAB", day) for day in (date(2025, 6, 1), date(2025, 12, 1), date(2026, 4, 1))] == [[52], [47], [52]]


def test_a_file_name_that_no_screen_can_show_is_stored_escaped_and_kept_out_of_the_ledger(tmp_path: Path) -> None:
    report = take_in(tidy(tmp_path, [row(52)]), name="w\udcfcrner\u202e.csv")
    assert report.committed and report.file.isprintable()
    event = Event.objects.get(pk=ImportRun.objects.get(pk=report.import_run).event_seq)
    assert "rner" not in EventBody.objects.get(seq=event.seq).body


def test_editions_in_one_file_are_taken_in_the_order_of_their_publication(tmp_path: Path) -> None:
    report = take_in(tidy(tmp_path, [row(47, published="2025-09-01"), row(52), row(47, published="2026-01-01")]))
    assert (report.new, report.superseding, report.unchanged) == (1, 1, 1)
    assert [known("XAB", day) for day in (date(2025, 6, 1), date(2026, 2, 1))] == [[52], [47]]


def test_never_is_stored_as_a_recorded_absence_and_an_empty_value_not_at_all(tmp_path: Path) -> None:
    report = take_in(tidy(tmp_path, [row("never", indicator="R-RF6-01"), row("")]))
    assert report.committed
    stored = Observation.objects.get()
    assert (stored.indicator_id, stored.value) == ("R-RF6-01", None)


def test_an_assumed_publication_is_the_reference_date_plus_the_lag_and_marked(tmp_path: Path) -> None:
    lines = [row(52, published=""), row(7, published="", country="XAC")]
    report = take_in(tidy(tmp_path, lines), Release(assume_lag=True))
    lag = next(feed.lag_days for feed in load().feeds if feed.code == "tidy")
    stored = Observation.objects.filter(country="XAB").get()
    assert report.committed and stored.published_assumed
    assert (stored.published - stored.ref_end).days == lag


@pytest.mark.parametrize(
    ("published", "release"),
    [("2025-03-01", Release(assume_lag=True)), ("2025-03-01", Release(date(2025, 3, 2))), ("", Release())],
)
def test_a_value_has_exactly_one_publication_date_or_the_file_is_refused(
    tmp_path: Path, published: str, release: Release
) -> None:
    report = take_in(tidy(tmp_path, [row(52, published=published)]), release)
    assert not report.committed
    assert "published" in {item.column for item in report.problems}


def test_a_file_without_any_publication_date_is_one_problem_and_not_one_a_line(tmp_path: Path) -> None:
    report = take_in(tidy(tmp_path, [row(52, published=""), row(48, country="XAC", published="")]))
    assert [(item.line, item.code) for item in report.problems] == [(0, "publication_missing")]
    assert "--assume-lag" in report.problems[0].remedy


def test_the_two_worlds_never_come_in_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # No number about a real country, not even here: for this test Cantara counts as one.
    register = [replace(item, world="real") if item.iso3 == "XAC" else item for item in tables.countries()]
    monkeypatch.setattr("indicators.checks.tables.countries", lambda: tuple(register))
    report = take_in(tidy(tmp_path, [row(52), row(52, country="XAC")]))
    assert "two_worlds" in [item.code for item in report.problems]
    assert not Observation.objects.exists()


def test_aggregates_are_counted_by_name_and_do_not_block(tmp_path: Path) -> None:
    lines = ["Arab World,1A,ARB,2019,10,,,,,,,", "Namibia,NA,NAM,2019,,,,,,,,565"]
    path = tmp_path / "wdi.csv"
    header = "country,iso2c,iso3c,year,wdi.trade.new,wdi.gdppc.new,wdi.gdppcgrow.new,wdi.popsize.new"
    path.write_text(f"{header},wdi.imrate.new,wdi.imports.new,wdi.exports.new,ccode\n" + "\n".join(lines) + "\n")
    report = import_file(by=BY, importer="wdi", path=path, release=Release(assume_lag=True))
    assert report.problems == []
    assert sum(entry["rows"] for entry in report.out_of_register.values()) == 1


def test_importing_needs_the_permission_and_leaves_no_trace_without_it(tmp_path: Path, amara: Any) -> None:
    events = Event.objects.count()
    with pytest.raises(PermissionDenied, match=r"indicators\.import_data"):
        take_in(tidy(tmp_path, [row(52)]), by=amara)
    assert Event.objects.count() == events


def test_a_data_steward_may_import_and_stands_in_the_record_by_handle_only(tmp_path: Path, goran: Any) -> None:
    report = take_in(tidy(tmp_path, [row(52)]), by=goran)
    run = ImportRun.objects.get(pk=report.import_run)
    assert run.by == goran.handle and goran.username not in run.by


def test_new_evidence_asks_for_scores_with_one_waiting_job(tmp_path: Path) -> None:
    take_in(tidy(tmp_path, [row(52)]))
    take_in(tidy(tmp_path, [row(47, published="2025-09-01")], "second.csv"))
    assert [job.kind for job in Job.objects.filter(world="exercise")] == ["indicators.rescore"]
