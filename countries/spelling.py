"""PURE: fold names to one key and clean codes, so that what merely looks different counts as the same.

Folded away: letter case, accents, white space of any kind and number, zero-width and directional marks,
typographic apostrophes and dashes, punctuation, the word "the", a French article in brackets, `&` for "and",
`St` for "Saint".

Not folded: letters of another script. A Cyrillic "С" in "Сhad" stays foreign, and `foreign_letter` names it.
"""

from __future__ import annotations

import re
import unicodedata

# Latin letters that Unicode does not decompose into a base letter and an accent.
_LATIN = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ł": "l", "ı": "i", "ð": "d", "þ": "th", "ə": "a"})
_INVISIBLE = {"Cf", "Cc", "Co", "Cs"}
_BLANKS = {"\t", "\n", "\r", "\v", "\f", "\x85"}
# An apostrophe joins ("Cote d'Ivoire" is two words in every spelling met); other punctuation parts.
_APOSTROPHES = "'’‘ʼ`´ʻ′"
_JOINED = str.maketrans(dict.fromkeys(_APOSTROPHES, ""))
# ISO's French list puts the article behind the name: "Albanie (l')", "Bahamas (les)".
_ARTICLE = re.compile(r"\((?:le|la|les|l['’])\)", re.IGNORECASE)
_APART = re.compile(r"[^a-z0-9]+")


def clean(text: str) -> str:
    """The text without invisible characters, its white space single and trimmed; letters as they are."""
    seen = "".join(
        " " if char in _BLANKS or unicodedata.category(char).startswith("Z") else char
        for char in unicodedata.normalize("NFKC", text)
        if char in _BLANKS or unicodedata.category(char) not in _INVISIBLE
    )
    return " ".join(seen.split())


def fold(text: str) -> str:
    """The key a name is looked up by: lower-case ASCII words, one space apart; "" when nothing is left."""
    # Apostrophes go first: NFKC would turn the acute accent typed for one into a space.
    bare = unicodedata.normalize("NFKD", clean(_ARTICLE.sub(" ", text).translate(_JOINED)).casefold().translate(_LATIN))
    bare = "".join(char for char in bare if not unicodedata.combining(char))
    words = _APART.sub(" ", bare.replace("&", " and ")).split()
    words = ["saint" if word == "st" else word for word in words]
    # "Gambia, The" and "The Gambia" are the Gambia; "the" alone stays.
    return " ".join([word for word in words if word != "the"] or words)


def foreign_letter(text: str) -> str:
    """Name the first letter that is not Latin, `'С' (CYRILLIC CAPITAL LETTER ES)`; "" when all are."""
    for char in clean(text):
        if char.isalpha() and char not in _APOSTROPHES:
            name = unicodedata.name(char, "")
            if "LATIN" not in name:
                return f"'{char}' ({name or hex(ord(char))})"
    return ""
