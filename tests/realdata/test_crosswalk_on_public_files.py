"""Every name and code of every public file with a country column is a country or out of register.

Needs the real files: REALDATA names their folder (default `../shared/data`). None is part of the project.
"""

from __future__ import annotations

import gzip
import json
import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from countries.crosswalk import Crosswalk, Verdict

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("REALDATA") or ROOT.parent / "shared" / "data")

pytestmark = pytest.mark.realdata


@pytest.fixture(scope="module", autouse=True)
def _the_files_are_there() -> None:
    if not DATA.is_dir():
        pytest.skip(f"the real public files are not at {DATA}: set REALDATA to their folder")


@dataclass(frozen=True)
class Column:
    """One country column: which scheme it holds, the year column beside it, and whether a cell is a list."""

    file: str
    name: str
    scheme: str
    year: str = ""
    many: bool = False
    encoding: str = "utf-8-sig"

    def __str__(self) -> str:
        return f"{self.file}:{self.name}"


COLUMNS = [
    *(
        Column("ewp_inputs/wdi.csv.gz", name, scheme, "year")
        for name, scheme in [
            ("country", "name"),
            ("iso2c", "iso2"),
            ("iso3c", "iso3"),
            ("iso3c", "wb"),
            ("ccode", "ewp"),
        ]
    ),
    Column("ewp_inputs/un_imr_clean.csv", "iso3c", "iso3", "year"),
    Column("ewp_inputs/un_imr_clean.csv", "ccode", "ewp", "year"),
    Column("ewp_inputs/epr-data.csv.gz", "countryname", "name", "year"),
    Column("ewp_inputs/epr-data.csv.gz", "countries_gwid", "gw", "year"),
    Column("ewp_inputs/all-coups.csv", "country", "name", "year"),
    Column("ewp_inputs/all-coups.csv", "ccode", "ewp", "year"),
    Column("ewp_inputs/iccpr-data.csv", "country", "name", "year"),
    Column("ewp_inputs/iccpr-data.csv", "ccode", "ewp", "year"),
    Column("ewp_inputs/HIEF_data.csv", "Country", "name", "Year"),
    Column("ewp_inputs/vdem_extract.csv.gz", "country_name", "name", "year"),
    Column("ewp_inputs/vdem_extract.csv.gz", "COWcode", "vdem", "year"),
    Column("ewp_inputs/vdem_extract.csv.gz", "sftgcode", "pitf", "year"),
    *(
        Column("ewp_inputs/BattleDeaths_v25_1.csv", name, "name", "year", many=True)
        for name in ("location_inc", "battle_location")
    ),
    *(
        Column("ewp_inputs/BattleDeaths_v25_1.csv", name, "gw", "year", many=True)
        for name in ("gwno_a", "gwno_a_2nd", "gwno_b", "gwno_b_2nd", "gwno_loc", "gwno_battle")
    ),
    *(
        Column(f"ewp_published/{file}.csv", name, scheme)
        for file in (
            "base2018-run-2019-09-19",
            "base2019-run-2020-08-18",
            "sortedrisk_2016based_1and2yr_15Oct2018",
            "sortedrisk_2017based_1and2yr_15Oct2018",
        )
        for name, scheme in [("country", "name"), ("SFTGcode", "pitf"), ("COW", "ewp")]
    ),
    Column("panel/dev_country_year_1960_2001.csv.gz", "iso3", "iso3", "year"),
    Column("panel/dev_country_year_1960_2001.csv.gz", "ccode", "ewp", "year"),
    Column("panel/dev_country_year_1960_2001.csv.gz", "ewp_name", "name", "year"),
    Column("panel/dev_country_month_1989_2014.csv.gz", "iso3", "iso3", "year"),
    Column("elections_leaders/ELVI_FORECAST_2021_3.csv", "country", "name"),
    Column("elections_leaders/EPR-2019.csv", "statename", "name", "from"),
    Column("elections_leaders/EPR-2019.csv", "gwid", "gw", "from"),
    Column("elections_leaders/electionlist_3_21.csv", "country", "name", "elec_year"),
    Column("elections_leaders/electionlist_3_21.csv", "ccode", "ewp", "elec_year"),
    Column("elections_leaders/leaderlist_3_21.csv", "stateabb", "pitf", "syear", encoding="latin-1"),
    Column("elections_leaders/leaderlist_3_21.csv", "ccode", "ewp", "syear", encoding="latin-1"),
    Column("elections_leaders/ptcoups.csv", "country", "name", "year"),
    Column("elections_leaders/ptcoups.csv", "ccode", "ewp", "year"),
    Column("elections_leaders/regime_list.csv", "gwf_country", "name"),
    Column("elections_leaders/regime_list.csv", "cowcode", "ewp"),
    *(
        Column(f"inform/{file}", name, scheme)
        for file in ("inform_risk_index_trends.csv", "inform_risk_index.csv.gz")
        for name, scheme in [("CountryName", "name"), ("Iso3", "iso3")]
    ),
    Column("ucdp/conflict_data_BGD.csv", "country", "name"),
    Column("ucdp/conflict_data_BGD.csv", "iso3", "iso3"),
    Column("ucdp/conflict_data_BGD.csv", "country_id", "gw"),
    Column("views/country_list.csv", "name", "name"),
    Column("codes/download-global-pcode-lengths.csv", "Location", "iso3"),
    Column("codes/download-global-pcodes-adm-1-2.csv.gz", "Location", "iso3"),
    *(
        Column("codes/countrycode_codelist_without_cldr.csv", name, scheme)
        for name, scheme in [
            ("country.name.en", "name"),
            ("country.name.fr", "name"),
            ("iso.name.en", "name"),
            ("iso.name.fr", "name"),
            ("un.name.en", "name"),
            ("un.name.fr", "name"),
            ("cow.name", "name"),
            ("p4.name", "name"),
            ("vdem.name", "name"),
            ("iso2c", "iso2"),
            ("iso3c", "iso3"),
            ("iso3n", "m49"),
            ("un", "m49"),
            ("cown", "cow"),
            ("gwn", "gw"),
            ("wb", "wb"),
            ("wb_api3c", "wb"),
            ("wb_api2c", "iso2"),
            ("p4c", "pitf"),
            ("un.region.code", "m49"),
            ("un.regionsub.code", "m49"),
            ("un.regionintermediate.code", "m49"),
            ("un.region.name", "name"),
            ("un.regionsub.name", "name"),
            ("un.regionintermediate.name", "name"),
        ]
    ),
    Column("codes/countrycode_countryhood.csv", "iso3c", "iso3"),
    Column("codes/countrycode_countryhood.csv", "country", "name"),
    Column("codes/countrycode_data_cow.csv.gz", "cown", "cow", "year"),
    Column("codes/countrycode_data_cow.csv.gz", "cow.name", "name", "year"),
    Column("codes/countrycode_data_gw.csv.gz", "gwn", "gw", "year"),
    Column("codes/countrycode_data_gw.csv.gz", "country", "name", "year"),
    Column("codes/countrycode_data_genc.csv", "country", "name"),
    Column("codes/countrycode_data_fips.csv", "country", "name"),
    Column("codes/countrycode_data_iso.csv", "iso.name.en", "name"),
    Column("codes/countrycode_data_iso.csv", "iso.name.fr", "name"),
    Column("codes/countrycode_data_iso.csv", "iso2c", "iso2"),
    Column("codes/countrycode_data_iso.csv", "iso3c", "iso3"),
    Column("codes/countrycode_data_iso.csv", "iso3n", "m49"),
    Column("codes/countrycode_data_regex.csv", "country.name.en", "name"),
    Column("codes/countrycode_data_un.csv", "un", "m49"),
    Column("codes/countrycode_data_un_names.csv", "un.name.en", "name"),
    Column("codes/countrycode_data_un_names.csv", "un.name.fr", "name"),
    Column("codes/translation_table_cow_gw_name.csv.gz", "gwcode", "gw", "year"),
    Column("codes/translation_table_cow_gw_name.csv.gz", "ccode", "cow", "year"),
    Column("codes/translation_table_cow_gw_name.csv.gz", "gw_statename", "name", "year"),
    Column("codes/translation_table_cow_gw_name.csv.gz", "cow_statename", "name", "year"),
]

