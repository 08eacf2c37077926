"""Refuse a malformed run bundle by name: JSON path, value, remedy (specification C.15)."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any

from indicators.catalogue.spec import Catalogue

FORMAT = "bundle/1"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
GRADE = re.compile(r"[A-F][1-6]")
INPUT_KEYS = frozenset(
    ("observations", "events", "monitored", "not_applicable", "outside_profile", "adjustments", "expert_scores")
)
MAX_DRAWS = 100_000
MAX_COUNT = 1_000_000
LARGEST = 1e300


class BundleError(ValueError):
    """A bundle cannot be read; `path` is a JSON path from `$`."""

    def __init__(self, path: str, value: object, remedy: str) -> None:
        self.path, self.value, self.remedy = path, value, remedy
        shown = repr(value)
        super().__init__(f"{path}: {shown if len(shown) <= 80 else shown[:77] + '...'}: {remedy}")


class Node:
    """A value with its place; every method answers a checked child or raises BundleError."""

    __slots__ = ("path", "value")

    def __init__(self, value: Any, path: str) -> None:
        self.value, self.path = value, path

    def refuse(self, remedy: str) -> BundleError:
        """The error for this very value."""
        return BundleError(self.path, self.value, remedy)

    def mapping(self) -> Mapping[str, Any]:
        """This value as an object."""
        if not isinstance(self.value, Mapping):
            raise self.refuse("must be an object")
        return self.value

    def child(self, key: str) -> Node:
        """A field, None where it is absent."""
        return Node(self.mapping().get(key), f"{self.path}.{key}")

    def items(self, key: str) -> list[Node]:
        """The entries of a list field; absent is empty."""
        node = self.child(key)
        if node.value is None:
            return []
        if not isinstance(node.value, list | tuple):
            raise node.refuse("must be a list")
        return [Node(entry, f"{node.path}[{at}]") for at, entry in enumerate(node.value)]

    def text(self, key: str) -> str:
        """A field with text in it."""
        node = self.child(key)
        if not isinstance(node.value, str) or not node.value:
            raise node.refuse("must be text")
        return node.value

    def key(self, key: str) -> None:
        """A field that identifies: text or a whole number."""
        node = self.child(key)
        if isinstance(node.value, bool) or not isinstance(node.value, str | int) or node.value == "":
            raise node.refuse("must be text or a whole number")

    def day(self, key: str, *, optional: bool = False) -> None:
        """A date as YYYY-MM-DD."""
        node = self.child(key)
        if not (optional and node.value is None):
            node.is_day()

    def is_day(self) -> None:
        """Refuse this value unless it is a date that exists, as YYYY-MM-DD."""
        if isinstance(self.value, str) and DAY.fullmatch(self.value):
            try:
                date.fromisoformat(self.value)
            except ValueError as error:
                raise self.refuse(f"no such day: {error}") from error
            return
        raise self.refuse("must be a date as YYYY-MM-DD")

    def number(self, key: str, *, optional: bool = False, low: float | None = None, high: float | None = None) -> None:
        """A finite number, between `low` and `high` where given."""
        node = self.child(key)
        if optional and node.value is None:
            return
        if isinstance(node.value, bool) or not isinstance(node.value, int | float):
            raise node.refuse("must be a number")
        if not abs(node.value) <= LARGEST:
            raise node.refuse("must be a finite number")
        if (low is not None and node.value < low) or (high is not None and node.value > high):
            raise node.refuse(f"must be from {low} to {high}" if high is not None else f"must be at least {low}")

    def whole(self, key: str, *, low: int, high: int | None = None) -> None:
        """An optional whole number."""
        node = self.child(key)
        self.number(key, optional=True, low=low, high=high)
        if node.value is not None and not isinstance(node.value, int):
            raise node.refuse("must be a whole number")

    def grade(self) -> None:
        """An optional source grade; a missing one reads F6."""
        node = self.child("grade")
        if node.value is not None and not (isinstance(node.value, str) and GRADE.fullmatch(node.value)):
            raise node.refuse("must be a letter A to F and a digit 1 to 6")

    def one_of(self, allowed: Collection[str], remedy: str) -> str:
        """This value, from a closed list."""
        if not isinstance(self.value, str) or self.value not in allowed:
            raise self.refuse(remedy)
        return self.value


def check_bundle(bundle: Any, catalogue: Catalogue) -> None:
    """Raise BundleError for the first thing that cannot be scored as it stands."""
    root = Node(bundle, "$")
    root.child("format").one_of((FORMAT,), f"must be {FORMAT!r}")
    root.child("method").one_of((catalogue.method,), f"this engine scores {catalogue.method}")
    root.child("weights").one_of((catalogue.weights,), f"this catalogue holds {catalogue.weights}")
    root.whole("draws", low=0, high=MAX_DRAWS)
    for name, entry in root.child("countries").mapping().items():
        check_entry(Node(entry, f"$.countries.{name}"), catalogue)


def check_entry(entry: Node, catalogue: Catalogue) -> None:
    """One country: entity, as_of and input."""
    entity = entry.child("entity")
    entity.text("id")
    entity.day("valid_from", optional=True)
    entity.day("valid_to", optional=True)
    entity.items("successors")
    entry.day("as_of")
    check_input(entry.child("input"), catalogue)


def check_input(node: Node, catalogue: Catalogue) -> None:
    """The evidence and the judgement of one country."""
    for key in node.mapping():
        if key not in INPUT_KEYS:
            raise node.child(key).refuse(f"unknown field; known: {', '.join(sorted(INPUT_KEYS))}")
    events = {spec.code for spec in catalogue.indicators if spec.counts_events}
    values = catalogue.by_code.keys() - events
    factors = {f"{item.level}:{item.factor}" for item in catalogue.factor_weights}
    for item in node.items("observations"):
        _observation(item, values)
    for item in node.items("events"):
        _event(item, events, catalogue.parameters.election_code)
    monitored = node.child("monitored")
    for code, span in (monitored.mapping() if monitored.value is not None else {}).items():
        _watch(code, Node(span, f"{monitored.path}.{code}"), events)
    for key in ("not_applicable", "outside_profile"):
        for code_node in node.items(key):
            code_node.one_of(catalogue.by_code, f"no such indicator in {catalogue.method}")
    for item in node.items("adjustments"):
        _judgement(item, factors, lambda each: each.number("applied"))
        if not isinstance(item.child("panel").value, bool | None):
            raise item.child("panel").refuse("must be true or false")
    for item in node.items("expert_scores"):
        _judgement(item, factors, lambda each: each.number("score", low=0, high=10))


def _observation(item: Node, codes: Collection[str]) -> None:
    item.key("id")
    item.child("code").one_of(codes, "must be the code of an indicator that takes values")
    if "value" not in item.mapping():
        raise item.child("value").refuse("is missing: write null where nothing or never was observed")
    item.number("value", optional=True)
    item.day("ref_end")
    item.day("published")
    item.day("superseded_on", optional=True)
    item.whole("priority", low=1, high=MAX_COUNT)
    item.whole("max_age_days", low=1, high=MAX_COUNT)
    item.grade()


def _event(item: Node, codes: Collection[str], election: str) -> None:
    item.key("id")
    item.child("code").one_of(codes, "must be the code of an event or calendar indicator")
    if "severity" not in item.mapping():
        raise item.child("severity").refuse(f"is missing: write 0 to 10, or null for {election}")
    item.number("severity", optional=True, low=0, high=10)
    item.day("date")
    item.day("published")
    item.day("superseded_on", optional=True)
    item.grade()


def _watch(code: str, span: Node, codes: Collection[str]) -> None:
    if code not in codes:
        raise BundleError(span.path, code, "must be the code of an event or calendar indicator")
    if not isinstance(span.value, list | tuple) or len(span.value) != 2:
        raise span.refuse("must be [watched from, last heartbeat]")
    for at, day in enumerate(span.value):
        Node(day, f"{span.path}[{at}]").is_day()


def _judgement(item: Node, factors: Collection[str], amount: Callable[[Node], None]) -> None:
    item.key("id")
    place = f"{item.child('level').value}:{item.child('factor').value}"
    if place not in factors:
        raise BundleError(f"{item.path}.factor", place, f"no such factor; known: {', '.join(sorted(factors))}")
    amount(item)
    item.day("from")
    item.day("expires")
