"""The app that registers them."""

from django.apps import AppConfig


class JobAppConfig(AppConfig):
    """Imported by Django in the worker as in the test."""

    name = "tests.jobapp"
    label = "jobapp"

    def ready(self) -> None:
        """Register the handlers."""
        from tests.jobapp import handlers  # noqa: F401
