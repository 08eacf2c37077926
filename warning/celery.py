"""The Celery application. It rings bells and keeps the clock; what is to be done lies in `Job` rows."""

from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "warning.settings")

app = Celery("warning")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["warning"])
