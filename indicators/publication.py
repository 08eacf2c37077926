"""When a value was published: said by the file, said for the file, or assumed from the source's lag. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators.importers.problems import Problem, Refused, problem, refuse
from indicators.importers.table import TOLD

_THREE_WAYS = "give exactly one of: a release date, the assumed lag, or a published column in the file"


def assign_publication(
    frame: pd.DataFrame, *, released: date | None = None, assume_lag: bool = False, lags: Mapping[str, int]
) -> pd.DataFrame:
    """The rows with `published` filled and `published_assumed` set (specification C.2).

    Exactly one of `released` (one date for the whole file), `assume_lag` (the day a value refers to plus the lag
    of its source, in days, from `lags`) and a published column must be there. Works on observations, where the
    lag counts from ref_end, and on events, where it counts from reference. Raises Refused.
    """
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
    if "ref_end" in frame:
        late = frame["ref_end"].to_numpy() > day
        if late.any():
            raise Refused(_too_early(frame[late], released))
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


def _too_early(rows: pd.DataFrame, released: date) -> list[Problem]:
    return [
        problem(line, "published", "released_before_period", end.date(), f"the file is said to be of {released}")
        for line, end in zip(rows["line"][:TOLD], rows["ref_end"][:TOLD], strict=True)
    ]
