"""The countries app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CountriesConfig(AppConfig):
    """Who is watched."""

    name = "countries"
    verbose_name = _("Countries")
