"""A browser in two words, so that people recognise their own logins. Pure; keeps nothing that identifies more."""

from __future__ import annotations

# Order matters: Edge and Opera name Chrome too, and Chrome names Safari.
_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device_name(user_agent: str) -> str:
    """Browser and system of a User-Agent header, such as "Firefox, Linux"; empty where neither is known."""
    found = [next((name for mark, name in table if mark in user_agent), None) for table in (_BROWSERS, _SYSTEMS)]
    return ", ".join(name for name in found if name)
