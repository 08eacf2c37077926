"""Run bundles: everything a run needs to be computed again without a database (specification C.15)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NoReturn

from indicators.catalogue.spec import Catalogue
from indicators.matrix.bundle_checks import FORMAT, BundleError


def build_bundle(
    entries: Mapping[str, Mapping[str, Any]], *, catalogue: Catalogue, profile: str, draws: int = 2000
) -> dict[str, Any]:
    """The bundle of a run from {ID: {entity, as_of, input[, output]}}, in one canonical order.

    Countries by id, observations by code, period, publication and id, codes sorted; events stay in their
    order, which the output's `used` repeats.
    """
    return {
        "format": FORMAT,
        "method": catalogue.method,
        "weights": catalogue.weights,
        "catalogue": catalogue.digest,
        "profile": profile,
        "draws": draws,
        "countries": {name: _entry(entries[name]) for name in sorted(entries)},
    }


def _entry(entry: Mapping[str, Any]) -> dict[str, Any]:
    source = dict(entry["input"])
    source["observations"] = sorted(
        source.get("observations", ()),
        key=lambda item: (item["code"], item["ref_end"], item["published"], str(item["id"])),
    )
    for key in ("not_applicable", "outside_profile"):
        if key in source:
            source[key] = sorted(source[key])
    if "monitored" in source:
        source["monitored"] = {code: list(source["monitored"][code]) for code in sorted(source["monitored"])}
    return {**entry, "input": source}


def dump_bundle(bundle: Mapping[str, Any]) -> str:
    """Text of a bundle, the same for the same content; ValueError where a number is not finite."""
    return json.dumps(bundle, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def read_bundle(text: str | bytes) -> Any:
    """Parse a bundle; NaN, infinities and keys standing twice are refused, as is what is not JSON."""
    try:
        return json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_once)
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BundleError("$", str(error), "must be JSON in UTF-8") from error


def _refuse_constant(name: str) -> NoReturn:
    raise BundleError("$", name, "not a number: write null where there is no value")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise BundleError("$", twice, "this key stands twice in one object: keep one")
    return found
