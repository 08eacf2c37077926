"""The heatmap as CSV, HXL and JSON, and what of a bundle may leave the house: from values alone."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest

from indicators.exports.bundle import within_terms
from indicators.exports.csv import heatmap_csv
from indicators.exports.heatmap_json import heatmap_data
from indicators.exports.hxl import COLUMNS, Subject, hxl
from indicators.exports.numbers import Number, row_numbers, withheld
from indicators.readers.bands import band_of
from indicators.readers.heatmap_query import HeatmapQuery
from indicators.readers.heatmap_rows import FactorCell, FactorColumn, Heatmap, HeatmapRow, LevelCell, LevelColumn

DAY = date(2026, 10, 31)
# The tags that the method asks for, in its order (specification G.8).
ASKED = [
    "#country+code+iso3",
    "#country+name",
    "#date+asof",
    "#indicator+code",
    "#indicator+name",
    "#indicator+value+num",
    "#indicator+score+num",
    "#indicator+state",
    "#indicator+freshness+num",
    "#date+ref",
    "#date+published",
    "#meta+source",
    "#meta+licence",
    "#meta+method",
    "#severity+band",
    "#indicator+low+num",
    "#indicator+high+num",
]


def factor(level: str, name: str, score: float | None, look: str = "scored", stale: bool = False) -> FactorCell:
    return FactorCell(level, name, score, score, score, None, 0.8, look, stale, band_of(score))


def level(code: str, score: float | None, *factors: FactorCell) -> LevelCell:
    return LevelCell(
        level=code,
        score=score,
        data_score=score,
        adjusted_score=score,
        coverage=0.7,
        catalogue_coverage=0.6,
        factors_scored=len(factors),
        stale=False,
        look="scored" if score is not None else "not_rated",
        band=band_of(score),
        factors=factors,
    )


def row(**changes: Any) -> HeatmapRow:
    levels = {
        "R": level("R", 4.0, factor("R", "RF1", 4.0, stale=True)),
        "P": level("P", None, factor("P", "RF4", None, "not_scored"), factor("P", "RF9", None, "not_watched")),
        "T": level("T", None),
    }
    plain: dict[str, Any] = {
        "iso3": "XAB",
        "name": "=Brevana",
        "short_name": "Brevana",
        "region": "X00",
        "region_name": "Meridian",
        "subregion": "X01",
        "subregion_name": "North Meridian",
        "look": "rated",
        "reason": "",
        "number": 7.25,
        "number_of": "overall",
        "number_data_only": 7.0,
        "number_adjusted": 7.25,
        "band": band_of(7.25),
        "run_band": band_of(7.25),
        "p10": 6.9,
        "p90": 7.6,
        "trend": "worsening",
        "trend_delta": 0.6,
        "sparkline": ((DAY, 7.25),),
        "levels": levels,
        "coverage": 0.9,
        "confidence": "High",
        "stale": False,
        "late": False,
        "adjusted": True,
        "floor_applied": False,
        "scored_on": DAY,
        "score_id": 5,
        "run_id": 3,
        "mine": False,
        "search_text": "xab brevana",
        "successors": (),
    }
    return HeatmapRow(**(plain | changes))


def heatmap(*rows: HeatmapRow) -> Heatmap:
    columns = (
        LevelColumn("R", "root", (FactorColumn("R", "RF1", "Instability", 1.0, True),)),
        LevelColumn(
            "P", "proximate", (FactorColumn("P", "RF4", "x", 1.0, True), FactorColumn("P", "RF9", "y", 0.5, False))
        ),
        LevelColumn("T", "trigger", ()),
    )
    return Heatmap(
        query=HeatmapQuery("exercise", "full"),
        rows=rows,
        columns=columns,
        total=len(rows),
        counts={"rated": 1},
        as_of=DAY,
        newest_as_of=DAY,
        run_id=3,
        method="ewrm-1.0.0",
        weights="w-1.0.0",
        profile="full",
        catalogue_digest="0" * 64,
        stamp="x",
        all_base_only=False,
        regions=(),
        subregions=(),
    )


NOBODY = {"number": None, "number_of": "", "band": None, "run_band": None, "p10": None, "p90": None, "levels": {}}


class TestCSV:
    def read(self, *rows: HeatmapRow) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO("".join(heatmap_csv(heatmap(*rows))))))

    def test_a_number_is_a_number_and_a_name_no_formula(self) -> None:
        line = self.read(row())[0]
        assert (line["index"], line["index_is"], line["band"], line["p10"]) == ("7.25", "overall", "Very high", "6.9")
        assert line["country"] == "'=Brevana"

    def test_a_number_outside_its_own_interval_is_marked(self) -> None:
        marks = [line["outside_interval"] for line in self.read(row(p90=7.1), row(), row(**NOBODY))]
        assert marks == ["1", "0", ""]
        assert heatmap_data(heatmap(row(p90=7.1)))["data"][0]["outside_interval"] is True
        headline = next(iter(row_numbers(row(p90=7.1), "all")))
        assert headline.outside is True

    def test_a_missing_number_is_empty_and_named_never_a_zero(self) -> None:
        line = self.read(row())[0]
        assert (line["P:RF4"], line["proximate"], line["trigger"]) == ("", "", "")
        assert line["not_scored"] == "P:RF4 not_scored; P:RF9 not_watched"
        assert line["stale"] == "R:RF1"

    def test_a_country_without_a_score_keeps_its_row(self) -> None:
        line = self.read(row(look="never_scored", score_id=None, run_id=None, scored_on=None, coverage=None, **NOBODY))[
            0
        ]
        assert (line["status"], line["index"], line["root"], line["R:RF1"], line["run"]) == (
            "never_scored",
            "",
            "",
            "",
            "",
        )

    def test_every_row_says_what_it_is_of(self) -> None:
        line = self.read(row())[0]
        assert (line["world"], line["method"], line["note"]) == (
            "exercise",
            "ewrm-1.0.0",
            "The index is not a probability.",
        )


class TestHXL:
    SUBJECT = Subject("XAB", "Brevana", DAY, "ewrm-1.0.0", "w-1.0.0", "full", "exercise", 3, 0.9, "adjusted")

    def read(self, *numbers: Number) -> list[list[str]]:
        return list(csv.reader(io.StringIO("".join(hxl((self.SUBJECT, number) for number in numbers)))))

    def test_the_tags_are_those_the_method_asks_for_in_its_order(self) -> None:
        assert [tag for _name, tag in COLUMNS][: len(ASKED)] == ASKED
        head, tags = self.read()
        assert tags[: len(ASKED)] == ASKED
        assert all(tag.startswith("#") for tag in tags)
        assert len(head) == len(tags) == len(set(tags))

    def test_a_row_gives_its_headline_levels_and_shown_factors(self) -> None:
        assert [n.code for n in row_numbers(row(), "all")] == ["OVERALL", "R", "R:RF1", "P", "P:RF4", "P:RF9", "T"]
        assert [n.code for n in row_numbers(row(), "R")] == ["OVERALL", "R", "R:RF1", "P", "T"]
        assert [n.code for n in row_numbers(row(), "none")] == ["OVERALL", "R", "P", "T"]

    def test_states_tell_stale_and_not_watched_apart(self) -> None:
        states = {n.code: n.state for n in row_numbers(row(), "all")}
        assert (states["R:RF1"], states["P:RF4"], states["P:RF9"]) == ("stale", "not_scored", "not_watched")

    def test_a_base_is_called_a_base(self) -> None:
        assert next(row_numbers(row(number_of="base", look="base_only"), "none")).code == "BASE"

    def test_who_is_not_rated_has_no_interval_left_over(self) -> None:
        first = next(row_numbers(row(look="not_rated", **NOBODY), "none"))
        assert (first.score, first.low, first.high, first.state) == (None, None, None, "not_rated")

    @pytest.mark.parametrize(
        ("terms", "kept"), [("full", ""), ("derived", "value"), ("none", "value and score"), ("", "value and score")]
    )
    def test_a_licence_that_is_not_known_keeps_everything_back(self, terms: str, kept: str) -> None:
        assert withheld(terms) == kept


class TestJSON:
    def test_what_is_not_scored_is_null_with_its_state(self) -> None:
        data = heatmap_data(heatmap(row()))
        factors = {f["factor"]: f for level in data["data"][0]["levels"] for f in level["factors"]}
        assert (factors["RF4"]["score"], factors["RF4"]["state"]) == (None, "not_scored")
        assert data["meta"]["note"] == "The index is not a probability."

    def test_names_are_data_here_and_not_escaped(self) -> None:
        assert heatmap_data(heatmap(row()))["data"][0]["name"] == "=Brevana"


class TestBundle:
    def bundle(self) -> dict[str, Any]:
        seen = {"id": "o1", "code": "R-RF6-01", "value": None, "ref_end": "2025-12-31", "published": "2026-01-15"}
        entry = {"code": "R-RF6-01", "score": 3.0, "value": 2.0}
        return {
            "format": "bundle/1",
            "countries": {
                "XAB": {
                    "entity": {"id": "XAB"},
                    "input": {"observations": [seen | {"source": "open"}, seen | {"source": "closed"}]},
                    "output": {"indicators": [entry | {"source": "closed"}, entry | {"source": None}]},
                }
            },
        }

    def test_what_is_kept_back_is_gone_and_not_turned_into_never(self) -> None:
        left = within_terms(self.bundle(), {"open": "full", "closed": "derived"})
        country = left["countries"]["XAB"]
        assert [item["source"] for item in country["input"]["observations"]] == ["open"]
        assert country["withheld"] == [
            {"id": "o1", "code": "R-RF6-01", "ref_end": "2025-12-31", "published": "2026-01-15", "source": "closed"}
        ]
        assert left["withheld"] == ["closed"]

    def test_the_score_stays_where_derived_numbers_may_go(self) -> None:
        lines = within_terms(self.bundle(), {"open": "full", "closed": "derived"})["countries"]["XAB"]["output"]
        assert (lines["indicators"][0]["value"], lines["indicators"][0]["score"]) == (None, 3.0)
        assert lines["indicators"][1] == {"code": "R-RF6-01", "score": 3.0, "value": 2.0, "source": None}

    def test_nothing_stays_of_a_closed_or_unknown_source(self) -> None:
        for terms in ({"open": "full", "closed": "none"}, {"open": "full"}):
            line = within_terms(self.bundle(), terms)["countries"]["XAB"]["output"]["indicators"][0]
            assert (line["value"], line["score"], line["withheld"]) == (None, None, "value and score")

    def test_the_bundle_given_is_left_as_it_was(self) -> None:
        bundle = self.bundle()
        within_terms(bundle, {})
        assert bundle == self.bundle()
