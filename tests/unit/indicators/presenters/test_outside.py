"""A number outside its own interval is shown as it is, and says so (specification C.9)."""

from __future__ import annotations

from django.template.loader import render_to_string

from indicators.presenters.heatmap import heatmap_table
from indicators.readers.bands import is_outside
from tests.unit.indicators.exports.test_files import heatmap, row


def test_the_ends_of_an_interval_belong_to_it_and_no_interval_tells_nothing() -> None:
    assert [is_outside(number, 7.9, 8.6) for number in (7.8999, 7.9, 8.6, 8.7625)] == [True, False, False, True]
    assert (is_outside(None, 7.9, 8.6), is_outside(8.0, None, None)) == (None, None)


def test_the_cell_of_the_heatmap_carries_a_mark_and_a_title() -> None:
    for p90, marked in ((7.1, True), (7.6, False)):
        matrix = heatmap(row(p90=p90))
        text = render_to_string("indicators/heatmap/_result.html", {"heatmap": matrix, "table": heatmap_table(matrix)})
        cell = text.split('<td class="iv"')[1].split("</td>")[0]
        assert ("outside its own interval" in cell, "<small>outside</small>" in cell) == (marked, marked)
