"""Log in, and the two forms of a forgotten password."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, UsernameField
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.utils.translation import gettext_lazy as _

from warning.actions.passwords import set_password_by_link
from warning.models import User


class LoginForm(AuthenticationForm):
    """User name and password. One message for a wrong name, a wrong password and a disabled account."""

    # A longer one names nobody; it must not reach the table of failed logins, whose column is narrower.
    username = UsernameField(
        max_length=User._meta.get_field("username").max_length, widget=forms.TextInput(attrs={"autofocus": True})
    )

    error_messages = {
        "invalid_login": _(
            "This user name and password do not go together. Check both; the password tells capitals "
            "from small letters. If you were invited, set your password by the link in the letter first."
        ),
        "inactive": _("This user name and password do not go together."),
    }


class ForgotForm(forms.Form):
    """Asks for a letter with a one-time link."""

    who = forms.CharField(
        label=_("User name or e-mail address"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )


class NewPassword(forms.Form):
    """A password, typed twice and measured by the validators of the settings."""

    new_password1 = forms.CharField(
        label=_("New password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    new_password2 = forms.CharField(
        label=_("The same again"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].help_text = " ".join(str(text) for text in password_validators_help_texts())

    def clean_new_password1(self) -> str:
        """Measured at the first field, so that the error stands where it is mended."""
        password: str = self.cleaned_data["new_password1"]
        validate_password(password, self.user)
        return password

    def clean(self) -> dict[str, Any]:
        """Both must be the same."""
        data = super().clean() or self.cleaned_data
        if data.get("new_password1") and data["new_password1"] != data.get("new_password2", ""):
            self.add_error("new_password2", _("The two passwords differ. Type the same again."))
        return data


class SetPasswordForm(NewPassword):
    """The form behind a one-time link."""

    def save(self, commit: bool = True) -> User:
        """Set the password through its action."""
        set_password_by_link(user=self.user, password=self.cleaned_data["new_password1"])
        return self.user


class ChangePasswordForm(NewPassword):
    """The owner's own: the current password first."""

    current = forms.CharField(
        label=_("Current password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    tokens = forms.BooleanField(
        label=_("Also delete my API tokens"),
        required=False,
        help_text=_("If somebody else may have known the password."),
    )
    field_order = ["current", "new_password1", "new_password2", "tokens"]
