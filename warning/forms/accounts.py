"""Forms of the account pages."""

from __future__ import annotations

import zoneinfo
from functools import lru_cache
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from countries.models import Country
from warning.roles import ROLES


def role_choices() -> list[tuple[str, str]]:
    """Roles by the name people know them under, in the active language."""
    return sorted(((code, gettext(role.name)) for code, role in ROLES.items()), key=lambda pair: pair[1])


@lru_cache(maxsize=1)
def _zones() -> tuple[str, ...]:
    return tuple(sorted(zone for zone in zoneinfo.available_timezones() if "/" in zone or zone == "UTC"))


def date_input() -> forms.DateInput:
    """A day as ISO text: a browser's own picker writes it in the browser's language."""
    attributes = {
        "inputmode": "numeric",
        "placeholder": _("YYYY-MM-DD"),
        "pattern": "[0-9]{4}-[0-9]{2}-[0-9]{2}",
        "title": _("Year, month, day, such as 2025-06-30"),
        "autocomplete": "off",
    }
    return forms.DateInput(attrs=attributes, format="%Y-%m-%d")


class PersonForm(forms.Form):
    """Who an account belongs to."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail address"), help_text=_("Letters about the account go here, nothing else."))
    office = forms.CharField(
        label=_("Office"), max_length=120, required=False, help_text=_("Such as a delegation or a division.")
    )


class InviteForm(PersonForm):
    """A new account."""

    username = forms.CharField(
        label=_("User name"),
        max_length=80,
        validators=[UnicodeUsernameValidator()],
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("What they log in with. Letters, digits and @ . + - _ only."),
    )
    language = forms.ChoiceField(label=_("Language of the letter"), choices=settings.LANGUAGES)
    field_order = ["name", "username", "email", "office", "language"]


class AssignmentForm(forms.Form):
    """A role, for some countries or all, from a day until a day."""

    EVERYWHERE = "*"

    role = forms.ChoiceField(label=_("Role"))
    countries = forms.MultipleChoiceField(
        label=_("Countries"),
        widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text=_("Several with Ctrl or Cmd. “All countries” stands alone."),
    )
    since = forms.DateField(label=_("From"), widget=date_input())
    until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=date_input(),
        help_text=_("The first day without the role. Empty: until further notice."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.now().date()
        self.fields["role"].choices = [("", gettext("Choose a role")), *role_choices()]  # type: ignore[attr-defined]
        self.fields["since"].initial = today
        self.known = {c.iso3: c for c in Country.objects.watched().existing_on(today).order_by("world", "name_en")}
        everywhere = (self.EVERYWHERE, gettext("All countries"))
        named = [(iso3, str(country)) for iso3, country in self.known.items()]
        self.fields["countries"].choices = [everywhere, *named]  # type: ignore[attr-defined]

    def clean_countries(self) -> tuple[Country | None, ...]:
        """The countries, or (None,) for all: nobody gets the world by leaving a field empty."""
        chosen: list[str] = self.cleaned_data["countries"]
        if self.EVERYWHERE not in chosen:
            return tuple(self.known[iso3] for iso3 in chosen)
        if len(chosen) > 1:
            raise forms.ValidationError(_("Choose either all countries or some of them."), code="mixed")
        return (None,)


class PreferencesForm(forms.Form):
    """One's own language and time zone."""

    language = forms.ChoiceField(label=_("Language"), required=False)
    timezone = forms.ChoiceField(label=_("Time zone"), help_text=_("Times on every page are shown in it."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [("", gettext("As the browser asks")), *settings.LANGUAGES]  # type: ignore[attr-defined]
        self.fields["timezone"].choices = [(zone, zone.replace("_", " ")) for zone in _zones()]  # type: ignore[attr-defined]
