"""GET /heatmap/: the page's rows with the page's query string, as JSON, CSV or HXL."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from countries.api.base import FLAG, WORLD, CSVRenderer, Endpoint, Query, stream
from indicators.api.common import PROFILE, described
from indicators.api.heatmap_shapes import HeatmapSerializer
from indicators.api.renderers import HXLRenderer
from indicators.api.scores import BAND, FORMS, STATUS, ScoreEndpoint
from indicators.delivery.heatmap import file_name, heatmap_file, heatmap_json, stamp
from indicators.readers.heatmap import HeatmapQuery
from indicators.readers.heatmap_query import LEVEL_CHOICES, SORT_CHOICES, TRENDS, VIEWS


class HeatmapView(ScoreEndpoint):
    """The heatmap."""

    renderer_classes = [*Endpoint.renderer_classes, CSVRenderer, HXLRenderer]
    query = (
        WORLD,
        PROFILE,
        Query("as_of", "As scored on this day. Default: the newest run.", format="date"),
        Query("view", "With experts' adjustments, or data only.", choices=VIEWS),
        Query("level", "Whose factors are listed.", choices=LEVEL_CHOICES),
        Query("region", "M49 code of a region."),
        Query("subregion", "M49 code of a sub-region."),
        BAND,
        Query("trend", "Only rows with this trend.", choices=TRENDS),
        STATUS,
        Query("mine", "1: only countries of your assignments.", choices=FLAG),
        Query("sort", "Order of the rows; a minus turns it round.", choices=SORT_CHOICES),
        Query("search", "Words of a name or a code."),
        FORMS,
    )

    @extend_schema(operation_id="heatmap_retrieve", responses=HeatmapSerializer)
    def get(self, request: Request) -> HttpResponseBase:
        """One row for every watched country of the world, all at once."""
        self.params().check()
        given = request.query_params.dict()
        query = HeatmapQuery.from_params(given, request.user, timezone.now().date(), also=("format",))
        known = stamp(query, request.user)
        self.fresh(known)
        if self.wants("json"):
            # The bytes are ready; a renderer would only unpack and pack them again.
            return HttpResponse(heatmap_json(query, request.user, known), content_type="application/json")
        form = "hxl" if self.wants("hxl") else "csv"
        name = file_name(query, "hxl.csv" if form == "hxl" else "csv")
        about = described(query.world, profile=query.profile, as_of=query.as_of)
        return stream(heatmap_file(query, request.user, form), name, about)