# R writes NA where it has no value; only in a column of two letters can it be Namibia.
MISSING = {"iso2": {""}, "default": {"", "NA"}}


def _read(column: Column) -> pd.DataFrame:
    frame = pd.read_csv(
        DATA / column.file,
        dtype=str,
        keep_default_na=False,
        encoding=column.encoding,
        usecols=[column.name, *([column.year] if column.year else [])],
    )
    missing = MISSING.get(column.scheme, MISSING["default"])
    frame = frame[~frame[column.name].str.strip().isin(missing)]
    # HXL samples carry a row of tags under the header.
    return frame[~frame[column.name].str.startswith("#")].drop_duplicates()


def _unknown(column: Column) -> list[str]:
    crosswalk = Crosswalk.load()
    frame = _read(column)
    assert len(frame), f"{column} holds nothing to resolve"
    bad = []
    for values in frame.itertuples(index=False):
        year = int(float(values[frame.columns.get_loc(column.year)])) if column.year else None
        key = values[frame.columns.get_loc(column.name)]
        on = date(year, 12, 31) if year else None
        if column.many:
            matches = crosswalk.resolve_list(key, scheme=column.scheme, on=on)
        else:
            matches = (crosswalk.resolve(key, scheme=column.scheme, on=on),)
        bad += [f"{match.key!r} ({year}): {match.note}" for match in matches if match.verdict is Verdict.UNKNOWN]
    return sorted(set(bad))


