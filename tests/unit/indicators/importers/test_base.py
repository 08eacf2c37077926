"""The registry: every code has its importer, and every file is recognised by one of them."""

from __future__ import annotations

import pytest

from indicators import catalogue, importers

HEADS = {
    "wdi": b"country,iso2c,iso3c,year,wdi.trade.new,wdi.gdppc.new,wdi.gdppcgrow.new,wdi.imrate.new\n",
    "un_imr": b"iso3c,year,un_imr,ccode\n",
    "epr": b'"countries_gwid","year","countryname","exclpop","lexclpop","discrimpop"\n',
    "vdem": b'"COWcode","country_name","year","even_civilrights","v2csreprss_ord"\n',
    "coups": b"ccode,country,year,cou.any\n",
    "ucdp_deaths": b"conflict_id,year,bd_best,type_of_conflict,gwno_loc,gwno_battle\r\n",
    "reign_elections": b"ccode,electionnumber,country,elec_year,elec_month,elec_day,event,elecnum,type\n",
    "panel": b"iso3,ccode,year,mk_onset,mk_ongoing_count,mk_ever,wdi_trade_pct_gdp,battledeaths.log2\n",
    "tidy": b"country,indicator,ref_end,value,unit\n",
}


@pytest.mark.parametrize("code", importers.CODES)
def test_every_code_has_an_importer_that_names_known_feeds(code: str) -> None:
    importer = importers.get(code)
    assert importer.code == code
    assert set(importer.sources) <= {feed.code for feed in catalogue.load().feeds}


@pytest.mark.parametrize("code", importers.CODES)
def test_a_header_is_recognised_by_its_own_importer_alone(code: str) -> None:
    assert importers.guess(HEADS[code]) == code


def test_the_daily_list_of_coups_and_the_files_of_v_dem_are_recognised_too() -> None:
    assert importers.guess(b"country,ccode,year,month,day,coup,version\n") == "coups"
    assert importers.guess(b"country_name,country_text_id,year,COWcode,v2x_polyarchy\n") == "vdem"


def test_a_strange_header_is_recognised_by_none() -> None:
    assert importers.guess(b"a,b,c\n") is None


def test_an_unknown_code_is_refused_with_the_known_ones() -> None:
    with pytest.raises(KeyError, match="ucdp_deaths"):
        importers.get("acled")
