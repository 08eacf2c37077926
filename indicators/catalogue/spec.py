"""The method's tables as frozen values (specification A, C.1, C.15)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from indicators.catalogue.parameters import Parameters

LEVELS = ("R", "P", "T")
LEVEL_NAMES = {"R": "root", "P": "proximate", "T": "trigger"}
EVENT_TRANSFORMS = frozenset({"event", "calendar"})
DECAY_TRANSFORMS = frozenset({"decay_years", "decay_months"})
RATE_TRANSFORMS = frozenset({"rate_lin", "rate_log10p1"})
GOALPOST_TRANSFORMS = frozenset({"lin", "ln", "log2", "log10p1"}) | RATE_TRANSFORMS
TRANSFORMS = GOALPOST_TRANSFORMS | EVENT_TRANSFORMS | DECAY_TRANSFORMS | {"knots"}
ERROR_FAMILIES = ("expert_panel", "own_judgement", "event_counts", "statistics")


@dataclass(frozen=True, slots=True)
class IndicatorSpec:
    """One row of indicators.csv; `goalpost_0` scores 0 and `goalpost_10` scores 10, in `unit`."""

    code: str
    name: str
    level: str
    factor: str
    secondary_factors: tuple[str, ...]
    un_rf: tuple[str, ...]
    un_indicator_refs: tuple[str, ...]
    cca_areas: tuple[str, ...]
    unit: str
    direction: str
    transform: str
    goalpost_0: float | None
    goalpost_10: float | None
    knots: tuple[tuple[float, float], ...]
    half_life_days: float | None
    half_life_pre_days: float | None
    norm_reason: str
    cadence: str
    max_age_days: int
    weight: float
    applicability: str
    kind: str
    primary_source: str
    primary_field: str
    alternative_sources: str
    licence_note: str
    stat_model: bool
    error_family: str

    @property
    def counts_events(self) -> bool:
        """True where dated events, not values, make the score (C.5)."""
        return self.transform in EVENT_TRANSFORMS

    @property
    def takes_never(self) -> bool:
        """True where an empty value is the recorded answer "never" (C.4)."""
        return self.transform in DECAY_TRANSFORMS


@dataclass(frozen=True, slots=True)
class Factor:
    """A risk factor of the Task Force, or the regime type."""

    factor: str
    name: str
    origin: str
    un_risk_factors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FactorWeight:
    """Weight of a factor inside a level; a pivotal factor may be the level's peak (C.7)."""

    level: str
    factor: str
    weight: float
    pivotal: bool
    weights_version: str


@dataclass(frozen=True, slots=True)
class UnRiskFactor:
    """One of the fourteen risk factors of the UN Framework of Analysis."""

    un_rf: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class SourceNote:
    """What the method knows of a publisher (specification A.8)."""

    source: str
    what: str
    rhythm: str
    typical_publication_lag_days: int | None
    revision_habit: str
    licence_note: str
    how_sure: str


@dataclass(frozen=True, slots=True)
class ScaleStep:
    """One step of a scale (specification B.3); `low` and `high` only where the step is a range."""

    scale: str
    code: str
    label: str
    low: float | None
    high: float | None
    note: str


@dataclass(frozen=True, slots=True)
class Feed:
    """One file or service the project reads; ages, cadence and lag in days."""

    code: str
    publisher: str
    title: str
    licence: str
    redistribution: str
    cadence_days: int
    lag_days: int
    reference_rule: str
    max_age_days: int
    url: str
    note: str


@dataclass(frozen=True, slots=True)
class Series:
    """A column of a feed that fills an indicator; a stand-in brings goalposts of its own."""

    source: str
    indicator: str
    field: str
    raw_unit: str
    stand_in: bool
    raw_goalpost_0: float | None
    raw_goalpost_10: float | None
    max_age_days: int
    priority: int
    grade: str
    derivation: str
    reason: str


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """Whether an indicator is watched under a profile, and why."""

    profile: str
    code: str
    member: bool
    reason: str


def grade_quality(scales: Iterable[ScaleStep]) -> dict[str, float]:
    """Number of every letter and digit of a source grade (specification B.3)."""
    return {step.code: float(step.note) for step in scales if step.scale in ("admiralty_source", "admiralty_info")}


@dataclass(frozen=True, eq=False)
class Catalogue:
    """All tables of one method version, in file order, with a digest over what enters a score (digest.py).

    Compared and hashed by identity: `load()` gives one object per version, and caches hang on it.
    """

    method: str
    weights: str
    digest: str
    parameters: Parameters
    indicators: tuple[IndicatorSpec, ...]
    factors: tuple[Factor, ...]
    factor_weights: tuple[FactorWeight, ...]
    un_risk_factors: tuple[UnRiskFactor, ...]
    sources: tuple[SourceNote, ...]
    scales: tuple[ScaleStep, ...]
    feeds: tuple[Feed, ...]
    series: tuple[Series, ...]
    profiles: tuple[ProfileRow, ...]
    # Changes with every byte of the tables, words included: for caches of answers, never for runs.
    stamp: str = ""

    @cached_property
    def by_code(self) -> dict[str, IndicatorSpec]:
        """Indicator by code."""
        return {spec.code: spec for spec in self.indicators}

    @cached_property
    def position(self) -> dict[str, int]:
        """Column of an indicator in every array of the matrix."""
        return {spec.code: at for at, spec in enumerate(self.indicators)}

    @cached_property
    def profile_names(self) -> tuple[str, ...]:
        """`full` first, then the profiles of profiles.csv in file order."""
        return tuple(dict.fromkeys(("full", *(row.profile for row in self.profiles))))

    @cached_property
    def grade_quality(self) -> dict[str, float]:
        """Number of every letter and digit of a source grade (specification B.3)."""
        return {
            step.code: float(step.note) for step in self.scales if step.scale in ("admiralty_source", "admiralty_info")
        }

    def outside_profile(self, name: str) -> frozenset[str]:
        """Codes a profile does not watch; `full` watches all. KeyError names an unknown profile."""
        if name not in self.profile_names:
            raise KeyError(f"unknown profile {name!r}; known: {', '.join(self.profile_names)}")
        rows = [row for row in self.profiles if row.profile == name]
        if not rows:
            return frozenset()
        members = {row.code for row in rows if row.member}
        return frozenset(code for code in self.by_code if code not in members)
