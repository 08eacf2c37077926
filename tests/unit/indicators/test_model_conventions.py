"""Conventions over all models: a new one must take a position."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import models

from indicators.models import Observation
from ledger.append_only import AppendOnly

OURS = {"ledger", "countries", "indicators", "assessments", "warning"}
# Rows that change over their life, each with the reason.
MUTABLE = {
    "ledger.EventBody": "may be erased; its digest stays in the event",
    "ledger.Job": "the one mutable table of the ledger",
    "countries.Country": "reference, loaded from the register's tables",
    "countries.Neighbour": "reference",
    "countries.Region": "reference",
    "countries.Succession": "reference",
    "indicators.Indicator": "reference, loaded from the catalogue",
    "indicators.Series": "reference, loaded from the catalogue",
    "indicators.Source": "reference, loaded from the catalogue",
    "warning.User": "a person changes name, password and language",
    "warning.Assignment": "ended by a date",
    "warning.ApiToken": "revoked by deletion, marked when used",
    "warning.Session": "a login",
    "warning.Heartbeat": "the last sign of life of a process",
}


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in OURS]


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_a_model_is_append_only_or_says_why_not(model: type[models.Model]) -> None:
    assert issubclass(model, AppendOnly) != (model._meta.label in MUTABLE)


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_a_model_says_what_it_is_for(model: type[models.Model]) -> None:
    assert model.__doc__ and not model.__doc__.startswith(f"{model.__name__}(")


def test_a_constrained_key_to_an_observation_has_an_index() -> None:
    # An import writes its observations before its own run. SQLite then looks, for each of them, for rows
    # that point at it: without an index that is a search of every contribution ever stored.
    pointing: list[Any] = [
        field
        for model in our_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.related_model is Observation
    ]
    assert pointing
    assert [field for field in pointing if field.db_constraint and not field.db_index] == []


def test_the_ledger_holds_no_foreign_key() -> None:
    held = [field for model in apps.get_app_config("ledger").get_models() for field in model._meta.get_fields()]
    assert [field for field in held if field.is_relation] == []
