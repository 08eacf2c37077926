"""The clock, held still."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import time_machine


@pytest.fixture
def freeze() -> Iterator[Callable[[str], None]]:
    """`freeze("2026-03-10T03:00:00Z")`: from now on it is that moment."""
    travellers: list[time_machine.travel] = []

    def to(moment: str) -> None:
        traveller = time_machine.travel(moment, tick=False)
        traveller.start()
        travellers.append(traveller)

    yield to
    for traveller in reversed(travellers):
        traveller.stop()
