#!/usr/bin/env python
"""Django's command line for this project."""

import os
import sys

from environs import EnvError


def main() -> None:
    """Run one management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "warning.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - settings must be named first

    try:
        execute_from_command_line(sys.argv)
    except EnvError as bad:
        # The name of the variable and what is wrong with it; a traceback would only hide that.
        sys.exit(str(bad))


if __name__ == "__main__":
    main()
