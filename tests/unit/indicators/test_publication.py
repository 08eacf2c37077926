"""Publication dates: exactly one way of knowing them."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from indicators.importers import Refused
from indicators.publication import assign_publication

LAGS = {"slow": 300, "quick": 60}


def rows(published: str | None = None, *, sources: tuple[str, ...] = ("slow", "quick")) -> pd.DataFrame:
    """Observations of the end of 2020."""
    frame = pd.DataFrame({"source": list(sources), "line": range(2, 2 + len(sources))})
    day = pd.Series(pd.to_datetime([published] * len(frame))).astype("datetime64[s]")
    return frame.assign(ref_end=pd.Timestamp("2020-12-31").as_unit("s"), published=day)


def events(indicator: str = "T-RF3-01", *, on: str, reference: str, published: str | None = None) -> pd.DataFrame:
    """One event."""
    days = {"date": pd.Timestamp(on).as_unit("s"), "reference": pd.Timestamp(reference).as_unit("s")}
    return rows(published, sources=("quick",)).drop(columns="ref_end").assign(indicator=indicator, **days)


def code(frame: pd.DataFrame, **how) -> tuple[str, int]:
    """Code and line of the refusal."""
    with pytest.raises(Refused) as caught:
        assign_publication(frame, lags=LAGS, **how)
    return caught.value.problems[0].code, caught.value.problems[0].line


def test_a_release_date_holds_for_the_whole_file_and_is_not_assumed() -> None:
    dated = assign_publication(rows(), released=date(2021, 5, 1), lags=LAGS)
    assert set(dated["published"].dt.strftime("%Y-%m-%d")) == {"2021-05-01"}
    assert not dated["published_assumed"].any()


def test_an_assumed_date_is_the_reference_date_plus_the_lag_of_each_source_and_is_marked() -> None:
    dated = assign_publication(rows(), assume_lag=True, lags=LAGS)
    assert list(dated["published"].dt.strftime("%Y-%m-%d")) == ["2021-10-27", "2021-03-01"]
    assert dated["published_assumed"].all()


def test_the_dates_of_the_file_are_kept() -> None:
    dated = assign_publication(rows("2021-04-01"), lags=LAGS)
    assert set(dated["published"].dt.strftime("%Y-%m-%d")) == {"2021-04-01"}
    assert not dated["published_assumed"].any()


def test_an_event_counts_its_lag_from_the_day_it_was_known() -> None:
    event = events(on="2020-03-01", reference="2020-01-01")
    dated = assign_publication(event, assume_lag=True, lags=LAGS)
    assert list(dated["published"].dt.strftime("%Y-%m-%d")) == ["2020-03-01"]


def test_two_ways_at_once_are_refused() -> None:
    assert code(rows(), released=date(2021, 5, 1), assume_lag=True)[0] == "publication_twice"
    assert code(rows("2021-04-01"), assume_lag=True) == ("publication_twice", 2)
    assert code(rows("2021-04-01"), released=date(2021, 5, 1)) == ("publication_twice", 2)


def test_no_way_at_all_is_refused_and_so_is_a_line_without_its_date() -> None:
    assert code(rows()) == ("publication_missing", 2)
    partly = rows("2021-04-01")
    partly.loc[1, "published"] = pd.NaT
    assert code(partly) == ("publication_missing", 3)


def test_a_release_before_the_end_of_the_period_is_refused() -> None:
    assert code(rows(), released=date(2020, 6, 1)) == ("published_before_period", 2)


def test_a_value_is_never_published_before_its_period_ended_nor_tomorrow_whichever_way_it_is_dated() -> None:
    today = date(2021, 2, 1)
    assert code(rows("2020-12-30"), today=today) == ("published_before_period", 2)
    assert code(rows(), released=date(2021, 2, 2), today=today) == ("published_in_future", 2)
    assert code(rows(), assume_lag=True, today=today) == ("published_in_future", 2)
    assert code(rows(), released=date(2999, 1, 1)) == ("published_in_future", 2)
    assert len(assign_publication(rows("2020-12-31"), lags=LAGS, today=today)) == 2
    assert len(assign_publication(rows(), released=today, lags=LAGS, today=today)) == 2


@pytest.mark.parametrize(
    "how", [{"released": date(2020, 2, 1)}, {"assume_lag": True}, {}], ids=["released", "lag", "column"]
)
def test_only_a_scheduled_date_is_known_before_it_comes(how: dict) -> None:
    published = None if how else "2020-02-01"
    ahead = events(on="2150-11-30", reference="2020-01-01", published=published)
    assert code(ahead, **how) == ("published_before_event", 2)
    vote = events("T-RF2-01", on="2150-11-30", reference="2020-01-01", published=published)
    assert len(assign_publication(vote, lags=LAGS, **how)) == 1


def test_a_source_without_a_lag_cannot_be_assumed() -> None:
    assert code(rows(sources=("nobody",)), assume_lag=True)[0] == "source_unknown"


def test_no_rows_are_no_problem() -> None:
    assert len(assign_publication(rows().iloc[:0], assume_lag=True, lags=LAGS)) == 0
