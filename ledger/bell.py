"""The bell that tells a worker of a new job. It may fail or be missing: the sweep finds the job anyway.

The ledger knows no broker: settings name the function that rings (`JOB_BELL`), and the top room plugs it in.
"""

from __future__ import annotations

import logging

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

log = logging.getLogger(__name__)


def ring() -> None:
    """Ring now. Never raises: a broken bell must not turn a stored row into an error page."""
    path: str = getattr(settings, "JOB_BELL", "")
    if not path:
        return
    try:
        import_string(path)()
    except Exception:
        log.warning("the bell for new jobs could not be rung; the sweep will find them", exc_info=True)


def ring_after_commit() -> None:
    """Ring when the surrounding transaction is committed, or at once outside of one; never on a rollback."""
    transaction.on_commit(ring, robust=True)
