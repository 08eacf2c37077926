"""Gates: what is refused before a cell is parsed."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from indicators.importers import Limits, Refused, gates

LIMITS = Limits()
TABLE = b"a,b\n1,2\n"


def refused(path: Path, limits: Limits = LIMITS) -> str:
    """The code of the one problem the gates raise."""
    with pytest.raises(Refused) as caught:
        gates.inspect(path, limits)
    (problem,) = caught.value.problems
    assert problem.remedy
    return problem.code


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip archive of `members`."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return out.getvalue()


@pytest.fixture
def put(tmp_path: Path):
    """Write bytes to a file and give its path."""

    def _put(body: bytes, name: str = "file") -> Path:
        path = tmp_path / name
        path.write_bytes(body)
        return path

    return _put


def test_a_plain_table_passes_with_its_delimiters_counted(put) -> None:
    gated = gates.inspect(put(TABLE), LIMITS)
    assert (gated.kind, gated.compression, gated.encoding, gated.quoted) == ("csv", None, "utf-8", False)
    assert gated.delimiters[","] == 2


def test_gzip_and_a_zip_of_one_table_pass(put) -> None:
    assert gates.inspect(put(gzip.compress(TABLE)), LIMITS).compression == "gzip"
    assert gates.inspect(put(zipped({"a.csv": TABLE})), LIMITS).compression == "zip"


def test_a_byte_order_mark_is_seen_and_left_out(put) -> None:
    assert gates.inspect(put(b"\xef\xbb\xbf" + TABLE), LIMITS).encoding == "utf-8-sig"


def test_what_is_not_there_or_empty_is_refused(put, tmp_path: Path) -> None:
    assert refused(tmp_path / "none") == "file_missing"
    assert refused(put(b"")) == "file_empty"


def test_a_file_above_the_size_limit_is_refused(put) -> None:
    assert refused(put(TABLE * 100), Limits(max_bytes=100)) == "file_too_large"


def test_a_bomb_is_refused_by_its_ratio_before_it_is_unpacked_whole(put) -> None:
    bomb = gzip.compress(b"0" * (16 << 20))
    assert refused(put(bomb)) == "ratio"
    assert refused(put(zipped({"a.csv": b"0" * (16 << 20)}))) == "ratio"


def test_an_archive_that_unpacks_beyond_the_limit_is_refused(put) -> None:
    assert refused(put(gzip.compress(TABLE * 1000)), Limits(max_unpacked_bytes=1000)) == "unpacked_too_large"


def test_archives_inside_archives_are_refused(put) -> None:
    assert refused(put(gzip.compress(gzip.compress(TABLE)))) == "nested_archive"
    assert refused(put(zipped({"a.zip": zipped({"b.csv": TABLE})}))) == "nested_archive"
    assert refused(put(b"BZh91AY" + TABLE)) == "nested_archive"


def test_an_archive_of_many_tables_is_refused(put) -> None:
    assert refused(put(zipped({"a.csv": TABLE, "b.csv": TABLE}))) == "members"
    many = zipped({f"{at}.csv": TABLE for at in range(5)})
    assert refused(put(many), Limits(max_members=4)) == "members"


def test_a_damaged_archive_is_refused(put) -> None:
    body = gzip.compress(TABLE * 500)
    assert refused(put(body[: len(body) // 2])) == "archive_broken"
    assert refused(put(b"PK\x03\x04" + b"x" * 50)) == "archive_broken"


@pytest.mark.parametrize("start", [b"PAR1", b"%PDF-1.7", b"\xd0\xcf\x11\xe0", b"\x89PNG\r\n", b"\x7fELF", b"MZ\x90"])
def test_a_binary_file_under_the_name_of_a_table_is_refused(put, start: bytes) -> None:
    assert refused(put(start + TABLE, "table.csv")) == "binary_file"


def test_nul_bytes_are_refused_with_their_line(put) -> None:
    with pytest.raises(Refused) as caught:
        gates.inspect(put(b"a,b\n1,2\n1,\x00\n"), LIMITS)
    assert (caught.value.problems[0].code, caught.value.problems[0].line) == ("nul_byte", 3)


def test_a_byte_outside_utf_8_is_refused_with_its_line_unless_the_file_is_known_for_it(put) -> None:
    path = put(b"a,b\n1,caf\xe9\n")
    with pytest.raises(Refused) as caught:
        gates.inspect(path, LIMITS)
    problem = caught.value.problems[0]
    assert (problem.code, problem.line, problem.value) == ("encoding", 2, "byte 0xe9")
    assert gates.inspect(path, LIMITS, encodings=("cp1252",)).encoding == "cp1252"


def test_utf_16_and_a_character_cut_in_two_are_refused(put) -> None:
    assert refused(put("a,b\n".encode("utf-16"))) == "encoding"
    assert refused(put("a,é".encode()[:-1])) == "encoding"


def test_a_workbook_with_macros_is_refused(put) -> None:
    book = {"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>", "xl/vbaProject.bin": b"x"}
    assert refused(put(zipped(book))) == "macro"


def test_a_workbook_too_large_to_read_is_refused(put) -> None:
    book = zipped({"[Content_Types].xml": b"<x/>", "xl/worksheets/sheet1.xml": b"<row/>" * 1000})
    assert gates.inspect(put(book), LIMITS).kind == "xlsx"
    assert refused(put(book), Limits(max_workbook_bytes=1000)) == "unpacked_too_large"


def test_the_first_bytes_of_the_unpacked_table_are_there_to_sniff(put) -> None:
    assert gates.head(put(gzip.compress(TABLE)), LIMITS) == TABLE
