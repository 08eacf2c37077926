"""Logs say what happened and where, never who warned: no bodies, no query strings, no addresses."""

from __future__ import annotations

from typing import Any

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line"},
        # Without a handler of its own Python would print a logger's warnings after all.
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        # Its messages carry the typed user name and the address.
        "axes": {"handlers": ["nowhere"], "propagate": False},
        "celery.worker.strategy": {"level": "WARNING"},
        "celery.app.trace": {"level": "WARNING"},
        # Warns at every start that a broker made of files has no host.
        "kombu.connection": {"level": "ERROR"},
    },
}
