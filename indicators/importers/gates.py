"""Gates before parsing: size, ratio, members, nesting, binary content, NUL bytes and encoding. Pure.

Only the standard library looks at the file here, one block at a time, so that a bomb is refused within
the limits and never unpacked whole.
"""

from __future__ import annotations

import codecs
import gzip
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal, cast

from indicators.importers.base import Limits
from indicators.importers.problems import refuse

BLOCK = 1 << 20
# Small files may repeat themselves a great deal without being bombs.
RATIO_FLOOR = 4 * BLOCK
PACKED = {b"\x1f\x8b": "gzip", b"PK\x03\x04": "zip", b"BZh": "bzip2", b"\xfd7zXZ\x00": "xz", b"7z\xbc\xaf": "7z"}
BINARY = {
    b"PAR1": "a Parquet file",
    b"%PDF": "a PDF document",
    b"\xd0\xcf\x11\xe0": "an old .xls workbook",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x7fELF": "a program",
    b"MZ": "a program",
    b"SQLite format 3\x00": "a database",
}
BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Gated:
    """A file that passed: how to open it, and what the one look at it found."""

    kind: Literal["csv", "xlsx"]
    compression: Literal["gzip", "zip"] | None
    encoding: str
    quoted: bool
    delimiters: dict[str, int]


def inspect(path: Path, limits: Limits, *, encodings: tuple[str, ...] = ()) -> Gated:
    """Look through `path` once; `encodings` are tried after UTF-8, for files known not to be UTF-8.

    Raises Refused with a code of: file_missing, file_empty, file_too_large, unpacked_too_large, ratio, members,
    nested_archive, binary_file, encrypted, macro, nul_byte, encoding, archive_broken.
    """
    if not path.is_file():
        raise refuse("file_missing", path.name, "give the path of a file that exists")
    size = path.stat().st_size
    if size == 0:
        raise refuse("file_empty", path.name, "the file has no bytes: export or copy it again")
    if size > limits.max_bytes:
        raise refuse("file_too_large", f"{size} bytes", f"the limit is {limits.max_bytes} bytes: split the file")
    compression = _packing(path)
    if compression == "zip" and _is_workbook(path, limits, size):
        return Gated("xlsx", None, "utf-8", True, {})
    return _look(path, limits, size, compression, encodings)


@contextmanager
def unpacked(path: Path, compression: str | None) -> Iterator[IO[bytes]]:
    """The bytes of the table inside `path`, unpacked as they are read."""
    if compression == "gzip":
        with gzip.open(path, "rb") as stream:
            yield cast(IO[bytes], stream)
    elif compression == "zip":
        with zipfile.ZipFile(path) as archive, archive.open(archive.infolist()[0]) as stream:
            yield stream
    else:
        with path.open("rb") as stream:
            yield stream


def head(path: Path, limits: Limits, size: int = 4096) -> bytes:
    """The first bytes of the unpacked table, for `sniff`; the workbook's own bytes for XLSX."""
    gated = inspect(path, limits, encodings=("cp1252",))
    with unpacked(path, gated.compression) as stream:
        return stream.read(size)


def _packing(path: Path) -> Literal["gzip", "zip"] | None:
    with path.open("rb") as stream:
        start = stream.read(16)
    packed = _packed(start)
    if packed in ("gzip", "zip"):
        return cast(Literal["gzip", "zip"], packed)
    if packed:
        raise refuse("nested_archive", path.name, f"{packed} is not read: unpack it, or use .gz or .zip")
    return None


def _packed(start: bytes) -> str | None:
    return next((name for magic, name in PACKED.items() if start.startswith(magic)), None)


