"""The heatmap page in other forms: /heatmap.csv, /heatmap.hxl.csv, /heatmap.json, with the page's own query string."""

from __future__ import annotations

import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from countries.params import ParamErrors
from indicators.delivery.heatmap import file_name, heatmap_file, heatmap_json, stamp
from indicators.readers.heatmap import HeatmapQuery
from ledger.actors import require

_SUFFIX = {"csv": "csv", "hxl": "hxl.csv", "json": "json"}
_TYPES = {"json": "application/json"}


@require_safe
def heatmap_export(request: HttpRequest, format: str) -> HttpResponse:
    """One file: what the page shows with the same query string, and nothing where the string is refused."""
    user: Any = request.user
    require(user, "indicators.export_scores")
    today = timezone.now().date()
    world: str = request.world  # type: ignore[attr-defined]
    try:
        query = HeatmapQuery.from_params(request.GET.dict(), user, today, world=world)
    except ParamErrors as refused:
        return _refused(refused)
    known = stamp(query, user)
    etag = quote_etag(hashlib.sha256(f"{format}|{known}".encode()).hexdigest()[:32])
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response: HttpResponse = HttpResponseNotModified()
    else:
        body: Any = heatmap_json(query, user, known) if format == "json" else heatmap_file(query, user, format)
        response = HttpResponse(body, content_type=_TYPES.get(format, "text/csv; charset=utf-8"))
        response["Content-Disposition"] = f'attachment; filename="{file_name(query, _SUFFIX[format])}"'
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Cookie"])
    return response


def _refused(refused: ParamErrors) -> HttpResponse:
    """The mistakes by name; a file with other rows than asked for would be worse than none."""
    errors = [
        {"field": e.field, "code": e.code, "value": e.value, "message": e.message, "remedy": e.remedy}
        for e in refused.errors
    ]
    body = {
        "type": "about:blank",
        "title": "Bad Request",
        "status": 400,
        "code": "invalid_parameters",
        "detail": _("Some parameters were refused; no file was made."),
        "errors": errors,
    }
    return JsonResponse(body, status=400, content_type="application/problem+json")
