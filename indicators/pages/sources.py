"""Sources: who publishes, under which licence, what may be passed on, and how old the newest data are."""

from __future__ import annotations

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from indicators.models import Source
from indicators.models.source import Redistribution
from indicators.readers.sources import SourceRow, source_list, source_page
from ledger.actors import require

# State of a source: class of its pill, its word, what it means.
STATES: Final[dict[str, tuple[str, Promise | str, Promise | str]]] = {
    "fresh": ("ok", gettext_lazy("fresh"), gettext_lazy("the newest data are within lag plus cadence")),
    "late": ("warn", gettext_lazy("late"), gettext_lazy("the next publication is overdue")),
    "dead": (
        "bad",
        gettext_lazy("too old"),
        gettext_lazy("past the maximum age: its readings lose weight or count no more"),
    ),
    "never": ("line", gettext_lazy("never imported"), gettext_lazy("nothing of this source is in this world")),
}
_ORDER = ("dead", "late", "fresh", "never")


@require_safe
def sources_page(request: HttpRequest) -> HttpResponse:
    """All sources of this world, the ones that need somebody first."""
    world, user = _asked(request)
    rows = source_list(world, user, timezone.now().date())
    ready = sorted((_row(row) for row in rows), key=lambda row: _ORDER.index(row["state"]))
    counts = [(STATES[state], sum(row["state"] == state for row in ready)) for state in _ORDER]
    context = {
        "rows": ready,
        "counts": [(look, word, meaning, n) for (look, word, meaning), n in counts if n],
        "may_import": user.has_perm("indicators.import_data"),
    }
    return render(request, "indicators/source/list.html", context)


@require_safe
def source_detail(request: HttpRequest, code: str) -> HttpResponse:
    """One source with what it feeds and what was imported of it."""
    world, user = _asked(request)
    try:
        page = source_page(code, world, user, timezone.now().date())
    except Source.DoesNotExist as missing:
        raise Http404(_("No source of this world has the code %(code)s.") % {"code": code}) from missing
    context = {"page": page, "source": _row(page.row), "may_import": user.has_perm("indicators.import_data")}
    return render(request, "indicators/source/page.html", context)


def _asked(request: HttpRequest) -> tuple[str, Any]:
    require(request.user, "indicators.view_scores")  # type: ignore[arg-type]
    return request.world, request.user  # type: ignore[attr-defined]


def _row(row: SourceRow) -> dict[str, Any]:
    look, word, meaning = STATES[row.state]
    allowed = dict(Redistribution.choices).get(row.redistribution, row.redistribution)
    return {
        "source": row,
        "state": row.state,
        "look": look,
        "word": word,
        "meaning": meaning,
        "may_publish": allowed,
        "feeds": len(row.indicators),
    }
