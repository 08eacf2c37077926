"""The method's tables load whole, and a broken one is named by file, line, column and value."""

import csv
import json
import shutil
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from indicators.catalogue import CURRENT, CatalogueError, load, profile_factors
from indicators.catalogue.load import HERE, read_folder
from indicators.catalogue.profiles import factor_shares, thin_factors

CATALOGUE = load()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the current version, to break."""
    return Path(shutil.copytree(HERE / CURRENT, tmp_path / CURRENT))


def lines_of(folder: Path, file: str) -> list[list[str]]:
    with (folder / file).open(encoding="utf-8", newline="") as handle:
        return list(csv.reader(handle))


def rewrite(folder: Path, file: str, lines: list[list[str]]) -> None:
    with (folder / file).open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows(lines)


def set_cell(folder: Path, file: str, line: int, column: str, value: str) -> None:
    lines = lines_of(folder, file)
    lines[line - 1][lines[0].index(column)] = value
    rewrite(folder, file, lines)


def refusal(folder: Path) -> CatalogueError:
    with pytest.raises(CatalogueError) as refused:
        read_folder(folder)
    return refused.value


def test_the_catalogue_holds_the_whole_method() -> None:
    assert (CATALOGUE.method, CATALOGUE.weights) == ("ewrm-1.0.0", "w-1.0.0")
    assert [sum(spec.level == level for spec in CATALOGUE.indicators) for level in "RPT"] == [19, 31, 20]
    assert len(CATALOGUE.factor_weights) == 25
    assert len(CATALOGUE.un_risk_factors) == 14
    assert len(CATALOGUE.factors) == 10
    assert CATALOGUE.by_code["R-RF8-01"].goalpost_10 == 80
    assert CATALOGUE.by_code["R-RT-01"].knots[2] == (0.3, 10.0)
    assert CATALOGUE.by_code["T-RF2-01"].half_life_pre_days == 60
    assert CATALOGUE.grade_quality["B"] == 0.85


def test_the_catalogue_is_loaded_once_and_cannot_be_changed() -> None:
    assert load() is CATALOGUE
    with pytest.raises(FrozenInstanceError):
        CATALOGUE.indicators[0].weight = 2.0  # type: ignore[misc]
    with pytest.raises(TypeError):
        CATALOGUE.parameters.mu["R"] = 1.0  # type: ignore[index]


def test_an_unknown_method_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"ewrm-9\.9\.9.*known: ewrm-1\.0\.0"):
        load("ewrm-9.9.9")


# Changing a weight, a goalpost, an age or a parameter makes a new version: copy the folder, give it the next
# number, name it in CURRENT, and add its digest here. The digest of a version that has scored never changes.
PINNED = {("ewrm-1.0.0", "w-1.0.0"): "455abaf054d123bfbba3cfd850a0c8eb40e6eeac364f8dc70847711ef97e06e6"}


@pytest.mark.parametrize(("version", "digest"), PINNED.items())
def test_a_version_of_the_method_is_what_it_was(version: tuple[str, str], digest: str) -> None:
    found = load(version[0])
    assert found.weights == version[1]
    assert found.digest == digest, (
        f"{version[0]} no longer scores as it did. Changing a weight makes a new version: copy the folder, change "
        "the copy, and leave this one as it was."
    )
    assert (CATALOGUE.method, CATALOGUE.weights) in PINNED


@pytest.mark.parametrize(
    ("file", "column", "value"),
    [
        ("indicators.csv", "weight", "1.25"),
        ("indicators.csv", "goalpost_10", "11"),
        ("indicators.csv", "max_age_days", "501"),
        ("factor_weights.csv", "weight", "1.5"),
        ("factor_weights.csv", "pivotal", "0"),
        ("series.csv", "max_age_days", "901"),
        ("series.csv", "priority", "3"),
        ("series.csv", "grade", "C3"),
    ],
)
def test_the_digest_follows_what_enters_a_score(folder: Path, file: str, column: str, value: str) -> None:
    set_cell(folder, file, 2, column, value)
    assert read_folder(folder).digest != CATALOGUE.digest


def test_the_digest_follows_parameters_grades_and_profiles(folder: Path) -> None:
    seen = {CATALOGUE.digest}
    path = folder / "parameters.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"alpha": 0.51}))
    seen.add(read_folder(folder).digest)
    at = next(n for n, line in enumerate(lines_of(folder, "scales.csv"), 1) if line[0] == "admiralty_source")
    set_cell(folder, "scales.csv", at, "note", "0.5")
    seen.add(read_folder(folder).digest)
    whole = [line for line in lines_of(folder, "profiles.csv") if line[:2] != ["full", "T-RF8-01"]]
    rewrite(folder, "profiles.csv", whole)
    seen.add(read_folder(folder).digest)
    assert len(seen) == 4


def test_the_digest_does_not_follow_words_nor_the_order_of_rows_that_have_none(folder: Path) -> None:
    words = {
        "indicators.csv": ("name", "unit", "norm_reason", "licence_note", "primary_source"),
        "factors.csv": ("name",),
        "feeds.csv": ("publisher", "title", "licence", "url", "note"),
        "series.csv": ("raw_unit", "reason"),
        "profiles.csv": ("reason",),
        "sources.csv": ("what", "licence_note"),
    }
    for file, columns in words.items():
        for column in columns:
            set_cell(folder, file, 2, column, "other words")
    head, *rows = lines_of(folder, "profiles.csv")
    rewrite(folder, "profiles.csv", [head, *reversed(rows)])
    found = read_folder(folder)
    assert found.digest == CATALOGUE.digest
    assert found.stamp != CATALOGUE.stamp == load().stamp


@pytest.mark.parametrize(
    ("file", "line", "column", "value", "remedy"),
    [
        ("indicators.csv", 5, "level", "Q", "must be one of"),
        ("indicators.csv", 5, "weight", "heavy", "must be a number"),
        ("indicators.csv", 5, "weight", "nan", "finite"),
        ("indicators.csv", 5, "weight", "0", "above zero"),
        ("indicators.csv", 5, "transform", "cubic", "must be one of"),
        ("indicators.csv", 5, "goalpost_0", "", "needs both"),
        ("indicators.csv", 5, "max_age_days", "470.5", "whole number"),
        ("indicators.csv", 5, "error_family", "luck", "must be one of"),
        ("indicators.csv", 5, "name", "", "must not be empty"),
        ("indicators.csv", 4, "goalpost_10", "0", "above zero"),
        ("indicators.csv", 19, "knots", "0:7;0:8", "values must rise"),
        ("indicators.csv", 19, "knots", "0-7", "value:score"),
        ("indicators.csv", 10, "half_life_days", "", "half-life"),
        ("factor_weights.csv", 3, "weight", "-1", "above zero"),
        ("factor_weights.csv", 3, "pivotal", "yes", "must be one of"),
        ("factor_weights.csv", 3, "factor", "RF44", "not in factors.csv"),
        ("scales.csv", 16, "note", "good", "must be a number"),
        ("feeds.csv", 2, "redistribution", "maybe", "must be one of"),
        ("feeds.csv", 2, "max_age_days", "100", "at least lag plus cadence"),
        ("series.csv", 2, "source", "nobody", "no such feed"),
        ("series.csv", 2, "indicator", "R-RF0-00", "no such indicator"),
        ("series.csv", 2, "grade", "Z9", "letter A to F"),
        ("series.csv", 2, "max_age_days", "30", "at least lag plus cadence"),
        ("series.csv", 2, "priority", "0", "at least 1"),
        ("profiles.csv", 2, "code", "R-RF0-00", "no such indicator"),
        ("profiles.csv", 2, "member", "perhaps", "must be one of"),
        ("profiles.csv", 2, "reason", "", "must not be empty"),
    ],
)
def test_a_broken_cell_is_named(folder: Path, file: str, line: int, column: str, value: str, remedy: str) -> None:
    set_cell(folder, file, line, column, value)
    error = refusal(folder)
    assert (error.file, error.line, error.column, error.value) == (file, line, column, value)
    assert remedy in error.remedy
    assert f"{file} line {line} column {column}" in str(error)


def test_a_stand_in_without_goalposts_of_its_own_is_refused(folder: Path) -> None:
    set_cell(folder, "series.csv", 2, "stand_in", "1")
    error = refusal(folder)
    assert (error.line, error.column) == (2, "raw_goalpost_10")
    assert "goalposts of its own" in error.remedy


def test_a_missing_and_an_unknown_column_are_named(folder: Path) -> None:
    lines = lines_of(folder, "factors.csv")
    lines[0][1] = "title"
    rewrite(folder, "factors.csv", lines)
    error = refusal(folder)
    assert (error.file, error.line, error.column) == ("factors.csv", 1, "name")


def test_a_line_with_a_cell_too_many_is_named(folder: Path) -> None:
    lines = lines_of(folder, "factors.csv")
    lines[3].append("more")
    rewrite(folder, "factors.csv", lines)
    assert (refusal(folder).file, refusal(folder).line) == ("factors.csv", 4)


def test_a_code_that_stands_twice_is_named(folder: Path) -> None:
    lines = lines_of(folder, "indicators.csv")
    rewrite(folder, "indicators.csv", [*lines[:3], lines[2], *lines[3:]])
    error = refusal(folder)
    assert (error.line, error.value) == (4, lines[2][0])


def test_indicators_out_of_the_order_of_the_random_numbers_are_refused(folder: Path) -> None:
    lines = lines_of(folder, "factor_weights.csv")
    lines[2], lines[3] = lines[3], lines[2]
    rewrite(folder, "factor_weights.csv", lines)
    error = refusal(folder)
    assert (error.file, error.line) == ("factor_weights.csv", 3)


def test_a_missing_table_is_named(folder: Path) -> None:
    (folder / "series.csv").unlink()
    assert refusal(folder).file == "series.csv"


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('"alpha": 0.5', '"alhpa": 0.5', "alhpa"),
        ('"alpha": 0.5', '"alpha": "half"', "alpha"),
        ('"min_factors": 3', '"min_factors": 2.5', "min_factors"),
        ('"bands": [2.0, 3.5, 5.0, 6.5]', '"bands": [2.0]', "bands"),
        ('"election_code": "T-RF2-01"', '"election_code": "R-RF8-01"', "election_code"),
    ],
)
def test_a_broken_parameter_is_named(folder: Path, old: str, new: str, key: str) -> None:
    path = folder / "parameters.json"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    assert key in (refusal(folder).column, refusal(folder).value)


def test_the_full_profile_watches_everything_and_an_unknown_one_is_named() -> None:
    assert CATALOGUE.outside_profile("full") == frozenset()
    assert CATALOGUE.profile_names[0] == "full"
    with pytest.raises(KeyError, match="unknown profile 'private'; known: full, public"):
        CATALOGUE.outside_profile("private")


def test_the_public_profile_keeps_the_rule_of_a_third_for_every_factor() -> None:
    members = set(CATALOGUE.by_code) - CATALOGUE.outside_profile("public")
    shares = factor_shares(CATALOGUE.indicators, members)
    assert members
    assert all(share == 0 or share >= 0.34 for share in shares.values())
    assert "P-RF9-01" not in members


def test_every_member_of_the_public_profile_has_a_series_to_fill_it() -> None:
    filled = {series.indicator for series in CATALOGUE.series}
    assert set(CATALOGUE.by_code) - CATALOGUE.outside_profile("public") <= filled


def test_a_profile_that_lists_a_thin_factor_is_refused(folder: Path) -> None:
    lines = lines_of(folder, "profiles.csv")
    line = next(at for at, cells in enumerate(lines, 1) if cells[:2] == ["public", "P-RF9-01"])
    set_cell(folder, "profiles.csv", line, "member", "1")
    error = refusal(folder)
    assert (error.file, error.line, error.column, error.value) == ("profiles.csv", line, "code", "P-RF9-01")
    assert "33.3%" in error.remedy


def test_drawing_up_a_profile_drops_thin_factors_whole() -> None:
    kept, dropped = profile_factors(CATALOGUE.indicators, ["P-RF9-01", "R-RF8-01", "R-RF5-01", "R-RF5-02"], 0.34)
    assert kept == {"R-RF5-01", "R-RF5-02"}
    assert dropped == {("P", "RF9"): pytest.approx(1 / 3), ("R", "RF8"): pytest.approx(1.5 / 4.5)}
    assert thin_factors(CATALOGUE.indicators, kept, 0.34) == {}
