"""Broken files, seeded: whatever was done to a file, it is read or its faults are named; nothing breaks."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest

from indicators import catalogue, importers
from indicators.checks import Checker
from indicators.importers import Limits

from .files import NumberedCrosswalk

HEADERS = {
    "wdi": "country,iso3c,year,wdi.trade.new,wdi.gdppcgrow.new,wdi.imrate.new",
    "un_imr": "iso3c,year,un_imr,ccode",
    "epr": "countries_gwid,year,discrimpop,lexclpop",
    "vdem": "COWcode,year,even_civilrights,v2csreprss_ord,v2pepwrsoc_ord,partyban",
    "coups": "ccode,year,month,day,coup",
    "ucdp_deaths": "year,bd_best,type_of_conflict,gwno_loc,gwno_battle",
    "reign_elections": "ccode,elec_year,elec_month,elec_day,event,elecnum,type",
    "panel": "ccode,year,mk_ever,mk_ongoing_count,countryage.new.log2,ucdp_fat_year,reign_regimetype",
    "tidy": "country,indicator,ref_end,value,unit,grade,published,source,note",
}
CELLS = (
    *("1", "2", "99", "98", "XAA", "1990", "1991", "2000", "0", "0.5", "3", "12", "31"),
    *(
        "",
        " ",
        "NA",
        "nan",
        "inf",
        "-1",
        "1e400",
        '"1,5"',
        '"',
        '"x',
        '"a\nb"',
        "=1+1",
        "99999999999999999999",
        "\u202e",
    ),
    *(
        "Vote, Early",
        "L",
        "monarchy",
        "never",
        "P-RF1-02",
        "T-RF1-01",
        "2000-12-31",
        "B2",
        "x" * 300,
        "\x00",
        ";",
        ",,",
    ),
)


def broken(header: str, chance: random.Random) -> bytes:
    """A file under `header` with cells of every kind, lines too short or too long, and loose ends."""
    width = header.count(",") + 1
    lines = [header]
    for _ in range(chance.randrange(12)):
        lines.append(",".join(chance.choices(CELLS, k=width + chance.choice((0, 0, 0, 0, -1, 1)))))
    text = chance.choice(("\n", "\r\n", "\r")).join(lines)
    body = text.encode()
    return body[: chance.randrange(len(body))] if chance.random() < 0.1 else body


@pytest.mark.parametrize("code", importers.CODES)
def test_a_broken_file_is_read_or_its_faults_are_named(code: str, tmp_path: Path, numbered: NumberedCrosswalk) -> None:
    chance = random.Random(f"broken {code}")
    for round_ in range(40):
        path = tmp_path / f"{round_}.csv"
        path.write_bytes(broken(HEADERS[code], chance))
        checker = Checker(catalogue=catalogue.load(), crosswalk=numbered, today=date(2026, 6, 30))
        for parsed in importers.get(code).parse_chunks(path, Limits(chunk_rows=5)):
            checked = checker.check(parsed)
            assert all(problem.code and problem.remedy for problem in checked.problems)
            assert len(checked.accepted) <= len(parsed.rows)
