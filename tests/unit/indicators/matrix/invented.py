"""Invented countries with every kind of evidence and every kind of dirt, from a seed."""

from datetime import date, timedelta
from random import Random
from typing import Any

from indicators.catalogue import load
from indicators.catalogue.spec import DECAY_TRANSFORMS

CATALOGUE = load()
TODAY = date(2025, 6, 30)
GRADES = [f"{letter}{digit}" for letter in "ABCDEF" for digit in "123456"]


def day(back: int) -> str:
    return (TODAY - timedelta(days=back)).isoformat()


def value(rng: Random, spec: Any) -> float | None:
    if spec.transform in DECAY_TRANSFORMS and rng.random() < 0.3:
        return None
    low, high = (0.0, 40.0) if spec.transform in DECAY_TRANSFORMS else (spec.goalpost_0, spec.goalpost_10)
    if spec.transform == "knots":
        low, high = 0.0, 1.0
    return rng.choice([0, round(low + (high - low) * rng.uniform(-0.2, 1.2), 4), round(rng.uniform(low, high), 3)])


def observations(rng: Random, density: float) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for spec in CATALOGUE.indicators:
        if spec.counts_events:
            continue
        for number in range(rng.choice([0, 1, 2, 3]) if rng.random() < density else 0):
            back = int(rng.uniform(0, 2.3) * spec.max_age_days)
            item = {
                "id": f"{spec.code}/{number}",
                "code": spec.code,
                "value": value(rng, spec),
                "ref_end": day(back),
                "published": day(back - rng.choice([0, 10, 90])),
                "source": rng.choice(["first", "second"]),
                "priority": rng.choice([1, 1, 2]),
                "grade": rng.choice(GRADES),
            }
            if rng.random() < 0.1:
                item["max_age_days"] = rng.choice([30, 555, 2000])
            if rng.random() < 0.1:
                item["superseded_on"] = day(back // 2)
            found.append(item)
            if rng.random() < 0.2:
                found.append({**item, "id": f"{item['id']}x", "source": "third", "value": value(rng, spec)})
    rng.shuffle(found)
    return found


def events(rng: Random, density: float) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for spec in CATALOGUE.indicators:
        if not spec.counts_events or rng.random() > density:
            continue
        for number in range(rng.choice([0, 1, 2, 3])):
            ahead = 200 if spec.transform == "calendar" else 0
            back = rng.randint(-ahead, 400)
            unset = spec.code == CATALOGUE.parameters.election_code and rng.random() < 0.6
            item = {
                "id": f"{spec.code}-{number}",
                "code": spec.code,
                "date": day(back),
                "severity": None if unset else rng.choice([0, 3, 5.5, 10]),
                "grade": rng.choice([*GRADES, None]),
                "published": day(max(back, 0) + rng.choice([-20, 0, 30])),
            }
            if rng.random() < 0.1:
                item["superseded_on"] = day(back // 2)
            found.append(item)
    return found


def judgements(rng: Random) -> dict[str, list[dict[str, Any]]]:
    """Adjustments and expert scores, some lapsed, some two on one factor."""
    drawn: dict[str, list[dict[str, Any]]] = {"adjustments": [], "expert_scores": []}
    for item in CATALOGUE.factor_weights:
        for key, field, amount in (("adjustments", "applied", (-2.0, 2.0)), ("expert_scores", "score", (0.0, 10.0))):
            for number in range(rng.choice([0, 0, 0, 1, 2])):
                row = {
                    "id": f"{key}-{item.level}{item.factor}-{number}",
                    "level": item.level,
                    "factor": item.factor,
                    field: round(rng.uniform(*amount), 2),
                    "from": day(rng.randint(0, 300)),
                    "expires": day(rng.randint(-100, 100)),
                }
                drawn[key].append(row | ({"panel": True} if rng.random() < 0.2 else {}))
    return drawn


def country(seed: int) -> dict[str, Any]:
    """An entry of a bundle, without an output."""
    rng = Random(seed)
    density = rng.choice([0.3, 0.7, 1.0, 1.0])
    codes = [spec.code for spec in CATALOGUE.indicators]
    watched = [spec.code for spec in CATALOGUE.indicators if spec.counts_events and rng.random() < density]
    entity: dict[str, Any] = {"id": f"X{seed}", "name": f"Invented {seed}"}
    if rng.random() < 0.2:
        entity |= {"valid_from": day(600), "valid_to": day(100), "successors": ["XQ1"]}
    return {
        "entity": entity,
        "as_of": TODAY.isoformat(),
        "input": {
            "observations": observations(rng, density),
            "events": events(rng, density),
            "monitored": {code: [day(rng.randint(0, 900)), day(rng.randint(-3, 60))] for code in watched},
            "not_applicable": rng.sample(codes, rng.choice([0, 0, 5])),
            "outside_profile": rng.sample(codes, rng.choice([0, 0, 25])),
            **judgements(rng),
        },
    }
