"""One JSON text for one value, and the digests of the chain. Standard library only."""

from __future__ import annotations

import hashlib
import json
from typing import Any

GENESIS = "0" * 64


def canonical_json(value: Any) -> str:
    """Keys sorted, no spaces, UTF-8 kept, no NaN: the same value always gives the same bytes.

    Raises:
        ValueError: the value holds NaN or an infinity, which JSON does not know.
        TypeError: the value holds something that is not JSON.
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def body_digest(salt: str, body: str) -> str:
    """Commitment to a body: an erased body leaves a provable gap, and cannot be guessed from its digest."""
    return hashlib.sha256(f"{salt}\n{body}".encode()).hexdigest()


def event_hash(header: dict[str, Any], prev_hash: str) -> str:
    """Hash of one link: the canonical header (digest of the body included) after the previous hash."""
    return hashlib.sha256(f"{prev_hash}\n{canonical_json(header)}".encode()).hexdigest()
