"""What an API token may be used for. Pure data: a scope narrows its owner's rights, it never widens them."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SCOPES: Final[dict[str, Promise | str]] = {
    "countries:read": _("read the register of countries"),
    "indicators:read": _("read indicators, factors and weights"),
    "sources:read": _("read sources and their state"),
    "observations:read": _("read observations and their lineage"),
    "runs:read": _("read scoring runs"),
    "scores:read": _("read scores, the heatmap and their lineage"),
    "bundles:read": _("download run bundles"),
    "jobs:read": _("follow jobs"),
    "jobs:write": _("ask for scores and cancel jobs"),
}
READ_SCOPES: Final = tuple(name for name in SCOPES if name.endswith(":read"))
