"""`manage.py replay` needs no database and says what differs."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from indicators.catalogue import load
from tests.unit.indicators.matrix.golden import GOLDEN, differences, vectors

VECTORS = str(GOLDEN / "vectors.json")


def run(*arguments: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("replay", *arguments, stdout=out, stderr=err, no_color=True)
    return out.getvalue(), err.getvalue()


def tampered(tmp_path: Path) -> str:
    whole: dict[str, Any] = json.loads(json.dumps(vectors()))
    whole["countries"]["XAL"]["output"]["result"]["overall"] = 9.9
    path = tmp_path / "tampered.json"
    path.write_text(json.dumps(whole))
    return str(path)


def test_it_prints_the_outputs_of_every_country_as_json() -> None:
    out, _ = run(VECTORS, "--json")
    got = json.loads(out)
    assert differences({name: entry["output"] for name, entry in vectors()["countries"].items()}, got) == []


def test_it_prints_a_line_for_every_country() -> None:
    out, _ = run(VECTORS)
    assert out.splitlines()[1] == "XBR 2025-06-30 rated 7.7089 [7.4151 - 8.1226] Very high, confidence High"


def test_it_agrees_with_the_published_bundles() -> None:
    assert run(VECTORS, "--check")[0] == "3 entries agree to 0.0001\n"
    assert run(str(GOLDEN / "vectors_random.json"), "--check")[0] == "14 entries agree to 0.0001\n"


def test_a_difference_fails_with_path_expected_and_got(tmp_path: Path) -> None:
    err = StringIO()
    with pytest.raises(CommandError, match="1 differences in 3 entries"):
        call_command("replay", tampered(tmp_path), "--check", stdout=StringIO(), stderr=err, no_color=True)
    assert "$.countries.XAL.output.result.overall: the file has 9.9, computed 2.2404" in err.getvalue()


def changed(tmp_path: Path, change: Callable[[dict[str, Any]], object]) -> str:
    whole: dict[str, Any] = json.loads(json.dumps(vectors()))
    change(whole)
    path = tmp_path / "changed.json"
    path.write_text(json.dumps(whole))
    return str(path)


def test_a_key_that_one_side_lacks_is_told_the_right_way_round(tmp_path: Path) -> None:
    def lose_and_add(whole: dict[str, Any]) -> None:
        result = whole["countries"]["XAL"]["output"]["result"]
        result["extra"] = 1
        del result["base"]

    err = StringIO()
    with pytest.raises(CommandError, match="2 differences"):
        call_command("replay", changed(tmp_path, lose_and_add), "--check", stdout=StringIO(), stderr=err, no_color=True)
    assert "result.base: the file has no value, computed 2.0199" in err.getvalue()
    assert "result.extra: the file has 1, nothing is computed" in err.getvalue()


def test_an_entry_without_an_output_is_counted_and_named(tmp_path: Path) -> None:
    out, err = run(changed(tmp_path, lambda whole: whole["countries"]["XAL"].pop("output")), "--check")
    assert out == "2 entries agree to 0.0001; 1 without an output\n"
    assert "not compared: 1 (XAL)" in err


def test_a_bundle_of_other_tables_is_not_said_to_agree(tmp_path: Path) -> None:
    path = changed(tmp_path, lambda whole: whole.update(catalogue="0" * 64))
    with pytest.raises(CommandError, match=r"\$\.catalogue: '0000.*digest [0-9a-f]{12}"):
        run(path, "--check")
    assert "$.catalogue" in run(path)[1]
    own = changed(tmp_path, lambda whole: whole.update(catalogue=load().digest))
    assert run(own, "--check") == ("3 entries agree to 0.0001\n", "")


def test_json_and_check_together_still_print_clean_json(tmp_path: Path) -> None:
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("replay", tampered(tmp_path), "--check", "--json", stdout=out, stderr=StringIO())
    assert list(json.loads(out.getvalue())) == list(vectors()["countries"])


@pytest.mark.parametrize(("text", "message"), [("{", "must be JSON"), ('{"format": "bundle/9"}', r"\$\.format")])
def test_a_file_that_is_no_bundle_is_refused_by_name(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "bad.json"
    path.write_text(text)
    with pytest.raises(CommandError, match=message):
        run(str(path))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        run(str(tmp_path / "none.json"))


def test_nothing_to_compare_is_not_agreement(tmp_path: Path) -> None:
    entry = {key: vectors()["countries"]["XAL"][key] for key in ("entity", "as_of", "input")}
    head = {key: vectors()[key] for key in ("format", "method", "weights", "profile")}
    path = tmp_path / "plain.json"
    path.write_text(json.dumps({**head, "countries": {"XAL": entry}}))
    with pytest.raises(CommandError, match="nothing to compare"):
        run(str(path), "--check")
