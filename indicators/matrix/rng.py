"""SplitMix64 as a counter: any block of the stream in a few vector operations (specification C.9)."""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray

from indicators.matrix.layout import Floats

GAMMA = np.uint64(0x9E3779B97F4A7C15)
MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
MIX_2 = np.uint64(0x94D049BB133111EB)
TO_UNIT = 2.0**-53
Words = NDArray[np.uint64]


def seed_of(entity: str, method: str, as_of: str) -> int:
    """First eight bytes, big-endian, of SHA-256 of `entity|method|as_of`."""
    return int.from_bytes(hashlib.sha256(f"{entity}|{method}|{as_of}".encode()).digest()[:8], "big")


def mix(state: Words, spare: Words) -> Words:
    """Turn states into outputs in place; `spare` is scratch of the same shape."""
    for shift, factor in ((np.uint64(30), MIX_1), (np.uint64(27), MIX_2)):
        np.right_shift(state, shift, out=spare)
        np.bitwise_xor(state, spare, out=state)
        np.multiply(state, factor, out=state)
    np.right_shift(state, np.uint64(31), out=spare)
    np.bitwise_xor(state, spare, out=state)
    return state


def outputs(seed: int, count: int) -> Words:
    """The first `count` 64-bit outputs of the generator."""
    state = np.arange(1, count + 1, dtype=np.uint64)
    state *= GAMMA
    state += np.uint64(seed)
    return mix(state, np.empty_like(state))


def uniforms(seed: int, count: int) -> Floats:
    """The first `count` numbers in 0..1: the top 53 bits of each output."""
    words = outputs(seed, count)
    words >>= np.uint64(11)
    numbers: Floats = words.view(np.int64).astype(np.float64)
    numbers *= TO_UNIT
    return numbers


class Stream:
    """Numbers of a run addressed by (place in the draw, draw), without making those nobody reads.

    `width` numbers belong to each draw; number j of draw d is output d*width + j of the generator.
    """

    def __init__(self, seed: int, width: int, draws: int) -> None:
        first = np.arange(draws, dtype=np.uint64) * np.uint64(width) + np.uint64(1)
        self.draw_state = first * GAMMA + np.uint64(seed)

    def block(self, places: NDArray[np.int64], chunk: slice) -> Floats:
        """(len(places), draws of the chunk) numbers in 0..1."""
        offset = places.astype(np.uint64) * GAMMA
        state = np.add.outer(offset, self.draw_state[chunk])
        spare = np.empty_like(state)
        mix(state, spare)
        np.right_shift(state, np.uint64(11), out=state)
        numbers: Floats = spare.view(np.float64)
        np.multiply(state.view(np.int64), TO_UNIT, out=numbers)
        return numbers
