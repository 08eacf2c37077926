"""The ledger app."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """What happened, unalterably."""

    name = "ledger"
