"""The cast of the exercise: one account for every chair at the table. Pure data.

The passwords are public on purpose. They open invented data on a copy that runs the exercise; a production
deployment creates none of these accounts unless it is asked to (`manage.py exercise --with-accounts`).
"""

from __future__ import annotations

from dataclasses import dataclass

# One for all: it is printed at every start, and read aloud in training rooms.
PASSWORD = "exercise-meridian"  # noqa: S105 # nosec B105

REGION = ("XAA", "XAB", "XAC", "XAD", "XAE", "XAF", "XAG", "XAH", "XAI", "XAJ", "XAK", "XAL")


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the cast; `countries` is empty where the role holds everywhere.

    The handle is fixed, so that the same world names the same authors wherever it is built.
    """

    username: str
    name: str
    handle: str
    role: str
    office: str
    countries: tuple[str, ...] = ()
    language: str = "en"


CAST: tuple[Member, ...] = (
    Member("amara", "Amara Okonjo", "U-EXAMRA", "analyst", "Delegation to Brevana", ("XAB",)),
    Member("bruno", "Bruno Keller", "U-EXBRUN", "head_of_delegation", "Delegation to Brevana", ("XAB",)),
    Member("chandra", "Chandra Rao", "U-EXCHAN", "desk_officer", "Headquarters, Meridian desk", REGION),
    Member("delphine", "Delphine Moreau", "U-EXDEPH", "special_adviser", "Special Adviser’s office", (), "fr"),
    Member("emeka", "Emeka Adeyemi", "U-EXEMEK", "decision_maker", "Headquarters"),
    Member("farida", "Farida Haddad", "U-EXFARD", "manager", "Headquarters"),
    Member("goran", "Goran Petrov", "U-EXGRAN", "data_steward", "Headquarters, data"),
    Member("hanna", "Hanna Lindqvist", "U-EXHANN", "administrator", "IT"),
    Member("ines", "Inês (REST client)", "U-EXNESS", "rest_client", "Partner system", ("XAB",)),
    Member("jonas", "Jonas Weber", "U-EXJNAS", "watch_officer", "Headquarters, watch desk", REGION),
)

HANDLES = {member.username: member.handle for member in CAST}
