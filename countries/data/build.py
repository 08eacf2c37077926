"""Compare the register's names and codes with pycountry (LGPL) and Babel's CLDR (Unicode licence).

The first version of countries.csv was generated from these two by `--base`, then finished by hand: dates, kinds,
regions, short names, dissolved states. Run without arguments after an update of either library: it prints what ISO
or CLDR has new or otherwise, and a person decides. It never writes the table.

    python -m countries.data.build            differences, one a line; exit code 1 when there are any in the codes
    python -m countries.data.build --base     ISO's 249 entries as CSV: iso3, iso2, m49, name_en, name_fr
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator

import pycountry
from babel import Locale

from countries import tables
from countries.spelling import fold

Base = tuple[str, str, str, str, str]


def base() -> Iterator[Base]:
    """ISO 3166-1 by alpha-3, with the English common name and CLDR's French name."""
    french = Locale("fr").territories
    for entry in sorted(pycountry.countries, key=lambda entry: entry.alpha_3):
        english = getattr(entry, "common_name", entry.name)
        name_fr = str(french[entry.alpha_2]).replace("’", "'")
        yield entry.alpha_3, entry.alpha_2, entry.numeric, english, name_fr


def differences() -> tuple[list[str], list[str]]:
    """(Codes that differ, names that differ), each as a line of text."""
    ours = {row.iso3: row for row in tables.countries() if row.world == "real"}
    codes, names = [], []
    for iso3, iso2, m49, name_en, name_fr in base():
        row = ours.get(iso3)
        if row is None:
            codes.append(f"{iso3} {name_en}: not in the register")
            continue
        if row.iso2 != iso2 or row.m49 not in ("", m49):
            codes.append(f"{iso3}: {row.iso2} {row.m49} here, {iso2} {m49} in ISO")
        for here, there in ((row.name_en, name_en), (row.name_fr, name_fr)):
            if fold(here) != fold(there):
                names.append(f"{iso3}: {here} here, {there} there")
    return codes, names


def main() -> int:
    """Print the base table or the differences."""
    if "--base" in sys.argv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(["iso3", "iso2", "m49", "name_en", "name_fr"])
        writer.writerows(base())
        return 0
    codes, names = differences()
    sys.stdout.writelines(f"{line}\n" for line in (*codes, *names))
    return 1 if codes else 0


if __name__ == "__main__":
    sys.exit(main())
