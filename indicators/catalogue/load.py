"""Assemble one version of the method from its folder of tables."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from indicators.catalogue.digest import digest_of
from indicators.catalogue.errors import CatalogueError
from indicators.catalogue.feed_tables import read_feeds, read_profiles, read_series
from indicators.catalogue.method_tables import (
    read_factor_weights,
    read_factors,
    read_indicators,
    read_scales,
    read_sources,
    read_un_risk_factors,
)
from indicators.catalogue.parameters import Parameters, read_parameters
from indicators.catalogue.spec import Catalogue, FactorWeight, IndicatorSpec, grade_quality

HERE = Path(__file__).resolve().parent
CURRENT = "ewrm-1.0.0"


def load(method: str = CURRENT) -> Catalogue:
    """The catalogue of a method version (specification A and C.1); one object for each version.

    Raises CatalogueError naming file, line, column and value where a table is broken, and
    FileNotFoundError where the version does not exist.
    """
    return _loaded(method)


def is_here(method: str, digest: str) -> bool:
    """Whether a version stands here as it was when its digest was taken."""
    try:
        return load(method).digest == digest
    except FileNotFoundError:
        return False


@lru_cache(maxsize=8)
def _loaded(method: str) -> Catalogue:
    folder = HERE / method
    if not folder.is_dir():
        known = ", ".join(sorted(path.name for path in HERE.glob("*-*.*.*")))
        raise FileNotFoundError(f"no method {method!r}; known: {known}")
    return read_folder(folder)


def read_folder(folder: Path) -> Catalogue:
    """Read and cross-check every table of `folder`; its name is the method's."""
    parameters = read_parameters(folder / "parameters.json")
    indicators = read_indicators(folder / "indicators.csv")
    by_code = {spec.code: spec for spec in indicators}
    factors = read_factors(folder / "factors.csv")
    weights = read_factor_weights(folder / "factor_weights.csv")
    _check_factors(indicators, weights, {item.factor for item in factors})
    _check_parameters(parameters, by_code)
    feeds = read_feeds(folder / "feeds.csv")
    scales = read_scales(folder / "scales.csv")
    series = read_series(folder / "series.csv", {feed.code: feed for feed in feeds}, by_code)
    profiles = read_profiles(folder / "profiles.csv", by_code, parameters.profile_share)
    return Catalogue(
        method=folder.name,
        weights=_weights_version(weights),
        digest=digest_of(
            parameters=parameters,
            indicators=indicators,
            weights=weights,
            grades=grade_quality(scales),
            series=series,
            profiles=profiles,
        ),
        parameters=parameters,
        indicators=indicators,
        factors=factors,
        factor_weights=weights,
        un_risk_factors=read_un_risk_factors(folder / "un_risk_factors.csv"),
        sources=read_sources(folder / "sources.csv"),
        scales=scales,
        feeds=feeds,
        series=series,
        profiles=profiles,
        stamp=_stamp(folder),
    )


def _stamp(folder: Path) -> str:
    """SHA-256 (hex) over name, length and bytes of every table, in the order of the names."""
    running = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        if path.suffix in (".csv", ".json"):
            body = path.read_bytes()
            running.update(f"{path.name}\0{len(body)}\0".encode() + body)
    return running.hexdigest()


def _weights_version(weights: tuple[FactorWeight, ...]) -> str:
    versions = sorted({item.weights_version for item in weights})
    if len(versions) != 1:
        raise CatalogueError("factor_weights.csv", 2, "weights_version", versions, "one version a file")
    return versions[0]


def _check_factors(indicators: Iterable[IndicatorSpec], weights: tuple[FactorWeight, ...], names: set[str]) -> None:
    """Indicators stand together by factor, in the order of factor_weights.csv: the draws rely on it (C.9)."""
    runs = [key for key, _ in groupby((spec.level, spec.factor) for spec in indicators)]
    listed = [(item.level, item.factor) for item in weights]
    for line, item in enumerate(weights, start=2):
        if item.factor not in names:
            raise CatalogueError("factor_weights.csv", line, "factor", item.factor, "not in factors.csv")
    if runs != listed:
        at = next(
            (n for n, pair in enumerate(zip(runs, listed, strict=False)) if pair[0] != pair[1]),
            min(len(runs), len(listed)),
        )
        got = runs[at] if at < len(runs) else "no indicator"
        raise CatalogueError(
            "factor_weights.csv",
            at + 2,
            "factor",
            got,
            "indicators.csv must hold these factors in this order",
        )


def _check_parameters(parameters: Parameters, by_code: dict[str, IndicatorSpec]) -> None:
    code = parameters.election_code
    if code not in by_code or by_code[code].transform != "calendar":
        raise CatalogueError("parameters.json", 1, "election_code", code, "must be a calendar indicator")
