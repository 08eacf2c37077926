"""Whose address counts, with proxies in between and liars before them."""

from __future__ import annotations

import pytest

from warning.addresses import nearest_trusted


@pytest.mark.parametrize(
    ("forwarded", "proxies", "address"),
    [
        ("", 0, "10.0.0.1"),
        ("198.51.100.7", 0, "10.0.0.1"),
        ("198.51.100.7", 1, "198.51.100.7"),
        ("203.0.113.66, 198.51.100.7", 1, "198.51.100.7"),
        ("203.0.113.66, 198.51.100.7, 10.0.0.2", 2, "198.51.100.7"),
        ("", 1, "10.0.0.1"),
        (" , ", 2, "10.0.0.1"),
    ],
)
def test_only_what_our_own_proxies_wrote_is_believed(forwarded: str, proxies: int, address: str) -> None:
    assert nearest_trusted("10.0.0.1", forwarded, proxies) == address
