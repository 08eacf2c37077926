"""Pages of the evidence and the matrix."""

from __future__ import annotations

from django.urls import path

from indicators.pages.exports import heatmap_export
from indicators.pages.heatmap import heatmap_page
from indicators.pages.indicators import factor_view, indicator_page, indicators_page, un_factor_view
from indicators.pages.lineage import lineage_page
from indicators.pages.sources import source_detail, sources_page

urlpatterns = [
    path("heatmap", heatmap_page, name="heatmap"),
    path("heatmap.csv", heatmap_export, {"format": "csv"}, name="heatmap-csv"),
    path("heatmap.hxl.csv", heatmap_export, {"format": "hxl"}, name="heatmap-hxl"),
    path("heatmap.json", heatmap_export, {"format": "json"}, name="heatmap-json"),
    path("countries/<str:iso3>/lineage/<int:score>/<str:code>/", lineage_page, name="lineage"),
    path("indicators/", indicators_page, name="indicator-list"),
    path("indicators/<str:code>/", indicator_page, name="indicator"),
    path("factors/<str:code>/", factor_view, name="factor"),
    path("un-factors/<int:number>/", un_factor_view, name="un-factor"),
    path("sources/", sources_page, name="source-list"),
    path("sources/<str:code>/", source_detail, name="source"),
]
