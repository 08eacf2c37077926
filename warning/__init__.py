"""The top room, and the Django project: settings, wiring, people."""

from warning.celery import app as celery_app

__all__ = ["celery_app"]
