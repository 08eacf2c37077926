"""The invented publishers' files, taken in like anybody's: written in the tidy template, read by its importer."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from indicators.actions.imports import Release, import_file
from indicators.importers import Refused
from ledger.actors import Actor
from warning.exercise.generate import World


def import_files(world: World, *, by: Actor) -> int:
    """Import the feeds' files, then their corrections; returns the number of observations stored.

    Raises:
        Refused: the product does not take a generated file, with its reasons (a bug of the generator).
    """
    stored = 0
    with TemporaryDirectory(prefix="exercise-") as folder:
        for name, text in world.files().items():
            path = Path(folder) / name
            path.write_text(text, encoding="utf-8")
            # Scored once at the end, not after each file.
            report = import_file(by=by, importer="tidy", path=path, release=Release(), rescore=False)
            if report.problems:
                raise Refused(report.problems)
            stored += report.new + report.superseding
    return stored