@pytest.mark.parametrize("column", COLUMNS, ids=str)
def test_every_key_is_a_country_or_out_of_register(column: Column) -> None:
    assert _unknown(column) == []


def test_every_heading_of_the_wide_panel_names_a_country() -> None:
    path = DATA / "panel/dev_pace_Hist_wide_1989_2014.csv"
    names = [name for name in pd.read_csv(path, nrows=0).columns if not name.startswith("Unnamed")]
    crosswalk = Crosswalk.load()
    assert len(names) > 100
    assert [name for name in names if crosswalk.resolve(name, scheme="name").verdict is not Verdict.COUNTRY] == []


def test_every_shape_of_the_world_map_is_a_country_or_out_of_register() -> None:
    packed = (DATA / "geo/ne_110m_admin_0_countries.json.gz").read_bytes()
    shapes = json.loads(gzip.decompress(packed))["features"]
    crosswalk = Crosswalk.load()
    assert len(shapes) > 170
    unknown = []
    for shape in shapes:
        own = shape["properties"]
        # -99 stands for France, Norway, Kosovo and others; the map's own code names them.
        code = next(own[name] for name in ("ISO_A3", "ISO_A3_EH", "ADM0_A3") if own[name] != "-99")
        keys = [(code, "iso3"), *((own[name], "name") for name in ("NAME_LONG", "NAME", "ADMIN"))]
        for key, scheme in keys:
            match = crosswalk.resolve(key, scheme=scheme)
            if match.verdict is Verdict.UNKNOWN:
                unknown.append(f"{scheme} {key}: {match.note}")
    assert sorted(set(unknown)) == []


def test_the_aggregates_of_the_world_bank_are_listed_as_out_of_register() -> None:
    frame = _read(Column("ewp_inputs/wdi.csv.gz", "country", "name")).reset_index(drop=True)
    resolved = Crosswalk.load().resolve_frame(frame["country"], scheme="name")
    outside = set(frame["country"][resolved["verdict"] == "out_of_register"])
    assert {"Arab World", "Not classified", "World"} <= outside
    assert (resolved["verdict"] == "country").sum() == 216


def test_code_and_name_of_one_row_of_the_panel_name_one_country() -> None:
    columns = ["iso3", "ccode", "year"]
    frame = pd.read_csv(
        DATA / "panel/dev_country_year_1960_2001.csv.gz", usecols=columns, dtype=str, keep_default_na=False
    )
    crosswalk = Crosswalk.load()
    years = frame["year"].astype(int)
    by_code = crosswalk.resolve_frame(frame["ccode"], scheme="ewp", years=years)["iso3"]
    apart = frame[by_code != frame["iso3"]].assign(register=by_code)
    apart = apart.groupby(["iso3", "register"]).year.agg(["min", "max"])
    # The panel names states by their successors where one code holds both; the date tells them apart.
    assert {key: tuple(row) for key, row in zip(apart.index, apart.to_numpy(), strict=True)} == {
        ("RUS", "SUN"): ("1960", "1990"),
        ("SRB", "YUG"): ("1960", "2001"),
    }
