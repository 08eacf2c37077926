"""The top room: warnings, people, and the project's wiring."""

from django.apps import AppConfig


class WarningConfig(AppConfig):
    """Wires the rooms together when Django starts."""

    name = "warning"

    def ready(self) -> None:
        """Register the system checks and the job handlers of every room."""
        from indicators import tasks  # noqa: F401, PLC0415 - its decorators register the handlers
        from warning import (  # noqa: PLC0415 - their decorators register checks and handlers
            checks,  # noqa: F401
            letters,  # noqa: F401
        )
