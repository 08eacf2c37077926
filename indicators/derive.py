"""Derived indicators and stand-ins as named pure functions (specification A.2, A.7, C.15). Pure.

Series are frames with the columns key, year, value, line (the file line of the value); every function answers
such a frame with `input_lines`, the lines its value was made of. A value that cannot be made is left out, never
filled. The name of the function stands in the `derivation` of every observation it made.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators.catalogue.spec import IndicatorSpec, Series

Floats = npt.NDArray[np.float64]
OUT = ["key", "year", "value", "line", "input_lines"]
# The column that keeps them holds 200 characters.
LINES_SHOWN = 200
MONTH_DAYS = 30.4375
WINDOW = 15


def lines_text(lines: Iterable[int]) -> str:
    """File lines as "12;9", cut with a count of those not shown."""
    parts = [str(int(line)) for line in lines]
    text = ";".join(parts)
    while len(text) > LINES_SHOWN:
        kept = text[: LINES_SHOWN - 8].rsplit(";", 1)[0]
        text = f"{kept};+{len(parts) - kept.count(';') - 1}"
    return text


def three_year_change(frame: pd.DataFrame) -> pd.DataFrame:
    """Value of a year minus the value three years before, where both are known (P-RF7-02, P-RF9-01, P-RT-01)."""
    now = frame.loc[frame["value"].notna(), ["key", "year", "value", "line"]]
    then = now.assign(year=now["year"] + 3)
    both = now.merge(then, on=["key", "year"], suffixes=("", "_then"))
    both["value"] = both["value"] - both["value_then"]
    both["input_lines"] = _joined(both["line"], both["line_then"])
    return both[OUT]


def mean_of_two(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Mean of two series where both are known (R-RT-02, P-RF2-01)."""
    both = first.merge(second, on=["key", "year"], suffixes=("", "_two"))
    both["value"] = (both["value"] + both["value_two"]) / 2
    both = both[both["value"].notna()]
    same = both["line"] == both["line_two"]
    both["input_lines"] = _joined(both["line"], both["line_two"]).where(~same, both["line"].astype(str))
    return both[OUT]


def last_twelve_months(frame: pd.DataFrame) -> pd.DataFrame:
    """Total of the amounts of a calendar year: on 31 December, the last twelve months (P-RF1-02)."""
    return _grouped(frame, "sum")


def neighbours_worst(
    frame: pd.DataFrame, neighbours: Callable[[str, int], Collection[str]], pairs: Iterable[tuple[str, int]]
) -> pd.DataFrame:
    """Largest value among the neighbours of every (country, year) of `pairs` (P-RF1-03).

    A country without neighbours by land gets 0: nothing can spill over a border it does not have. A country
    none of whose neighbours has a value is left out.
    """
    known = {
        (key, year): (value, line)
        for key, year, value, line in frame[["key", "year", "value", "line"]].itertuples(index=False)
    }
    found = []
    for key, year in pairs:
        around = neighbours(key, year)
        values = [known[other, year] for other in around if (other, year) in known]
        if values or not around:
            value, line = max(values, default=(0.0, 0))
            found.append((key, year, value, line, str(int(line))))
    return pd.DataFrame(found, columns=OUT)


def covered_without_record(
    frame: pd.DataFrame, pairs: Iterable[tuple[str, int]], named: Collection[tuple[str, int]]
) -> pd.DataFrame:
    """Zeros for the (country, year) of `pairs` that the file covers and names nowhere.

    `named` are the pairs the file speaks of without a value of their own: they get none here either. The
    statement is the file's as a whole, hence line 0.
    """
    spoken = {*zip(frame["key"], frame["year"], strict=True), *named}
    silent = [pair for pair in pairs if pair not in spoken]
    zeros = pd.DataFrame(silent, columns=["key", "year"])
    return zeros.assign(value=0.0, line=0, input_lines="")[OUT]


def years_since(frame: pd.DataFrame) -> pd.DataFrame:
    """Years since the last year in which something went on; 0 while it does (R-RF6-01).

    `value` is how many episodes went on that year. Years before the first known episode are left out: whether
    they mean "never" is for the importer to say.
    """
    ordered = frame.sort_values(["key", "year"], kind="stable")
    going = ordered["value"] > 0
    last_year = ordered["year"].where(going).groupby(ordered["key"]).ffill()
    last_line = ordered["line"].where(going).groupby(ordered["key"]).ffill()
    ordered = ordered.assign(value=ordered["year"] - last_year, last=last_line)[last_year.notna().to_numpy()]
    same = ordered["line"] == ordered["last"]
    ordered["input_lines"] = _joined(ordered["line"], ordered["last"]).where(~same, ordered["line"].astype(str))
    return ordered[OUT]


def months_since(
    events: pd.DataFrame, ends: pd.DataFrame, *, never_after: float, known_from: np.datetime64
) -> pd.DataFrame:
    """Months from the last event on or before each end to that end; NaN for "never" (P-RF1-01).

    `events`: key, date, line. `ends`: key, end. After `never_after` months the answer is never; where the file
    does not reach back that far and names no event, nothing is known and the end is left out. Months are 30.4375
    days. Answers key, end, value, line, input_lines (line 0 where there is no event).
    """
    left = ends.sort_values("end", kind="stable")
    right = events.sort_values("date", kind="stable")
    joined = pd.merge_asof(left, right, left_on="end", right_on="date", by="key")
    elapsed = (joined["end"] - joined["date"]).dt.days / MONTH_DAYS
    reach = (joined["end"] - pd.Timestamp(known_from)).dt.days / MONTH_DAYS
    joined["value"] = elapsed.where(elapsed <= never_after)
    joined["line"] = joined["line"].fillna(0).astype(np.int64)
    joined["input_lines"] = joined["line"].astype(str).where(joined["line"] > 0, "")
    return joined.loc[elapsed.notna() | (reach >= never_after), ["key", "end", "value", "line", "input_lines"]]


