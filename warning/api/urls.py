"""Every address under /api/. Rooms bring endpoints, this file says where they are."""

from __future__ import annotations

from django.urls import path, re_path

from countries.api.views import CountryDetail, CountryList
from indicators.api.heatmap import HeatmapView
from indicators.api.jobs import JobCancel, JobDetail, JobList
from indicators.api.method import IndicatorDetail, IndicatorList, SourceDetail, SourceList
from indicators.api.observations import ObservationDetail, ObservationList
from indicators.api.runs import BundleDetail, RunDetail, RunList
from indicators.api.scores import ScoreDetail, ScoreHistory, ScoreLineage, ScoreList
from indicators.catalogue import load
from warning.api.docs import DocsView, SchemaView


def named() -> dict[str, str]:
    """Method and weights, for the answers of the room that knows neither."""
    return {"method": load().method, "weights": load().weights}


# Keys are bounded here, so that no oversized one reaches the database.
ID = r"(?P<pk>[0-9]{1,18})"
CODE = r"(?P<code>[A-Za-z0-9_.-]{1,40})"

urlpatterns = [
    path("schema/", SchemaView.as_view(), name="api-schema"),
    path("docs/", DocsView.as_view(), name="api-docs"),
    path("v1/countries/", CountryList.as_view(named=named), name="api-country-list"),
    re_path(r"^v1/countries/(?P<iso3>[A-Za-z]{3})/$", CountryDetail.as_view(named=named), name="api-country"),
    path("v1/indicators/", IndicatorList.as_view(), name="api-indicator-list"),
    re_path(rf"^v1/indicators/{CODE}/$", IndicatorDetail.as_view(), name="api-indicator"),
    path("v1/sources/", SourceList.as_view(), name="api-source-list"),
    re_path(rf"^v1/sources/{CODE}/$", SourceDetail.as_view(), name="api-source"),
    path("v1/observations/", ObservationList.as_view(), name="api-observation-list"),
    re_path(rf"^v1/observations/{ID}/$", ObservationDetail.as_view(), name="api-observation"),
    path("v1/runs/", RunList.as_view(), name="api-run-list"),
    re_path(rf"^v1/runs/{ID}/$", RunDetail.as_view(), name="api-run"),
    re_path(rf"^v1/bundles/{ID}/$", BundleDetail.as_view(), name="api-bundle"),
    path("v1/scores/", ScoreList.as_view(), name="api-score-list"),
    path("v1/scores/history/", ScoreHistory.as_view(), name="api-score-history"),
    re_path(rf"^v1/scores/{ID}/$", ScoreDetail.as_view(), name="api-score"),
    re_path(rf"^v1/scores/{ID}/lineage/{CODE}/$", ScoreLineage.as_view(), name="api-score-lineage"),
    path("v1/heatmap/", HeatmapView.as_view(), name="api-heatmap"),
    path("v1/jobs/", JobList.as_view(), name="api-job-list"),
    path("v1/jobs/<uuid:pk>/", JobDetail.as_view(), name="api-job"),
    path("v1/jobs/<uuid:pk>/cancel/", JobCancel.as_view(), name="api-job-cancel"),
]
