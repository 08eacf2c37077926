"""Checked rows of an importer in the shape of the observation table."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pandas as pd
from django.db import connection


def observation_rows(frame: pd.DataFrame, *, run_id: int, retrieved_at: datetime) -> pd.DataFrame:
    """The frame of `checks.Checked.accepted`, dated, with the columns of `store.COLUMNS`.

    Texts that repeat stay categories and dates become ISO texts once a distinct day: a million rows
    then cost a few dozen conversions.
    """
    moment: Any = connection.ops.adapt_datetimefield_value(retrieved_at)
    return pd.DataFrame(
        {
            "indicator_id": frame["indicator"],
            "country_id": frame["iso3"],
            "ref_end": iso_days(frame["ref_end"]),
            "value": frame["value"].astype("float64"),
            "unit": frame["unit"],
            "raw": frame["raw"],
            "raw_unit": frame["raw_unit"],
            "source_id": frame["source"],
            "grade": frame["grade"],
            "published": iso_days(frame["published"]),
            "published_assumed": frame["published_assumed"].astype(bool),
            "retrieved_at": str(moment),
            "import_run_id": run_id,
            "line": frame["line"].astype("int64"),
            "column": frame["column"],
            "derivation": frame["derivation"],
            "input_lines": frame["input_lines"].astype("str").str.slice(0, 200),
        }
    )


def iso_days(days: pd.Series) -> pd.Series:
    """Dates as categories of ISO texts."""
    # Sorted, since rows are put in the order of their publication by these categories.
    codes, distinct = pd.factorize(days, sort=True)
    texts = pd.Index(pd.DatetimeIndex(distinct).strftime("%Y-%m-%d"))
    return pd.Series(pd.Categorical.from_codes(codes.tolist(), categories=texts), index=days.index)
