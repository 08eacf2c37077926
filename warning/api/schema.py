"""The OpenAPI document, made of what the endpoints declare."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from countries.api.base import Endpoint
from warning.api.permissions import declared
from warning.api.problems import MEDIA_TYPE

_TYPES = {"string": OpenApiTypes.STR, "integer": OpenApiTypes.INT, "boolean": OpenApiTypes.BOOL}
_READ_PROBLEMS = ("400", "401", "403", "404", "406")
_WRITE_PROBLEMS = (*_READ_PROBLEMS, "409", "415")


class ProblemEntrySerializer(serializers.Serializer[Any]):
    """One refused field."""

    field = serializers.CharField()
    code = serializers.CharField()
    value = serializers.CharField(allow_blank=True)
    message = serializers.CharField()
    remedy = serializers.CharField()


class ProblemSerializer(serializers.Serializer[Any]):
    """Problem details, RFC 9457."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    code = serializers.CharField(required=False)
    errors = ProblemEntrySerializer(many=True, required=False)  # type: ignore[assignment] # a field of that name


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call] # registers itself
    """How a client authenticates."""

    target_class = "warning.api.authentication.ScopedTokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """The header."""
        about = "`Authorization: Token <key>`. Make a key on your token page or with `manage.py issue_token`."
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": about}


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call] # registers itself
    """How the documentation's own buttons authenticate."""

    target_class = "warning.api.authentication.PageSessionAuthentication"
    name = "login"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """The session cookie."""
        from django.conf import settings  # noqa: PLC0415 - this module is named in the settings

        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}


class EndpointSchema(AutoSchema):
    """Parameters from `Endpoint.query`; the same problems everywhere; what rights are needed, in words."""

    def get_override_parameters(self) -> list[Any]:
        """The declared query parameters; nothing is guessed."""
        if not isinstance(self.view, Endpoint) or self.method != "GET":
            return []
        return [
            OpenApiParameter(
                item.name,
                type=_TYPES[item.kind] if not item.format else {"type": item.kind, "format": item.format},
                description=item.about,
                enum=item.choices or None,
            )
            for item in self.view.query
        ]

    def get_filter_backends(self) -> list[Any]:
        """None: `query` says it all."""
        return []

    def _get_paginator(self) -> None:
        """None: the shapes of the answers are written out."""
        return

    def get_summary(self) -> str:
        """The first sentence of the endpoint's own words, beside its path."""
        words: str = super().get_summary() or super().get_description() or ""
        return words.strip().split("\n", 1)[0].partition(". ")[0].rstrip(".")

    def get_description(self) -> str:  # type: ignore[override] # as its own base has it
        """The endpoint's own words, then the rights."""
        words: str = super().get_description() or ""
        if not isinstance(self.view, Endpoint):
            return words
        needs = declared(self.view, "permission", self.method), declared(self.view, "scope", self.method)
        return f"{words}\n\nNeeds the permission `{needs[0]}` and, with a token, the scope `{needs[1]}`."

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        for body in bodies.values():
            for media_type, content in body.get("content", {}).items():
                if media_type.startswith("text/"):
                    content["schema"] = {"type": "string"}
        problem = self.resolve_serializer(ProblemSerializer, direction).ref
        problems = _READ_PROBLEMS if self.method == "GET" else _WRITE_PROBLEMS
        titles = {"400": "Something refused", "401": "Who?", "403": "Not allowed", "404": "Not there"}
        for status in problems:
            bodies[status] = {
                "content": {MEDIA_TYPE: {"schema": problem}},
                "description": titles.get(status, "Refused"),
            }
        if self.method == "GET":
            bodies["304"] = {"description": "You already have this answer (If-None-Match)"}
        return bodies
