"""GET /scores/: in force, history, one score, lineage; and GET /heatmap/, the page's numbers."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from countries.api.base import FORMAT, PAGING, WORLD, CSVRenderer, Endpoint, Query, stream
from countries.api.shapes import listed, single
from countries.params import Params
from indicators.api.common import (
    COUNTRY,
    PROFILE,
    SINCE,
    changed_since,
    described,
    profile_of,
    versions,
    world_of,
)
from indicators.api.evidence_parts import lineage_data
from indicators.api.renderers import HXLRenderer
from indicators.api.runs import about_run
from indicators.api.score_data import detail_data, score_data, scores_csv, scores_hxl
from indicators.api.score_shapes import LineageSerializer, ScoreDetailSerializer, ScoreSerializer
from indicators.models import Score, Source
from indicators.models.scoring import Status
from indicators.readers.bands import bands
from indicators.readers.explained import points_by_code
from indicators.readers.lineage import lineage
from indicators.readers.readings import redistribution
from indicators.readers.runs import latest_scores, newest_run, scores
from indicators.readers.scope import scope_text
from indicators.readers.unfold import score_view

FORMS = Query("format", "CSV and HXL hold every row, not a page of them.", choices=("json", "csv", "hxl"))
STATUS = Query("status", "Only scores of this status.", choices=tuple(Status.values))
BAND = Query("band", "Only rated scores of this published band.", choices=tuple(band.slug for band in bands()))


class ScoreEndpoint(Endpoint):
    """A score shows in the countries of its reader."""

    permission = "indicators.view_scores"
    scope = "scores:read"


class ScoreListEndpoint(ScoreEndpoint):
    """What the two lists have in common."""

    renderer_classes = [*Endpoint.renderer_classes, CSVRenderer, HXLRenderer]
    ordering = ("pk",)

    def narrowed(self, read: Params, found: QuerySet[Score]) -> QuerySet[Score]:
        """The filters both have."""
        exact: dict[str, Any] = {"country": read.country(), "status": read.choice("status", Status.values)}
        slug = read.choice("band", [band.slug for band in bands()])
        exact["published_band"] = next((band.name for band in bands() if band.slug == slug), "")
        if slug:
            exact["status"] = exact["status"] or Status.RATED
        later = changed_since(read)
        return found.filter(**{name: value for name, value in exact.items() if value}, **later)

    def answer(self, found: QuerySet[Score], about: dict[str, Any], at: object, name: str) -> HttpResponseBase:
        """A page as JSON, everything as CSV or HXL; `at` is the moment of the newest run."""
        self.fresh(about["run"], at, *versions(), scope_text(self.request.user))
        if self.wants("csv"):
            return stream(scores_csv(found.order_by("pk")), f"{name}.csv", about)
        if self.wants("hxl"):
            return stream(scores_hxl(found.order_by("country_id", "pk")), f"{name}.hxl.csv", about)
        pager = self.paginator
        rows = pager.paginate_queryset(found.defer("detail"), self.request, self)
        return Response({"meta": about, "data": [score_data(row) for row in rows], "links": pager.links()})


class ScoreList(ScoreListEndpoint):
    """Scores in force."""

    query = (
        WORLD,
        PROFILE,
        Query("as_of", "In force on this day. Default: the newest.", format="date"),
        COUNTRY,
        STATUS,
        BAND,
        SINCE,
        *PAGING,
        FORMS,
    )

    @extend_schema(operation_id="scores_list", responses=listed(ScoreSerializer))
    def get(self, request: Request) -> HttpResponseBase:
        """The score in force of each country: its latest date up to `as_of`, that date's latest run.

        To keep a copy: ask with `changed_since` set to the `meta.run` of the last answer.
        """
        read = self.params()
        world = world_of(read)
        profile = profile_of(read, world)
        day = read.day("as_of", until=timezone.now().date())
        found = self.narrowed(read, latest_scores(world, request.user, profile, day))
        read.check()
        newest = newest_run(world, profile, day)
        about = described(world, profile=profile, as_of=newest.as_of, asked_as_of=day, run=newest.run)
        return self.answer(found, about, newest.at, f"scores-{world}")


class ScoreHistory(ScoreListEndpoint):
    """Every score there ever was."""

    query = (
        WORLD,
        PROFILE,
        COUNTRY,
        Query("since", "First as-of date.", format="date"),
        Query("until", "Last as-of date.", format="date"),
        STATUS,
        BAND,
        SINCE,
        *PAGING,
        FORMS,
    )

    @extend_schema(operation_id="scores_history", responses=listed(ScoreSerializer))
    def get(self, request: Request) -> HttpResponseBase:
        """Scores of every run in the order they were stored; a correction is another run for the same date."""
        read = self.params()
        world = world_of(read)
        profile = profile_of(read, world)
        days = {"as_of__gte": read.day("since"), "as_of__lte": read.day("until")}
        found = self.narrowed(read, scores(world, request.user, profile=profile))
        read.check()
        found = found.filter(**{name: day for name, day in days.items() if day is not None})
        newest = newest_run(world, profile, None)
        about = described(world, profile=profile, as_of=newest.as_of, run=newest.run)
        return self.answer(found, about, newest.at, f"scores-history-{world}")


class ScoreDetail(ScoreEndpoint):
    """One score."""

    query = (FORMAT,)

    @extend_schema(operation_id="scores_retrieve", responses=single(ScoreDetailSerializer))
    def get(self, request: Request, pk: int) -> HttpResponseBase:
        """A score with its levels, factors and indicators, data only and adjusted side by side."""
        self.params().check()
        score = self._score(pk)
        titles = dict(Source.objects.values_list("code", "title"))
        view = score_view(score, score.contributions.all(), titles, points_by_code(score))
        return Response({"meta": about_run(score.run), "data": detail_data(score, view, redistribution())})

    def _score(self, pk: int) -> Score:
        for world in ("real", "exercise"):
            found = scores(world, self.request.user).filter(pk=pk)
            score = found.prefetch_related("contributions__observation").first()
            if score is not None:
                return score
        raise Http404("There is no such score among those you may see.")


class ScoreLineage(ScoreEndpoint):
    """One indicator of one score."""

    scope = "observations:read"

    @extend_schema(operation_id="scores_lineage", responses=single(LineageSerializer))
    def get(self, request: Request, pk: int, code: str) -> HttpResponseBase:
        """From the score down to the raw value, its file and its line; with the arithmetic step by step."""
        self.params().check()
        try:
            found = lineage(pk, code, request.user)
        except (Score.DoesNotExist, KeyError) as missing:
            raise Http404("There is no such indicator in a score that you may see.") from missing
        run = found.score.run
        about = described(
            run.world, method=run.method, weights=run.weights, profile=run.profile, as_of=run.as_of, run=run.id
        )
        return Response({"meta": about, "data": lineage_data(found, redistribution())})
