"""The two worlds. Nothing mixes them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class World(models.TextChoices):
    """Whether a row belongs to real countries or to the invented ones of the exercise."""

    REAL = "real", _("Real")
    EXERCISE = "exercise", _("Exercise")
