"""The heatmap page of 200 countries scored on 500 dates: the whole answer beside its template from memory.

All are measured in one process, in turn; the smallest of several rounds counts. "From memory" starts with the
rows that the reader returned and ends with the text of the page: presenting, rendering, the frame.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any

from benchmarks.child import call, prepare, reader, sqlite
from benchmarks.protocol import Ratio

NAME = "heatmap page"
MAX_RATIO, MAX_CACHED, MAX_QUERIES = 1.5, 0.2, 12
ROUNDS = 20
ADDRESS = "/heatmap?world=exercise"


def best(tasks: dict[str, Callable[[], Any]]) -> dict[str, float]:
    """Least milliseconds of each task, taken in turn so that a busy moment hits all alike."""
    least = dict.fromkeys(tasks, float("inf"))
    for _round in range(ROUNDS):
        for name, task in tasks.items():
            started = time.perf_counter()
            task()
            least[name] = min(least[name], (time.perf_counter() - started) * 1000)
    return least


def child() -> dict[str, float]:
    """On the database of the settings: milliseconds of each way, number of queries, bytes of the page."""
    prepare()
    from django.core.cache import cache
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from benchmarks import big_world

    big_world.build()
    user, _key = reader()
    client = Client()
    client.force_login(user, backend="warning.authz.RoleBackend")
    first = client.get(ADDRESS)
    assert first.status_code == 200, first.content
    etag = client.get(ADDRESS)["ETag"]

    def cold() -> None:
        cache.clear()
        client.get(ADDRESS)

    def unchanged() -> None:
        assert client.get(ADDRESS, headers={"If-None-Match": etag}).status_code == 304

    cache.clear()
    with CaptureQueriesContext(connection) as seen:
        client.get(ADDRESS)
    # Now: later requests empty the log.
    queries = len(seen)
    ways = {
        "memory": _from_memory(user),
        "cold": cold,
        "cached": lambda: client.get(ADDRESS),
        "unchanged": unchanged,
    }
    return {**best(ways), "queries": queries, "bytes": len(first.content)}


def _from_memory(user: Any) -> Callable[[], Any]:
    """The same page from the reader's rows, already read."""
    from django.template.loader import render_to_string
    from django.test import RequestFactory
    from django.utils import timezone

    from indicators.pages.heatmap import render_fragment
    from indicators.pages.heatmap_filters import filter_form
    from indicators.readers.heatmap import HeatmapQuery, heatmap

    today = timezone.now().date()
    query = HeatmapQuery.from_params({}, user, today, world="exercise")
    found = heatmap(query, user)
    request = RequestFactory().get(ADDRESS)
    request.user = user
    request.world = "exercise"  # type: ignore[attr-defined]

    def render() -> str:
        request.__dict__.pop("frame", None)
        context = {"form": filter_form(query, found, today), "fragment": render_fragment(found, user), "errors": ()}
        return render_to_string("indicators/heatmap/page.html", context, request)

    return render


def run() -> list[Ratio]:
    """The page rendered, from the fragment's cache, and answered 304; its queries."""
    with sqlite() as (url, folder):
        m = call("benchmarks.heatmap_page", url, folder)
    memory = m["memory"]
    beside = f"/ {memory:.1f} ms"
    return [
        Ratio("heatmap page / template from memory", m["cold"] / memory, MAX_RATIO, f"{m['cold']:.1f} ms {beside}"),
        Ratio("heatmap page, cached / from memory", m["cached"] / memory, MAX_CACHED, f"{m['cached']:.1f} ms {beside}"),
        Ratio(
            "heatmap page, 304 / from memory", m["unchanged"] / memory, MAX_CACHED, f"{m['unchanged']:.1f} ms {beside}"
        ),
        Ratio("heatmap page, queries", m["queries"], MAX_QUERIES, f"{m['bytes']:,.0f} bytes"),
    ]


if __name__ == "__main__":
    if sys.argv[1:] == ["child"]:
        print(json.dumps(child()))
    else:
        for ratio in run():
            print(ratio)
