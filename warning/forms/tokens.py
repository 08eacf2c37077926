"""The form for a new API token."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from warning.actions.tokens import MAX_DAYS
from warning.scopes import SCOPES


class TokenForm(forms.Form):
    """What it is called, what it opens, how long."""

    name = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("What you will know it by, such as the client’s name.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it opens"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Never more than you may open yourself on the day."),
    )
    days = forms.IntegerField(
        label=_("Days until it expires"), min_value=1, max_value=MAX_DAYS, initial=90, help_text=_("1 to 365.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = [(code, f"{code}: {scope_words(code)}") for code in SCOPES]  # type: ignore[attr-defined]


def scope_words(code: str) -> str:
    """A scope in words."""
    return str(SCOPES[code])
