"""Compute a run again from its bundle, and compare (specification C.13, C.15)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from indicators.catalogue import load
from indicators.catalogue.spec import Catalogue
from indicators.matrix.bundle_checks import BundleError, check_bundle
from indicators.matrix.score import score_country

TOLERANCE = 1e-4 + 1e-9  # a step of the last printed digit, and the float noise of comparing two of them
DRAWS = 2000
ABSENT: Final = object()


@dataclass(frozen=True, slots=True)
class Difference:
    """One number or word that came out otherwise; `path` is a JSON path into the bundle.

    `expected` is what the file holds, `got` what was computed; either may be ABSENT.
    """

    path: str
    expected: Any
    got: Any

    def __str__(self) -> str:
        if self.expected is ABSENT:
            return f"{self.path}: the file has no value, computed {_short(self.got)}"
        if self.got is ABSENT:
            return f"{self.path}: the file has {_short(self.expected)}, nothing is computed"
        return f"{self.path}: the file has {_short(self.expected)}, computed {_short(self.got)}"


def replay(bundle: Any, *, catalogue: Catalogue | None = None) -> dict[str, dict[str, Any]]:
    """{ID: output} of every entry of `countries`; BundleError names what cannot be scored.

    Draws are those of the stored output, else of the bundle, else 2,000.
    """
    method = catalogue or _catalogue(bundle)
    check_bundle(bundle, method)
    return {
        name: score_country(
            entry["entity"], entry["as_of"], entry["input"], catalogue=method, draws=_draws(bundle, entry)
        )
        for name, entry in bundle["countries"].items()
    }


def check(bundle: Any, *, catalogue: Catalogue | None = None) -> list[Difference]:
    """What a replay gives otherwise than the outputs the bundle holds, to 0.0001; entries without one are passed."""
    return compare(bundle, replay(bundle, catalogue=catalogue))


def compare(bundle: Any, outputs: Mapping[str, Any]) -> list[Difference]:
    """Differences between stored outputs and `outputs` already computed."""
    return [
        found
        for name, entry in bundle["countries"].items()
        if entry.get("output") is not None
        for found in _differences(f"$.countries.{name}.output", entry["output"], outputs[name])
    ]


def compared(bundle: Any) -> int:
    """How many entries hold an output to compare with."""
    return len(bundle["countries"]) - len(without_output(bundle))


def without_output(bundle: Any) -> list[str]:
    """The entries that hold no output: of them nothing can be said."""
    return [name for name, entry in bundle["countries"].items() if entry.get("output") is None]


def other_tables(bundle: Any, *, catalogue: Catalogue | None = None) -> str:
    """Why the tables that made a bundle are not those that replay it; empty where they are, or where it names none."""
    method = catalogue or _catalogue(bundle)
    named = bundle.get("catalogue")
    if named is None or named == method.digest:
        return ""
    return (
        f"$.catalogue: {_short(named)}: the tables of {method.method} here have the digest {method.digest[:12]}; "
        "replay it with the tables that made it"
    )


def _short(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) <= 80 else f"{shown[:77]}..."


def _catalogue(bundle: Any) -> Catalogue:
    method = bundle.get("method") if isinstance(bundle, Mapping) else None
    current = load()
    if method == current.method or not isinstance(method, str):
        return current
    try:
        return load(method)
    except FileNotFoundError as error:
        raise BundleError("$.method", method, str(error)) from error


def _draws(bundle: Mapping[str, Any], entry: Mapping[str, Any]) -> int:
    output = entry.get("output")
    uncertainty = output.get("uncertainty") if isinstance(output, Mapping) else None
    stored = uncertainty.get("draws") if isinstance(uncertainty, Mapping) else None
    wanted = stored if isinstance(stored, int) else bundle.get("draws")
    return DRAWS if wanted is None else int(wanted)


def _differences(path: str, expected: Any, got: Any) -> Iterator[Difference]:
    if isinstance(expected, Mapping) and isinstance(got, Mapping):
        for key in [*expected, *(key for key in got if key not in expected)]:
            yield from _differences(f"{path}.{key}", expected.get(key, ABSENT), got.get(key, ABSENT))
    elif isinstance(expected, list) and isinstance(got, list) and len(expected) == len(got):
        for at, (left, right) in enumerate(zip(expected, got, strict=True)):
            yield from _differences(f"{path}[{at}]", left, right)
    elif not _same(expected, got):
        yield Difference(path, expected, got)


def _same(expected: Any, got: Any) -> bool:
    numbers = [isinstance(each, int | float) and not isinstance(each, bool) for each in (expected, got)]
    if all(numbers):
        return bool(abs(expected - got) <= TOLERANCE)
    return type(expected) is type(got) and bool(expected == got)
