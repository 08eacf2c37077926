"""Evidence, and the matrix made of it."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """What was observed, and what the method makes of it."""

    name = "indicators"
