"""A short digest of the templates a cached fragment was made with: a new release never serves an old one."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from django.conf import settings

# The frame around every page.
_FRAME = ("base.html", "_components")


@lru_cache(maxsize=16)
def build(folder: str) -> str:
    """Digest over the templates of a folder and of the frame, read once a process."""
    digest = hashlib.sha256()
    root = settings.BASE_DIR / "templates"
    for name in (*_FRAME, folder):
        path = root / name
        files = sorted(path.rglob("*.html")) if path.is_dir() else [path]
        for file in files:
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
