"""The table of land borders against the shared edges of Natural Earth's countries.

Needs the real files: REALDATA names their folder (default `../shared/data`). None is part of the project.
"""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from countries.crosswalk import Crosswalk, Verdict
from countries.neighbours import Neighbours

ROOT = Path(__file__).resolve().parents[2]
MAP = Path(os.environ.get("REALDATA") or ROOT.parent / "shared" / "data") / "geo" / "ne_110m_admin_0_countries.json.gz"
TODAY = date(2026, 1, 1)

# The map's own letters where it has no ISO code.
OWN = {"SDS": "SSD", "KOS": "XKX", "SAH": "ESH", "PSX": "PSE"}
# A coarse map joins what only comes near, or keeps French Guiana inside France.
ONLY_ON_THE_MAP = {("CMR", "NER"), ("EGY", "JOR"), ("BRA", "FRA"), ("FRA", "SUR")}
# And leaves out what is too small for it, or belongs to Somaliland there.
ONLY_IN_THE_TABLE = {("CAN", "GRL"), ("EGY", "PSE"), ("ESP", "MAR"), ("NGA", "TCD"), ("DJI", "SOM")}

pytestmark = pytest.mark.realdata


def _points(shape: Any) -> Iterator[tuple[float, float]]:
    if isinstance(shape[0], int | float):
        yield round(shape[0], 4), round(shape[1], 4)
        return
    for part in shape:
        yield from _points(part)


def _outlines() -> dict[str, set[tuple[float, float]]]:
    outlines = {}
    for feature in json.loads(gzip.decompress(MAP.read_bytes()))["features"]:
        own = feature["properties"]
        code = next(own[name] for name in ("ISO_A3", "ISO_A3_EH", "ADM0_A3") if own[name] != "-99")
        match = Crosswalk.load().resolve(OWN.get(code, code), scheme="iso3")
        if match.verdict is Verdict.COUNTRY and match.iso3:
            outlines[match.iso3] = set(_points(feature["geometry"]["coordinates"]))
    return outlines


def test_the_table_and_the_map_agree_but_for_nine_named_pairs() -> None:
    if not MAP.is_file():
        pytest.skip(f"the world map is not at {MAP}: set REALDATA to the folder of the real public files")
    outlines = _outlines()
    assert len(outlines) > 170
    touching = {tuple(sorted(pair)) for pair in combinations(outlines, 2) if outlines[pair[0]] & outlines[pair[1]]}
    borders = Neighbours.load()
    listed = {
        tuple(sorted((iso3, other))) for iso3 in outlines for other in borders.of(iso3, TODAY) if other in outlines
    }
    assert touching - listed == ONLY_ON_THE_MAP
    assert listed - touching == ONLY_IN_THE_TABLE
