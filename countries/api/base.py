"""What every endpoint has in common: declared rights, declared parameters, ETag, and formats that stream.

An endpoint says which permission and which token scope it needs, and which query parameters it reads; who checks
the rights, how a refusal looks and how pages are cut is plugged in by the settings of the project.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django.http import HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.functional import cached_property
from django.utils.http import parse_etags, quote_etag
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import APIView

from countries.params import NO, YES, ParamError, ParamErrors, Params

NOTE = "The index is not a probability."
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Query:
    """One query parameter that an endpoint reads; `kind` is its OpenAPI type, `choices` what it may be."""

    name: str
    about: str
    kind: str = "string"
    choices: tuple[str, ...] = ()
    format: str = ""


WORLD = Query("world", "Real countries (default), or the invented ones of the exercise.", choices=("real", "exercise"))
FORMAT = Query("format", "Another form of the same answer; the Accept header chooses too.", choices=("json",))
CSV_FORMAT = Query("format", "Another form of the same answer; CSV holds every row.", choices=("json", "csv"))
FLAG = (*YES, *NO)
PAGING = (
    Query("cursor", "Where the page begins: take it from `links.next`, never make one."),
    Query("page_size", "Rows a page, 1 to 1000. Default: 100.", kind="integer"),
)


class NotModified(Exception):
    """The client already has this answer."""

    def __init__(self, etag: str) -> None:
        super().__init__(etag)
        self.etag = etag


class Negotiation(DefaultContentNegotiation):
    """As DRF's, but an unknown `format` is a named mistake in a parameter, not a page that is not there."""

    def filter_renderers(self, renderers: Iterable[BaseRenderer], format: str) -> list[BaseRenderer]:
        """Renderers of that format."""
        known = list(renderers)
        chosen = [renderer for renderer in known if renderer.format == format]
        if not chosen:
            words = f"Use one of: {', '.join(str(renderer.format) for renderer in known)}."
            error = ParamError("format", "unknown_choice", format[:80], "This endpoint has no such format.", words)
            raise ParamErrors([error])
        return chosen


class CSVRenderer(BaseRenderer):
    """Names the format for the negotiation; the endpoint streams the rows itself."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        """Never reached with rows: they are streamed."""
        return b"" if data is None else str(data).encode()


class Endpoint(APIView):
    """Base of every endpoint.

    Attributes:
        permission: what the user needs, for any country; a mapping by method where writing needs more.
        scope: what a token needs, likewise.
        query: the parameters it reads; any other is refused by name.
    """

    permission: ClassVar[str | dict[str, str]]
    scope: ClassVar[str | dict[str, str]]
    query: ClassVar[tuple[Query, ...]] = (FORMAT,)
    content_negotiation_class = Negotiation

    @cached_property
    def paginator(self) -> Any:
        """What cuts this endpoint's pages: the project's choice, one for each request."""
        chosen: Any = api_settings.DEFAULT_PAGINATION_CLASS
        return chosen()

    def params(self) -> Params:
        """The query string, with unknown, repeated and empty parameters noted as refused."""
        given = self.request.query_params
        read = Params(given.dict())
        read.known_only([item.name for item in self.query])
        for name, values in given.lists():
            if len(values) > 1:
                read.refuse(name[:60], "repeated_parameter", "This parameter is given twice.", "Give it once.")
            elif not values[0].strip():
                # A form sends its empty fields; a program that does has lost a value on the way.
                read.refuse(name[:60], "empty_parameter", "This parameter has no value.", "Give one, or leave it out.")
        return read

    def wants(self, format: str) -> bool:
        """Whether the client chose this format."""
        return bool(self.request.accepted_renderer.format == format)

    def fresh(self, *stamp: object) -> None:
        """Answer 304 before any work if the client holds the answer made from the same stamp.

        Args:
            stamp: everything the answer depends on besides path, parameters, format and user.

        Raises:
            NotModified: it does.
        """
        request = self.request
        parts = (request.path, request.META.get("QUERY_STRING", ""), request.accepted_renderer.format, request.user.pk)
        text = "|".join(str(part) for part in (*parts, *stamp))
        self.etag = quote_etag(hashlib.sha256(text.encode()).hexdigest()[:32])
        self._compare(self.etag)

    def _compare(self, etag: str) -> None:
        if self.request.method in SAFE and etag in parse_etags(self.request.headers.get("If-None-Match", "")):
            raise NotModified(etag)

    def handle_exception(self, exc: Exception) -> HttpResponseBase:  # type: ignore[override] # a 304 is none of DRF's
        """A 304 is an answer; all else is a problem in detail."""
        if isinstance(exc, NotModified):
            response = HttpResponseNotModified()
            response["ETag"] = exc.etag
            return response
        answer: HttpResponseBase = super().handle_exception(exc)
        return answer

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer; then tag what can be asked for again, and let nobody but the client keep it."""
        self.etag = ""
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        if isinstance(response, Response):
            response.render()
        if request.method in SAFE and response.status_code == 200 and not response.has_header("ETag"):
            response = self._tagged(response)
        response["Cache-Control"] = "private, no-cache" if request.method in SAFE else "no-store"
        patch_vary_headers(response, ["Accept", "Authorization", "Cookie"])
        return response

    def _tagged(self, response: HttpResponseBase) -> HttpResponseBase:
        etag = self.etag
        if not etag and isinstance(response, HttpResponse):
            etag = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
        if not etag:
            return response
        try:
            self._compare(etag)
        except NotModified:
            response = HttpResponseNotModified()
        response["ETag"] = etag
        return response


def stream(rows: Iterator[str], name: str, meta: dict[str, Any]) -> StreamingHttpResponse:
    """A file that is made while it is sent: memory does not grow with its rows.

    Args:
        name: file name offered to who saves it.
        meta: what the answer is of, as response headers, since CSV has no place for it.
    """
    response = StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    for key, value in meta.items():
        if value is not None:
            response[f"X-{key.replace('_', '-').title()}"] = str(value)
    return response
