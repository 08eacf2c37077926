"""Readers of the project's own tables: feeds, the series that fill indicators, and profiles."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from indicators.catalogue.profiles import thin_factors
from indicators.catalogue.spec import Feed, IndicatorSpec, ProfileRow, Series
from indicators.catalogue.tables import Row, rows, table

GRADE = re.compile(r"[A-F][1-6]")


def read_feeds(path: Path) -> tuple[Feed, ...]:
    """feeds.csv; data of a feed must not expire before the next ones arrive (C.3)."""

    def build(row: Row) -> Feed:
        feed = Feed(
            code=row.required("code"),
            publisher=row.required("publisher"),
            title=row.required("title"),
            licence=row.required("licence"),
            redistribution=row.one_of("redistribution", ("full", "derived", "none")),
            cadence_days=row.days("cadence_days", least=1),
            lag_days=row.days("lag_days"),
            reference_rule=row.required("reference_rule"),
            max_age_days=row.days("max_age_days", least=1),
            url=row.text("url"),
            note=row.text("note"),
        )
        _check_age(row, feed.max_age_days, feed)
        return feed

    columns = "code,publisher,title,licence,redistribution,cadence_days,lag_days,reference_rule,max_age_days,url,note"
    return table(path, columns, build, lambda feed: feed.code)


def _check_age(row: Row, max_age: int, feed: Feed) -> None:
    least = feed.lag_days + feed.cadence_days
    if max_age < least:
        raise row.refuse("max_age_days", f"must be at least lag plus cadence ({least}), or data expire early")


def read_series(path: Path, feeds: Mapping[str, Feed], indicators: Mapping[str, IndicatorSpec]) -> tuple[Series, ...]:
    """series.csv; an empty maximum age is the feed's; a stand-in names its goalposts and its reason."""

    def build(row: Row) -> Series:
        if row.required("source") not in feeds:
            raise row.refuse("source", f"no such feed; feeds.csv has {', '.join(sorted(feeds))}")
        if row.required("indicator") not in indicators:
            raise row.refuse("indicator", "no such indicator in indicators.csv")
        feed = feeds[row.text("source")]
        max_age = row.days("max_age_days", least=1) if row.text("max_age_days") else feed.max_age_days
        _check_age(row, max_age, feed)
        if not GRADE.fullmatch(row.text("grade")):
            raise row.refuse("grade", "must be a letter A to F and a digit 1 to 6")
        _check_stand_in(row)
        return Series(
            source=feed.code,
            indicator=row.text("indicator"),
            field=row.required("field"),
            raw_unit=row.required("raw_unit"),
            stand_in=row.flag("stand_in"),
            raw_goalpost_0=row.optional_number("raw_goalpost_0"),
            raw_goalpost_10=row.optional_number("raw_goalpost_10"),
            max_age_days=max_age,
            priority=row.days("priority", least=1),
            grade=row.text("grade"),
            derivation=row.text("derivation"),
            reason=row.text("reason"),
        )

    columns = (
        "source,indicator,field,raw_unit,stand_in,raw_goalpost_0,raw_goalpost_10,max_age_days,priority,grade,"
        "derivation,reason"
    )
    return table(path, columns, build, lambda item: (item.source, item.indicator, item.field))


def _check_stand_in(row: Row) -> None:
    goalposts = [row.optional_number("raw_goalpost_0"), row.optional_number("raw_goalpost_10")]
    if not row.flag("stand_in"):
        return
    if None in goalposts or goalposts[0] == goalposts[1]:
        raise row.refuse("raw_goalpost_10", "a stand-in needs two different goalposts of its own")
    row.required("reason")


def read_profiles(path: Path, indicators: Mapping[str, IndicatorSpec], share: float) -> tuple[ProfileRow, ...]:
    """profiles.csv; a profile that lists a factor below `share` of its catalogue weight is refused (C.15)."""
    read: list[tuple[Row, ProfileRow]] = []
    for row in rows(path, ["profile", "code", "member", "reason"]):
        if row.required("code") not in indicators:
            raise row.refuse("code", "no such indicator in indicators.csv")
        value = ProfileRow(row.required("profile"), row.text("code"), row.flag("member"), row.required("reason"))
        if any((kept.profile, kept.code) == (value.profile, value.code) for _, kept in read):
            raise row.refuse("code", f"stands twice in profile {value.profile!r}: keep one row")
        read.append((row, value))
    for name in dict.fromkeys(value.profile for _, value in read):
        _check_profile([pair for pair in read if pair[1].profile == name], indicators, share)
    return tuple(value for _, value in read)


def _check_profile(read: list[tuple[Row, ProfileRow]], indicators: Mapping[str, IndicatorSpec], share: float) -> None:
    members = {value.code for _, value in read if value.member}
    thin = thin_factors(indicators.values(), members, share)
    for row, value in read:
        spec = indicators[value.code]
        held = thin.get((spec.level, spec.factor))
        if value.member and held is not None:
            remedy = (
                f"profile {value.profile!r} holds {held:.1%} of the weight of {spec.level}:{spec.factor}, "
                f"under {share:.0%}: take the whole factor out"
            )
            raise row.refuse("code", remedy)
