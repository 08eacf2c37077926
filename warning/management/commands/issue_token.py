"""manage.py issue_token USER --scope …: a token for a client, printed once."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from ledger.actors import System
from warning.actions.tokens import issue
from warning.models import User
from warning.scopes import READ_SCOPES, SCOPES


class Command(BaseCommand):
    """Issue an API token at the console."""

    help = "Issue an API token for a user. The key is printed once and never stored."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """USER, scopes, days, name."""
        parser.add_argument("user", metavar="USER", help="user name of the owner")
        parser.add_argument(
            "--scope",
            action="append",
            choices=list(SCOPES),
            help="what it may be used for; repeat it. Default: every read scope",
        )
        parser.add_argument("--days", type=int, default=90, help="days until it expires, 1 to 365 (default 90)")
        parser.add_argument("--name", default="console", help="what the owner will know it by")

    def handle(self, *args: Any, **options: Any) -> None:
        """Find the owner, issue, print the key alone on standard output."""
        owner = User.objects.filter(username=options["user"]).first()
        if owner is None:
            raise CommandError(f"USER: there is no account {options['user']!r}.")
        try:
            token, key = issue(
                user=owner,
                name=options["name"],
                scopes=options["scope"] or READ_SCOPES,
                days=options["days"],
                by=System("system:console"),
            )
        except ValidationError as wrong:
            raise CommandError("; ".join(wrong.messages)) from wrong
        self.stderr.write(f"{', '.join(token.scopes)} until {token.expiry:%Y-%m-%d}; shown once:")
        self.stdout.write(key)
