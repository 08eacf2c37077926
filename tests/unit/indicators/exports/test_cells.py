"""No cell of an export is a formula, whatever stands in it; and numbers stay numbers."""

from __future__ import annotations

import csv
import io
import re
import sys
import time
import unicodedata
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from indicators.exports.cells import cell, line, lines, safe_text

SIGNS = "=+-@|%"
PAYLOADS = [
    f"{before}{sign}{after}"
    for before in (
        "",
        " ",
        "\t",
        "\r",
        "\n",
        "\r\n",
        "\u00a0",
        " \u00a0\t",
        "\u200b",
        "\ufeff",
        "\x00",
        "x\n",
        "x\r\n ",
        "x\r\u00a0",
    )
    for sign in SIGNS
    for after in ("1+1", "cmd|' /C calc'!A0", 'HYPERLINK("http://127.0.0.1/?q="&A1)')
] + ["\t", "\rx", "\x00", "＝1+1", "＋1", "a\u2028=1", "a\x85=1", "a\x0b=1"]


def dangerous(text: str) -> bool:
    """What a spreadsheet may run: the rule, written another way than the escaper."""
    for part in re.split("\r\n|[\n\r\v\f\x85\u2028\u2029]", text):
        seen = part.lstrip("".join(map(chr, range(1, 33))) + "\u00a0\u200b\u200c\u200d\u2060\ufeff\u3000\x00")
        blank = part[: len(part) - len(seen)]
        if "\t" in blank or "\x00" in blank:
            return True
        if seen and unicodedata.normalize("NFKC", seen[0]) in SIGNS:
            return True
    return text.lstrip(" \u00a0")[:1] in {"\t", "\r", "\x00"}


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_comes_out_dead_and_readable(payload: str) -> None:
    assert dangerous(payload)
    safe = safe_text(payload)
    assert not dangerous(safe)
    assert safe.replace("'", "") == payload.replace("'", "")


HIDDEN = [chr(at) for at in range(sys.maxunicode + 1) if unicodedata.category(chr(at)) == "Cf"]
HIDDEN += ["\ufe0f", "\U000e0100", "\u034f", "\u3164", "\u180b"]


def test_no_sign_that_is_drawn_as_nothing_hides_a_formula() -> None:
    for hidden in HIDDEN:
        for before in (hidden, f" {hidden}", f"{hidden} {hidden}", f"x\n{hidden}"):
            assert safe_text(f"{before}=1+1").count("'") == 1, (hex(ord(hidden)), before)


def test_a_hidden_sign_before_a_harmless_text_is_left_alone() -> None:
    assert safe_text("\u202ba=b") == "\u202ba=b"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_is_text_in_csv_and_in_a_spreadsheet(payload: str) -> None:
    found = next(csv.reader(io.StringIO(line([payload, 1]), newline="")))
    assert found == [safe_text(payload), "1"]
    book = Workbook()
    printable = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "", found[0])
    book.active.append([printable])  # type: ignore[union-attr]
    kept = io.BytesIO()
    book.save(kept)
    assert load_workbook(kept).active["A1"].data_type != "f"  # type: ignore[index,union-attr]


@given(st.text(alphabet=st.sampled_from([*SIGNS, *"ab'\" \t\r\n\x00\u00a0\u200b＝\u2028"]), max_size=12))
@settings(max_examples=400, deadline=None)
def test_no_text_at_all_comes_out_dangerous(text: str) -> None:
    assert not dangerous(safe_text(text))


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=40))
@settings(max_examples=200, deadline=None)
def test_every_text_reads_back_as_its_safe_self(text: str) -> None:
    found = list(csv.reader(io.StringIO(line([text, "end"]), newline="")))
    assert found == [[safe_text(text), "end"]]


@pytest.mark.parametrize("text", ["", "Brevana", "P:RF4", "a=b", "1-2", "5 %", "x\ny", "it's"])
def test_a_harmless_text_is_left_alone(text: str) -> None:
    assert safe_text(text) == text


@pytest.mark.parametrize(
    ("value", "field"),
    [
        (-1.5, "-1.5"),
        (1e-07, "1e-07"),
        (3, "3"),
        (0, "0"),
        (None, ""),
        (float("nan"), ""),
        (float("inf"), ""),
        (True, "1"),
        (False, "0"),
        (date(2025, 6, 30), "2025-06-30"),
        (datetime(2025, 6, 30, 12, tzinfo=UTC), "2025-06-30T12:00:00+00:00"),
        ("-1.5", '"\'-1.5"'),
        ("a;b", '"a;b"'),
        ('say "x"', '"say ""x"""'),
    ],
)
def test_a_number_is_written_as_a_number_and_a_text_in_quotation_marks(value: object, field: str) -> None:
    assert cell(value) == field


def test_rows_come_some_hundred_at_a_time_and_all_of_them() -> None:
    parts = list(lines(([n] for n in range(1201)), together=500))
    assert [part.count("\r\n") for part in parts] == [500, 500, 201]


@pytest.mark.parametrize("unit", ["\n", " ", "\n ", "\t", "\r", "\x0b", "=\n", "\u2028"])
def test_a_long_text_costs_no_more_than_its_length(unit: str) -> None:
    def seconds(count: int) -> float:
        text = unit * count + "x"
        best = 1.0
        for attempt in range(3):
            started = time.thread_time()
            safe_text(text + str(attempt))
            best = min(best, time.thread_time() - started)
        return best

    # Sixteen times the text; a square would take 256 times as long.
    assert seconds(64_000) < 128 * max(seconds(4_000), 1e-4)
