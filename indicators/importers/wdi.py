"""World Bank WDI extract: trade, growth of income per head, infant mortality. Pure.

Country keys are the World Bank's codes; the income groups have none and are looked up by name. Aggregates such as
"Arab World" are out of register.
"""

from __future__ import annotations

from pathlib import Path

from indicators import derive
from indicators.importers.base import Limits, Parsed, WholeFile
from indicators.importers.rows import cells, observations, stacked
from indicators.importers.table import read_table, years

TRADE, GROWTH, INFANTS = "wdi.trade.new", "wdi.gdppcgrow.new", "wdi.imrate.new"
CONTEXT = ("iso2c", "wdi.gdppc.new", "wdi.popsize.new", "wdi.imports.new", "wdi.exports.new", "ccode")


class Wdi(WholeFile):
    """`wdi`: one row per country or aggregate and year."""

    code = "wdi"
    title = "World Bank WDI extract"
    sources = ("wdi", "wdi_imr")

    def sniff(self, head: bytes) -> bool:
        """Whether the header names the extract's trade and growth columns."""
        first = head.split(b"\n", 1)[0]
        return TRADE.encode() in first and GROWTH.encode() in first and b"mk_onset" not in first

    def read(self, path: Path, limits: Limits) -> Parsed:
        """Trade (R-RF9-01, P-RF9-01), growth (P-RF8-01), infant mortality (R-RF8-01)."""
        table = read_table(path, limits, needed=("country", "iso3c", "year", TRADE, GROWTH, INFANTS))
        year, problems = years(table["year"])
        named = table["iso3c"] == ""
        key = table["iso3c"].where(~named, table["country"])
        trade, wrong_trade = cells(table, TRADE, key=key, year=year)
        growth, wrong_growth = cells(table, GROWTH, key=key, year=year)
        infants, wrong_infants = cells(table, INFANTS, key=key, year=year)
        rows = stacked(
            [
                observations("wdi", "R-RF9-01", trade, column=TRADE, scheme="wb"),
                observations("wdi", "P-RF9-01", derive.three_year_change(trade), column=TRADE, scheme="wb"),
                observations("wdi", "P-RF8-01", growth, column=GROWTH, scheme="wb"),
                observations("wdi_imr", "R-RF8-01", infants, column=INFANTS, scheme="wb"),
            ]
        )
        rows["scheme"] = rows["scheme"].where(~rows["key"].isin(set(table.loc[named, "country"])), "name")
        return Parsed(
            rows=rows,
            problems=[*problems, *wrong_trade, *wrong_growth, *wrong_infants],
            context_columns=tuple(name for name in CONTEXT if name in table.attrs["header"]),
            lines_read=len(table),
        )


IMPORTER = Wdi()