def years_of_upheaval_in_15(frame: pd.DataFrame, pairs: Iterable[tuple[str, int]], *, first: int) -> pd.DataFrame:
    """How many of the last 15 years, the year itself included, had an upheaval (R-RF1-01).

    `frame` holds one row per (country, year) with an upheaval. Only windows that begin in the year `first` of
    the file or later are counted: a year nobody looked at is not a year of peace.
    """
    wanted = pd.DataFrame(list(pairs), columns=["key", "year"])
    wanted = wanted[wanted["year"] - WINDOW + 1 >= first]
    once = frame.groupby(["key", "year"], as_index=False)["line"].min()
    hits = wanted.merge(once, on="key", suffixes=("", "_hit"))
    hits = hits[(hits["year_hit"] <= hits["year"]) & (hits["year_hit"] > hits["year"] - WINDOW)]
    made = _grouped(hits.assign(value=1.0), "sum")
    made = wanted.merge(made, on=["key", "year"], how="left")
    made = made.fillna({"value": 0.0, "line": 0, "input_lines": ""})
    return made.astype({"line": np.int64})[OUT]


def years_from_log2(frame: pd.DataFrame) -> pd.DataFrame:
    """Years from log2(years + 1) (R-RF1-03)."""
    with np.errstate(over="ignore"):  # an absurd number becomes infinite, which the checks refuse
        value = np.round(np.exp2(frame["value"]) - 1, 6)
    return frame.assign(value=value, input_lines=frame["line"].astype(str))[OUT]


def military_share_of_power(types: pd.Series) -> pd.Series:
    """REIGN's regime types in three steps: 0 civilian, 1 soldiers share power, 2 soldiers rule (R-RF5-02).

    NaN where the type says nothing about it: foreign occupation and warlords.
    """
    return types.str.strip().map(MILITARY_STEPS).astype(float)


MILITARY_STEPS = {
    "parliamentary": 0,
    "presidential": 0,
    "party-based": 0,
    "personal": 0,
    "party-personal": 0,
    "monarchy": 0,
    "oligarchy": 0,
    "provisional": 0,
    "indirect military": 1,
    "party-military": 1,
    "party-personal-military": 1,
    "military": 2,
    "military personal": 2,
    "provisional military": 2,
}


def on_indicator_scale(raw: Floats, series: Series, spec: IndicatorSpec) -> Floats:
    """A stand-in's values on the scale of its indicator.

    Linear in transformed units: the catalogue's goalposts then give the score the stand-in's own goalposts give
    (specification C.4, C.15). Values of a series that is no stand-in, or shares the goalposts, stay as they are.
    """
    own = (series.raw_goalpost_0, series.raw_goalpost_10)
    if not series.stand_in or own == (spec.goalpost_0, spec.goalpost_10):
        return raw
    if spec.transform not in _THERE:
        raise ValueError(f"{spec.code}: a stand-in cannot be mapped through {spec.transform!r}")
    there, back = _THERE[spec.transform], _BACK[spec.transform]
    raw_0, raw_10, goal_0, goal_10 = (
        float(there(np.array([number]))[0])
        for number in (*own, spec.goalpost_0, spec.goalpost_10)
        if number is not None
    )
    share = (there(raw) - raw_0) / (raw_10 - raw_0)
    mapped: Floats = back(goal_0 + share * (goal_10 - goal_0))
    return mapped


def _same(values: Floats) -> Floats:
    return values


def _log10p1(values: Floats) -> Floats:
    logged: Floats = np.log10(1 + np.maximum(values, 0))
    return logged


def _back_log10p1(values: Floats) -> Floats:
    with np.errstate(over="ignore"):
        deaths: Floats = np.power(10.0, values) - 1
    return deaths


_THERE: dict[str, Callable[[Floats], Floats]] = {
    "lin": _same,
    "rate_lin": _same,
    "ln": np.log,
    "log2": np.log2,
    "log10p1": _log10p1,
    "rate_log10p1": _log10p1,
}
_BACK: dict[str, Callable[[Floats], Floats]] = {
    "lin": _same,
    "rate_lin": _same,
    "ln": np.exp,
    "log2": np.exp2,
    "log10p1": _back_log10p1,
    "rate_log10p1": _back_log10p1,
}


def _joined(first: pd.Series, second: pd.Series) -> pd.Series:
    return first.astype(np.int64).astype(str) + ";" + second.astype(np.int64).astype(str)


def _grouped(frame: pd.DataFrame, how: str) -> pd.DataFrame:
    """One value per key and year, with the lines it was made of; `line` is the first of them."""
    groups = frame.groupby(["key", "year"], as_index=False)
    made = groups.agg(value=("value", how), line=("line", "min"), lines=("line", list))
    made["input_lines"] = [lines_text(sorted(lines)) for lines in made["lines"]]
    return made[OUT]
