"""When a value was published: said by the file, said for the file, or assumed from the source's lag.

Pure, but for the present day where the caller names none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators import catalogue
from indicators.importers.problems import Problem, Refused, problem, refuse
from indicators.importers.table import TOLD
from indicators.telling import Row, tell

_THREE_WAYS = "give exactly one of: a release date, the assumed lag, or a published column in the file"


def assign_publication(
    frame: pd.DataFrame,
    *,
    released: date | None = None,
    assume_lag: bool = False,
    lags: Mapping[str, int],
    today: date | None = None,
) -> pd.DataFrame:
    """The rows with `published` filled and `published_assumed` set (specification C.2).

    Exactly one of `released` (one date for the whole file), `assume_lag` (the day a value refers to plus the lag
    of its source, in days, from `lags`) and a published column must be there. Works on observations, where the
    lag counts from ref_end, and on events, where it counts from reference.

    Raises:
        Refused: also for what is published before the day it speaks of, scheduled dates excepted, or after `today`
            (default the present day in UTC).
    """
    found = _assign(frame, released, assume_lag, lags)
    problems = _too_early(found)
    if released is not None or assume_lag:
        # What the file says of itself has been looked at with its other cells.
        problems += _ahead(found, today or datetime.now(UTC).date())
    if problems:
        raise Refused(problems)
    return found


def _assign(frame: pd.DataFrame, released: date | None, assume_lag: bool, lags: Mapping[str, int]) -> pd.DataFrame:
    dated = frame["published"].notna().to_numpy()
    if released is not None and assume_lag:
        raise refuse("publication_twice", "released and assumed lag", _THREE_WAYS)
    if (released is not None or assume_lag) and dated.any():
        line = int(frame["line"].to_numpy()[dated][0])
        raise refuse("publication_twice", "the file has dates of its own", _THREE_WAYS, line=line, column="published")
    if released is not None:
        return _released(frame, released)
    if assume_lag:
        return _assumed(frame, lags)
    if not dated.all():
        raise Refused(_undated(frame["line"].to_numpy()[~dated]))
    return frame.assign(published_assumed=False)


def _released(frame: pd.DataFrame, released: date) -> pd.DataFrame:
    day = np.datetime64(released, "s")
    published = pd.Series(pd.DatetimeIndex([day] * len(frame)).as_unit("s"), index=frame.index)
    return frame.assign(published=published, published_assumed=False)


def _assumed(frame: pd.DataFrame, lags: Mapping[str, int]) -> pd.DataFrame:
    sources = frame["source"].astype("category")
    unknown = [name for name in sources.cat.categories if name not in lags]
    if unknown:
        raise refuse("source_unknown", unknown[0], "feeds.csv has no publication lag for this source", column="source")
    days = np.array([lags[name] for name in sources.cat.categories], dtype=np.int64)
    from_day = frame["ref_end" if "ref_end" in frame else "reference"].to_numpy().astype("datetime64[s]")
    lag = days[sources.cat.codes.to_numpy()] if len(frame) else np.array([], dtype=np.int64)
    published = from_day + lag * np.timedelta64(86400, "s")
    return frame.assign(published=published, published_assumed=True)


def _undated(lines: npt.NDArray[np.int64]) -> list[Problem]:
    return [problem(line, "published", "publication_missing", "", _THREE_WAYS) for line in lines[:TOLD]]


def _too_early(rows: pd.DataFrame) -> list[Problem]:
    """Rows published before their period ended or their event happened."""
    observed = "ref_end" in rows
    about = "ref_end" if observed else "date"
    early = (rows["published"] < rows[about]).to_numpy()
    if not observed:
        early = early & ~rows["indicator"].isin(scheduled()).to_numpy()
    code, what = (
        ("published_before_period", "the period ends") if observed else ("published_before_event", "it happens")
    )
    return _told(rows[early], code, lambda row: f"{what} on {row[about]:%Y-%m-%d}: give a day from then on")


def _ahead(rows: pd.DataFrame, today: date) -> list[Problem]:
    """Rows published after today, by the date given for the file or by their source's usual lag."""
    late = (rows["published"] > pd.Timestamp(today)).to_numpy()
    remedy = f"later than today, {today}: give the day on which it was released"
    return _told(rows[late], "published_in_future", lambda row: remedy)


def _told(rows: pd.DataFrame, code: str, remedy: Callable[[Row], str]) -> list[Problem]:
    """A problem for each row, with the day that is wrong."""
    shown = rows.assign(day=rows["published"].dt.strftime("%Y-%m-%d"))
    return tell(shown, np.ones(len(rows), dtype=bool), "published", code, "day", remedy)


def scheduled() -> list[str]:
    """Codes of dates announced ahead, such as elections."""
    return [spec.code for spec in catalogue.load().indicators if spec.transform == "calendar"]