def _is_workbook(path: Path, limits: Limits, size: int) -> bool:
    """Check a zip's table of contents; True for a workbook, False for a single packed table."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise refuse("archive_broken", error, "the archive cannot be read: pack the file again") from None
    if len(members) > limits.max_members:
        raise refuse("members", len(members), f"at most {limits.max_members} parts are read")
    if any(member.flag_bits & 0x1 for member in members):
        raise refuse("encrypted", path.name, "save the file without a password")
    names = {member.filename for member in members}
    _check_size(sum(member.file_size for member in members), size, limits)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise refuse("macro", "vbaProject.bin", "save the workbook as .xlsx, without macros")
    if "[Content_Types].xml" in names:
        _check_workbook(members, limits)
        return True
    if len(members) != 1:
        raise refuse("members", len(members), "an archive must hold exactly one table")
    return False


def _check_workbook(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    whole = sum(member.file_size for member in members)
    if whole > limits.max_workbook_bytes:
        raise refuse("unpacked_too_large", f"{whole} bytes", "the workbook is too large: save the sheet as CSV")


def _check_size(unpacked_bytes: int, size: int, limits: Limits) -> None:
    if unpacked_bytes > limits.max_unpacked_bytes:
        raise refuse("unpacked_too_large", f"{unpacked_bytes} bytes", f"the limit is {limits.max_unpacked_bytes}")
    if unpacked_bytes > RATIO_FLOOR and unpacked_bytes / max(size, 1) > limits.max_ratio:
        ratio = f"{unpacked_bytes / max(size, 1):.0f}:1"
        raise refuse("ratio", ratio, f"unpacks more than {limits.max_ratio:.0f}-fold: send it unpacked")


def _look(
    path: Path, limits: Limits, size: int, compression: Literal["gzip", "zip"] | None, encodings: tuple[str, ...]
) -> Gated:
    """Walk the unpacked bytes block by block, counting what the reader needs to know."""
    seen = _Seen(limits, size)
    try:
        with unpacked(path, compression) as stream:
            while block := stream.read(BLOCK):
                seen.take(block)
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError) as error:
        raise refuse("archive_broken", error, "the archive is damaged: pack the file again") from None
    return Gated("csv", compression, seen.encoding(encodings), seen.quoted, seen.delimiters)


class _Seen:
    """What one pass over the bytes remembers."""

    def __init__(self, limits: Limits, size: int) -> None:
        self.limits, self.size = limits, size
        self.bytes = self.lines = 0
        self.quoted = self.bom = False
        self.bad_line = 0
        self.bad_byte = b""
        self.delimiters = {",": 0, ";": 0, "\t": 0}
        self.decoder = codecs.getincrementaldecoder("utf-8")()

    def take(self, block: bytes) -> None:
        """Check and count one block; raises Refused at the first block that breaks a limit."""
        if not self.bytes:
            self._start(block)
        self.bytes += len(block)
        _check_size(self.bytes, self.size, self.limits)
        if b"\0" in block:
            line = 1 + self.lines + block[: block.index(b"\0")].count(b"\n")
            raise refuse("nul_byte", "\\x00", "text has no NUL bytes: save the table as CSV in UTF-8", line=line)
        if not self.bad_line:
            self._decode(block)
        self.quoted = self.quoted or b'"' in block
        for mark in self.delimiters:
            self.delimiters[mark] += block.count(mark.encode())
        self.lines += block.count(b"\n")

    def _start(self, block: bytes) -> None:
        if _packed(block):
            raise refuse("nested_archive", _packed(block), "unpack the inner archive first")
        for magic, what in BINARY.items():
            if block.startswith(magic):
                raise refuse("binary_file", what, "a table is needed: CSV (also gzip or zip) or XLSX")
        if block[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            raise refuse("encoding", "UTF-16", "save the table as CSV in UTF-8", line=1)
        self.bom = block.startswith(BOM)

    def _decode(self, block: bytes) -> None:
        try:
            self.decoder.decode(block)
        except UnicodeDecodeError as error:
            before = error.object[: error.start]
            self.bad_line = 1 + self.lines + bytes(before).count(b"\n")
            self.bad_byte = bytes(error.object[error.start : error.start + 1])

    def encoding(self, fallbacks: tuple[str, ...]) -> str:
        """The encoding to read with; a byte outside UTF-8 is an error unless the file is known for it."""
        if not self.bad_line:
            try:
                self.decoder.decode(b"", final=True)
                return "utf-8-sig" if self.bom else "utf-8"
            except UnicodeDecodeError:
                self.bad_line = self.lines + 1
        if fallbacks:
            return fallbacks[0]
        value = f"byte 0x{self.bad_byte.hex()}" if self.bad_byte else "cut in the middle of a character"
        raise refuse("encoding", value, "save the file as UTF-8", line=self.bad_line)
