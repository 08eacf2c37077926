"""The ramp of bands is a promise to every eye: it is read from the style sheet, not from a copy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parents[3] / "static" / "css" / "base.css"
TOKEN = re.compile(r"--([a-z0-9-]+):\s*light-dark\((#[0-9a-f]{3,8}),\s*(#[0-9a-f]{3,8})\)")
PANEL = {0: "#ffffff", 1: "#191f26"}


def tokens() -> dict[str, tuple[str, str]]:
    return {name: (light, dark) for name, light, dark in TOKEN.findall(CSS.read_text(encoding="utf-8"))}


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
def test_the_ink_of_every_band_reads_on_its_colour(mode: int) -> None:
    found = tokens()
    for band in range(5):
        ratio = contrast(found[f"b{band}"][mode], found[f"b{band}i"][mode])
        assert ratio >= 4.5, f"band {band}: {ratio:.2f}"


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
def test_every_band_stands_out_more_than_the_calmer_one(mode: int) -> None:
    ratios = [contrast(tokens()[f"b{band}"][mode], PANEL[mode]) for band in range(5)]
    assert ratios == sorted(ratios)


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ink", ["ink", "ink-2", "ink-3", "accent", "ok", "warn", "bad"])
@pytest.mark.parametrize("ground", ["paper", "panel", "panel-2"])
def test_text_reads_on_every_ground(mode: int, ink: str, ground: str) -> None:
    found = tokens()
    assert contrast(found[ink][mode], found[ground][mode]) >= 4.5
