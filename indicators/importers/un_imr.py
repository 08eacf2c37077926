"""United Nations infant mortality, one row per country and year. Pure."""

from __future__ import annotations

from pathlib import Path

from indicators.importers.base import Limits, Parsed, WholeFile
from indicators.importers.rows import cells, observations, stacked
from indicators.importers.table import read_table, years


class UnInfantMortality(WholeFile):
    """`un_imr`: infant deaths per 1,000 births (R-RF8-01), second after the World Bank's series."""

    code = "un_imr"
    title = "United Nations infant mortality"
    sources = ("un_imr",)

    def sniff(self, head: bytes) -> bool:
        """Whether the header is that of the cleaned file."""
        return head.split(b"\n", 1)[0].strip().replace(b'"', b"").startswith(b"iso3c,year,un_imr")

    def read(self, path: Path, limits: Limits) -> Parsed:
        """Every cell of un_imr."""
        table = read_table(path, limits, needed=("iso3c", "year", "un_imr"))
        year, problems = years(table["year"])
        values, wrong = cells(table, "un_imr", key=table["iso3c"], year=year)
        rows = observations("un_imr", "R-RF8-01", values, column="un_imr", scheme="wb")
        return Parsed(
            rows=stacked([rows]),
            problems=[*problems, *wrong],
            context_columns=tuple(name for name in ("ccode",) if name in table.attrs["header"]),
            lines_read=len(table),
        )


IMPORTER = UnInfantMortality()
