"""The published vectors, and a comparison that shares no code with the engine."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

GOLDEN = Path(__file__).resolve().parents[3] / "golden"
FILES = ("vectors.json", "vectors_random.json")


@lru_cache
def vectors(name: str = "vectors.json") -> dict[str, Any]:
    return json.loads((GOLDEN / name).read_text(encoding="utf-8"))


def entries() -> dict[str, dict[str, Any]]:
    """Every entry of both files that has an input and an output."""
    cases = {key: case for key, case in vectors()["edge_cases"].items() if isinstance(case, dict) and "output" in case}
    return {**vectors()["countries"], **cases, **vectors("vectors_random.json")["countries"]}


def differences(expected: Any, got: Any, path: str = "$") -> list[str]:
    """Paths where two JSON values differ by more than 0.0001, in kind, in keys or in length."""
    if isinstance(expected, dict) and isinstance(got, dict):
        found = [f"{path}.{key}: only on one side" for key in expected.keys() ^ got.keys()]
        for key in expected.keys() & got.keys():
            found += differences(expected[key], got[key], f"{path}.{key}")
        return found
    if isinstance(expected, list) and isinstance(got, list):
        if len(expected) != len(got):
            return [f"{path}: {len(expected)} entries against {len(got)}"]
        return [
            line
            for at, pair in enumerate(zip(expected, got, strict=True))
            for line in differences(*pair, f"{path}[{at}]")
        ]
    if type(expected) in (int, float) and type(got) in (int, float):
        return [] if abs(expected - got) <= 0.0001 + 1e-9 else [f"{path}: {expected} against {got}"]
    return [] if type(expected) is type(got) and expected == got else [f"{path}: {expected!r} against {got!r}"]
