"""Interface strings: extract, check, compile. Babel only, so no gettext tools are needed.

    scripts/messages.py update     bring warning/locale/*/LC_MESSAGES/django.po up to date with the source
    scripts/messages.py check      fail when a catalogue misses a string or a translation breaks a placeholder
    scripts/messages.py compile    write the git-ignored .mo files

Catalogues carry file names but no line numbers, and keep their dates: an unchanged source gives an
unchanged file.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "warning" / "locale"
ROOMS = ("ledger", "countries", "indicators", "assessments", "warning")
LANGUAGES = ("fr",)
# Function name -> positions of (context, message, plural) among its arguments, counted from 0.
KEYWORDS: dict[str, tuple[int | None, int, int | None]] = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
_LITERAL = r"[urb]*(?:'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\")"
_TEMPLATE_CALL = re.compile(rf"\b(n?p?gettext|_)\(((?:\s*{_LITERAL}\s*,?)+)")
_STRING = re.compile(_LITERAL)
_PLACEHOLDER = re.compile(r"%\(\w+\)|%[sd]")
Found = tuple[str | None, str, str | None]


def _pick(function: str, arguments: list[str | None]) -> Found | None:
    context, message, plural = KEYWORDS[function]

    def at(position: int | None) -> str | None:
        return arguments[position] if position is not None and position < len(arguments) else None

    text = at(message)
    return (at(context), text, at(plural)) if text else None


def in_python(path: Path) -> Iterator[Found]:
    """Strings marked in a Python file."""
    calls = extract_python(io.BytesIO(path.read_bytes()), list(KEYWORDS), [], {})
    for _line, function, arguments, _comments in calls:
        parts = list(arguments) if isinstance(arguments, tuple | list) else [arguments]
        found = _pick(function, parts)
        if found:
            yield found


def in_template(path: Path) -> Iterator[Found]:
    """Strings marked in a Django template: Django itself turns its tags into gettext calls."""
    from django.utils.translation.template import templatize

    for call in _TEMPLATE_CALL.finditer(templatize(path.read_text(encoding="utf-8"), origin=str(path))):
        found = _pick(call[1], [ast.literal_eval(text) for text in _STRING.findall(call[2])])
        if found:
            yield found


def in_tables() -> Iterator[tuple[str, str]]:
    """(file, string) of pure tables, which know no gettext: the page translates their words when it shows them."""
    sys.path.insert(0, str(ROOT))
    from warning.roles import ROLES

    yield from (("warning/roles.py", role.name) for role in ROLES.values())


def sources() -> Iterator[Path]:
    """Every file that may mark a string, in a fixed order."""
    for room in ROOMS:
        yield from sorted(p for p in (ROOT / room).rglob("*.py") if "migrations" not in p.parts)
    yield from sorted(p for p in (ROOT / "templates").rglob("*") if p.suffix in {".html", ".txt"})


def extract() -> Catalog:
    """All strings of the project as a catalogue without translations."""
    found = Catalog(charset="utf-8")
    for path in sources():
        read = in_python if path.suffix == ".py" else in_template
        for context, text, plural in read(path):
            message = (text, plural) if plural else text
            flags = ["python-format"] if _PLACEHOLDER.search(text) else []
            where = [(path.relative_to(ROOT).as_posix(), 0)]
            found.add(message, locations=where, flags=flags, context=context)
    for name, text in in_tables():
        found.add(text, locations=[(name, 0)])
    return found


def catalogue_path(language: str) -> Path:
    """Where the translations of a language lie."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def load(language: str) -> Catalog:
    """The catalogue of a language, empty when there is none yet."""
    path = catalogue_path(language)
    if not path.exists():
        return Catalog(
            locale=language,
            header_comment="# Translations of the Early Warning Risk Matrix. Licensed under the EUPL 1.2.",
            project="early-warning-risk-matrix",
            version="1",
            copyright_holder="the contributors",
            msgid_bugs_address="see SECURITY.md and CONTRIBUTING.md",
            last_translator="the contributors",
            language_team=language,
            charset="utf-8",
            fuzzy=False,
        )
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update() -> int:
    """Merge the strings of the source into every catalogue."""
    for language in LANGUAGES:
        catalogue, template = load(language), extract()
        template.creation_date = catalogue.creation_date
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        path = catalogue_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalogue, width=110, sort_by_file=True, include_lineno=False, ignore_obsolete=True)
        print(f"{path.relative_to(ROOT)}: {_translated(catalogue)}")
    return 0


def _translated(catalogue: Catalog) -> str:
    messages = [m for m in catalogue if m.id]
    done = sum(1 for m in messages if (all(m.string) if isinstance(m.string, tuple) else m.string))
    return f"{done} of {len(messages)} translated"


def _keys(catalogue: Catalog) -> set[tuple[str | None, str]]:
    return {(m.context, m.id[0] if isinstance(m.id, tuple | list) else m.id) for m in catalogue if m.id}


def check() -> int:
    """Compare every catalogue with the source; returns 1 when one is out of date or broken."""
    problems = []
    wanted = _keys(extract())
    for language in LANGUAGES:
        catalogue = load(language)
        name = catalogue_path(language).relative_to(ROOT)
        have = _keys(catalogue)
        problems += [f"{name}: misses {text!r}" for text in sorted(text for _context, text in wanted - have)]
        problems += [f"{name}: no longer used {text!r}" for text in sorted(t for _c, t in have - wanted)]
        for message, errors in catalogue.check():
            # Babel takes "80% interval" for a placeholder; only what we fill in counts.
            if _PLACEHOLDER.search(str(message.id)):
                problems += [f"{name}: {message.id!r}: {error}" for error in errors]
        print(f"{name}: {_translated(catalogue)}")
    if problems:
        print("\n".join(problems[:40]))
        print(f"{len(problems)} problems; `make messages` brings the catalogues up to date.")
    return bool(problems)


def compile_all() -> int:
    """Write one .mo beside every .po."""
    for language in LANGUAGES:
        path = catalogue_path(language)
        if path.exists():
            with path.with_suffix(".mo").open("wb") as file:
                write_mo(file, load(language))
            print(path.with_suffix(".mo").relative_to(ROOT))
    return 0


if __name__ == "__main__":
    verbs = {"update": update, "check": check, "compile": compile_all}
    if len(sys.argv) != 2 or sys.argv[1] not in verbs:
        sys.exit(__doc__)
    sys.exit(verbs[sys.argv[1]]())
