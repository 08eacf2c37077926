"""One indicator of one score: from the number to the raw value, its file and its line."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from countries.models import Country
from indicators.models import Score
from indicators.presenters.country import indicator_row
from indicators.presenters.curve import curve
from indicators.readers.catalogue import indicator_view
from indicators.readers.lineage import lineage
from indicators.words import factor_word
from ledger.actors import require


@require_safe
def lineage_page(request: HttpRequest, iso3: str, score: int, code: str) -> HttpResponse:
    """The lineage of an indicator in a score. 404 where the score is not this country's or not visible."""
    user: Any = request.user
    require(user, "indicators.view_scores")
    country = Country.objects.visible_to(user).filter(iso3=iso3.upper()).first()
    if country is None:
        raise Http404(_("No country has the code %(code)s in what you may see.") % {"code": iso3.upper()})
    request.world = country.world  # type: ignore[attr-defined]
    try:
        found = lineage(score, code, user)
    except (Score.DoesNotExist, KeyError) as missing:
        raise Http404(_("There is no such score, or you may not see it.")) from missing
    if found.score.iso3 != country.iso3:
        raise Http404(_("This score belongs to another country."))
    spec = found.spec
    context = {
        "country": country,
        "found": found,
        "score": found.score,
        "run": found.score.run,
        "row": indicator_row(found.contribution),
        "spec": spec,
        "factor_name": factor_word(spec.level, spec.factor),
        "anchor": f"{spec.level}-{spec.factor}",
        "curve": curve(spec, found.contribution.value),
        "definition": indicator_view(code, country.world),
    }
    return render(request, "indicators/lineage/page.html", context)
