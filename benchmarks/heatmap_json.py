"""The heatmap of 200 countries scored on 500 dates over REST: its queries, and its JSON beside the least it can cost.

The JSON is measured against a bare authenticated API view that sends the same bytes, through the whole stack of
middleware, in turn, the best of many rounds each.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any

from benchmarks.child import call, prepare, reader, sqlite
from benchmarks.protocol import Ratio

NAME = "heatmap json"
API = "/api/v1/heatmap/?world=exercise"
MAX_QUERIES, MAX_JSON = 12, 3.0


def best(*ways: Callable[[], Any], rounds: int, each: int = 1) -> list[float]:
    """Least milliseconds a call of each way, taken in turn so that a busy moment hits all alike."""
    least = [float("inf")] * len(ways)
    for _round in range(rounds):
        for at, way in enumerate(ways):
            started = time.perf_counter()
            for _call in range(each):
                way()
            least[at] = min(least[at], (time.perf_counter() - started) / each * 1000)
    return least


def child() -> dict[str, float]:
    """Everything, on the database of the settings."""
    prepare()
    from django.test import Client

    from benchmarks import big_world

    big_world.build()
    user, key = reader()
    return {**_queries(user), **_json(Client(headers={"Authorization": f"Token {key}"}))}


def _queries(user: Any) -> dict[str, float]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from indicators.readers.heatmap import heatmap

    with CaptureQueriesContext(connection) as queries:
        found = heatmap(_query(user), user)
    (seconds,) = best(lambda: heatmap(_query(user), user), rounds=5)
    return {"queries": len(queries), "rows": len(found.rows), "reader_ms": seconds}


def _query(user: Any) -> Any:
    from django.utils import timezone

    from indicators.readers.heatmap import HeatmapQuery

    return HeatmapQuery.from_params({"world": "exercise"}, user, timezone.now().date())


def _json(client: Any) -> dict[str, float]:
    from django.http import HttpResponse
    from django.urls import clear_url_caches, path
    from rest_framework.permissions import IsAuthenticated
    from rest_framework.views import APIView

    import warning.urls

    answer = client.get(API)
    assert answer.status_code == 200, answer.content
    body = answer.content

    class Bare(APIView):
        permission_classes = [IsAuthenticated]

        def get(self, request: Any) -> HttpResponse:
            return HttpResponse(body, content_type="application/json")

    warning.urls.urlpatterns.append(path("api/bare/", Bare.as_view()))
    clear_url_caches()
    assert client.get("/api/bare/").content == body
    bare, ours = best(lambda: client.get("/api/bare/"), lambda: client.get(API), rounds=25, each=5)
    return {"bare_ms": bare, "json_ms": ours, "json_bytes": len(body)}


def run() -> list[Ratio]:
    """Queries, and the ratio of the JSON."""
    with sqlite() as (url, folder):
        m = call("benchmarks.heatmap_json", url, folder)
    detail = f"{m['json_ms']:.2f} ms / {m['bare_ms']:.2f} ms, {m['json_bytes']:,.0f} bytes"
    return [
        Ratio("heatmap reader, queries", m["queries"], MAX_QUERIES, f"{m['reader_ms']:.0f} ms for {m['rows']} rows"),
        Ratio("heatmap JSON / bare authenticated view", m["json_ms"] / m["bare_ms"], MAX_JSON, detail),
    ]


if __name__ == "__main__":
    if sys.argv[1:] == ["child"]:
        print(json.dumps(child()))
    else:
        for ratio in run():
            print(ratio)
