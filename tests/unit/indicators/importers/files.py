"""Small files for the importers, made here: exercise codes, or structure only."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from indicators.importers import Parsed

# Numbers no publisher uses, for schemes that hold numbers; 99 is a key nobody knows, 98 is out of register.
NUMBERS = {"1": "XAA", "2": "XAB", "3": "XAC", "4": "XAD"}


def write(folder: Path, text: str, name: str = "file.csv") -> Path:
    """A file with `text` as UTF-8."""
    path = folder / name
    path.write_bytes(text.encode("utf-8"))
    return path


def values(parsed: Parsed, indicator: str) -> dict[tuple[str, int], float]:
    """(key, year) -> value of one indicator."""
    rows = parsed.rows[parsed.rows["indicator"] == indicator]
    return {(row.key, row.ref_end.year): row.value for row in rows.itertuples()}


def codes(parsed: Parsed) -> list[str]:
    """The codes of the problems, in their order."""
    return [item.code for item in parsed.problems]


class NumberedCrosswalk:
    """Stands for the crosswalk where a file's keys are numbers: exercise countries under invented ones."""

    def resolve_frame(self, keys: pd.Series, *, scheme: str, years: pd.Series | None = None) -> pd.DataFrame:
        """Verdict, iso3 and note of every key."""
        text = keys.astype(str)
        iso3 = text.map(NUMBERS)
        verdict = iso3.notna().map({True: "country", False: "unknown"})
        verdict = verdict.where(text != "98", "out_of_register")
        return pd.DataFrame(
            {"verdict": verdict, "iso3": iso3.where(iso3.notna(), None), "note": "not in the crosswalk"},
            index=keys.index,
        )
