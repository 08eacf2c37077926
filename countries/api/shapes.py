"""Shapes that every answer has, for the OpenAPI document."""

from __future__ import annotations

from functools import cache
from typing import Any

from drf_spectacular.utils import inline_serializer
from rest_framework import serializers

Shape = type[serializers.Serializer[Any]]


class MetaSerializer(serializers.Serializer[Any]):
    """What an answer is of; null where it does not apply."""

    world = serializers.ChoiceField(choices=["real", "exercise"], allow_null=True)
    method = serializers.CharField(allow_null=True)
    weights = serializers.CharField(allow_null=True)
    profile = serializers.CharField(allow_null=True)
    as_of = serializers.DateField(allow_null=True, help_text="Date of the run that answers.")
    asked_as_of = serializers.DateField(allow_null=True, help_text="Date asked for; null where none was.")
    run = serializers.IntegerField(allow_null=True, help_text="Newest run the answer rests on.")
    note = serializers.CharField(help_text="The index is not a probability.")


class LinksSerializer(serializers.Serializer[Any]):
    """Where the next page is; null at the end."""

    next = serializers.CharField(allow_null=True)


@cache
def listed(shape: Shape) -> Any:
    """Shape of a page of rows."""
    name = shape.__name__.removesuffix("Serializer") + "Page"
    return inline_serializer(name, {"meta": MetaSerializer(), "data": shape(many=True), "links": LinksSerializer()})


@cache
def single(shape: Shape) -> Any:
    """Shape of one row."""
    name = shape.__name__.removesuffix("Serializer") + "Answer"
    return inline_serializer(name, {"meta": MetaSerializer(), "data": shape()})


def names(shape: Shape) -> tuple[str, ...]:
    """The fields of a shape, in their order."""
    return tuple(shape().get_fields())


def meta(note: str, **known: Any) -> dict[str, Any]:
    """The `meta` of an answer: every key is there, null where it does not apply."""
    plain = dict.fromkeys(("world", "method", "weights", "profile", "as_of", "asked_as_of", "run"))
    return {**plain, **known, "note": note}
