"""How fast the matrix is: draws against the cost of their random numbers, and country-dates a second.

Run as `python -m benchmarks.scoring [--json]`. Ratios, not seconds, are the promise: both sides of a ratio
are measured in one run, interleaved, and the smallest of several rounds counts.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.protocol import Ratio
from indicators.catalogue import Catalogue, load
from indicators.matrix.panel import Panel, panel_of_inputs
from indicators.matrix.panel_score import score_panel
from indicators.matrix.rng import seed_of
from indicators.matrix.score import score_country

VECTORS = Path(__file__).resolve().parent.parent / "tests" / "golden" / "vectors.json"
DRAWS, WIDTH = 2000, 315
NAME = "scoring"
MAX_RATIO, MIN_ROWS_A_SECOND = 3.0, 20_000.0


def reference_uniforms(seed: int, count: int) -> np.ndarray:
    """The same numbers in the plainest vectorised NumPy: what the ratio is measured against."""
    state = np.uint64(seed) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    state = state ^ (state >> np.uint64(31))
    return (state >> np.uint64(11)) / np.float64(2**53)


def lean_uniforms(seed: int, count: int) -> np.ndarray:
    """The same numbers with every operation in place: the harder reference."""
    from indicators.matrix.rng import uniforms

    return uniforms(seed, count)


def best(*tasks: Callable[[], object], rounds: int) -> list[float]:
    """Smallest seconds of each task over interleaved rounds, so that a busy machine harms all alike."""
    seconds = [float("inf")] * len(tasks)
    for _ in range(rounds):
        for at, task in enumerate(tasks):
            begun = time.perf_counter()
            task()
            seconds[at] = min(seconds[at], time.perf_counter() - begun)
    return seconds


def bench_draws(catalogue: Catalogue, rounds: int) -> dict[str, Any]:
    """Full scoring of a fully observed country, data only and adjusted, against its random numbers."""
    entry = json.loads(VECTORS.read_text(encoding="utf-8"))["countries"]["XBR"]
    seed = seed_of("XBR", catalogue.method, entry["as_of"])
    count = DRAWS * WIDTH
    scoring, plain, lean, central = best(
        lambda: score_country(entry["entity"], entry["as_of"], entry["input"], catalogue=catalogue, draws=DRAWS),
        lambda: reference_uniforms(seed, count),
        lambda: lean_uniforms(seed, count),
        lambda: score_country(entry["entity"], entry["as_of"], entry["input"], catalogue=catalogue, draws=0),
        rounds=rounds,
    )
    return {
        "name": "scoring with 2,000 draws / the same 630,000 uniforms",
        "ms": round(scoring * 1e3, 2),
        "without_draws_ms": round(central * 1e3, 2),
        "reference_ms": round(plain * 1e3, 2),
        "in_place_reference_ms": round(lean * 1e3, 2),
        "ratio": round(scoring / plain, 2),
        "ratio_to_in_place": round(scoring / lean, 2),
        "limit": MAX_RATIO,
    }


def exercise_panel(catalogue: Catalogue, countries: int) -> tuple[Panel, list[date]]:
    """The three published countries repeated, with five earlier years of every observation beside them."""
    entries = list(json.loads(VECTORS.read_text(encoding="utf-8"))["countries"].values())
    many: dict[str, Any] = {}
    for number in range(countries):
        source = entries[number % len(entries)]
        past = [
            {**item, "id": f"{item['id']}/{back}"} | {key: _back(item[key], back) for key in ("ref_end", "published")}
            for item in source["input"]["observations"]
            for back in range(6)
        ]
        many[f"C{number:03d}"] = {
            "entity": {"id": f"C{number:03d}"},
            "input": {**source["input"], "observations": past},
        }
    dates = [date(2025, 6, 30) - timedelta(days=30 * back) for back in range(99, -1, -1)]
    return panel_of_inputs(many, catalogue=catalogue), dates


def _back(day: str, years: int) -> str:
    return (date.fromisoformat(day) - timedelta(days=365 * years)).isoformat()


def bench_panel(catalogue: Catalogue, rounds: int) -> dict[str, Any]:
    """Country-dates a second on one core, from memory, 200 countries on 100 dates."""
    panel, dates = exercise_panel(catalogue, 200)
    (seconds,) = best(lambda: score_panel(panel, dates, catalogue=catalogue), rounds=rounds)
    rows = len(panel.countries) * len(dates)
    return {
        "name": "country-dates a second without draws",
        "observations": len(panel.observations.country),
        "rows": rows,
        "seconds": round(seconds, 3),
        "rows_a_second": round(rows / seconds),
        "limit": MIN_ROWS_A_SECOND,
    }


def run() -> list[Ratio]:
    """Both figures for `make bench`."""
    catalogue = load()
    draws, panel = bench_draws(catalogue, 30), bench_panel(catalogue, 4)
    return [
        Ratio(draws["name"], draws["ratio"], MAX_RATIO, f"{draws['ms']} ms / {draws['reference_ms']} ms"),
        Ratio(
            f"seconds for {MIN_ROWS_A_SECOND:,.0f} country-dates without draws",
            MIN_ROWS_A_SECOND / panel["rows_a_second"],
            1.0,
            f"{panel['rows_a_second']:,} a second over {panel['observations']:,} observations",
        ),
    ]


def main() -> None:
    """Print both figures with their limits; end with 1 where a limit is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    catalogue = load()
    draws = bench_draws(catalogue, options.rounds * 2)
    panel = bench_panel(catalogue, max(3, options.rounds // 4))
    if options.json:
        print(json.dumps([draws, panel]))
    else:
        print(
            f"{draws['name']}: {draws['ms']} ms / {draws['reference_ms']} ms = {draws['ratio']} "
            f"(limit {draws['limit']}; in-place reference {draws['in_place_reference_ms']} ms = "
            f"{draws['ratio_to_in_place']}; without draws {draws['without_draws_ms']} ms)"
        )
        print(
            f"{panel['name']}: {panel['rows_a_second']:,} ({panel['rows']:,} rows, "
            f"{panel['observations']:,} observations, {panel['seconds']} s; limit {panel['limit']:,.0f})"
        )
    raise SystemExit(draws["ratio"] > MAX_RATIO or panel["rows_a_second"] < MIN_ROWS_A_SECOND)


if __name__ == "__main__":
    main()
