"""The indicators behind scores as flat numbers for exports: one query, read as a stream."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from indicators.catalogue import load
from indicators.exports.numbers import Number, withheld
from indicators.models import Contribution, Source


def terms() -> dict[str, tuple[str, str]]:
    """(licence, redistribution) by source code."""
    return {code: (licence, terms) for code, licence, terms in _sources()}


def redistribution() -> dict[str, str]:
    """full, derived or none, by source code."""
    return {code: terms for code, _licence, terms in _sources()}


def _sources() -> Iterator[tuple[str, str, str]]:
    yield from Source.objects.values_list("code", "licence", "redistribution")


def readings(scores: Collection[int], levels: str) -> Iterator[tuple[int, Number]]:
    """(score id, number) of every scored indicator, by score and catalogue order.

    Values whose licence keeps them back are left out; the score is kept where derived numbers may be published.

    Args:
        levels: whose indicators: letters of R, P, T.
    """
    known, method = terms(), load()
    rows = (
        Contribution.objects.filter(score__in=scores, indicator__level__in=list(levels))
        .order_by("score", "indicator__position")
        .values_list(
            "score_id", "indicator_id", "state", "value", "points", "freshness", "detail", "observation__ref_end",
            "observation__published",
        )
    )  # fmt: skip
    for score, code, state, value, points, freshness, detail, ref_end, published in rows.iterator(chunk_size=2000):
        source = detail.get("source") or ""
        licence, redistributed = known.get(source, ("", "full" if not source else "none"))
        kept = withheld(redistributed)
        yield (
            score,
            Number(
                code=code,
                name=method.by_code[code].name if code in method.by_code else code,
                score=None if kept == "value and score" else points,
                state=state,
                value=None if kept else value,
                freshness=freshness,
                ref=ref_end,
                published=published,
                source=source,
                licence=licence,
                withheld=kept,
            ),
        )
