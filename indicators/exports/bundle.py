"""What of a run bundle may leave the house: values under closed terms stay, scores go. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from indicators.exports.numbers import FULL, withheld


def within_terms(bundle: Mapping[str, Any], terms: Mapping[str, str]) -> dict[str, Any]:
    """The bundle without the values that the licences of their sources keep back (specification G.8).

    Args:
        bundle: a `bundle/1`.
        terms: redistribution (full, derived, none) by source code; an unknown source counts as none.

    Returns:
        A copy. An observation that is kept back is no longer in `input` (a value of null would mean "never");
        it stands beside it under `withheld`, without its value. `withheld` of the whole names the sources, and a
        replay gives other numbers than `output` where it is not empty.
    """
    open_ = {code for code, redistribution in terms.items() if redistribution == FULL}
    countries, sources = {}, set[str]()
    for iso3, country in bundle["countries"].items():
        rows = country["input"]["observations"]
        closed = [_named(item) for item in rows if item["source"] not in open_]
        sources |= {item["source"] for item in closed}
        kept = [item for item in rows if item["source"] in open_]
        entry = {**country, "input": {**country["input"], "observations": kept}, "withheld": closed}
        if "indicators" in country.get("output", {}):
            entry["output"] = _output(country["output"], terms)
        countries[iso3] = entry
    return {**bundle, "countries": countries, "withheld": sorted(sources)}


def _named(item: Mapping[str, Any]) -> dict[str, Any]:
    return {name: item[name] for name in ("id", "code", "ref_end", "published", "source")}


def _output(output: Mapping[str, Any], terms: Mapping[str, str]) -> dict[str, Any]:
    """Values go as their source says; scores only where nothing at all may be published."""
    lines = []
    for entry in output["indicators"]:
        kept = withheld(terms.get(entry["source"], "none")) if entry["source"] else ""
        closed = {"value": None} if kept else {}
        if kept == "value and score":
            closed["score"] = None
        lines.append({**entry, **closed} | ({"withheld": kept} if kept else {}))
    return {**output, "indicators": lines}
