"""One value has one text, and a digest commits to it."""

import pytest

from ledger.canonical import body_digest, canonical_json, event_hash


def test_the_same_value_gives_the_same_bytes_whatever_the_order_of_its_keys() -> None:
    assert canonical_json({"b": 1, "a": [True, None, "é"]}) == canonical_json({"a": [True, None, "é"], "b": 1})
    assert canonical_json({"b": 1, "a": "é"}) == '{"a":"é","b":1}'


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_a_number_that_json_does_not_know_is_refused(number: float) -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        canonical_json({"value": number})


def test_the_salt_keeps_a_short_body_from_being_guessed() -> None:
    assert body_digest("one", "{}") != body_digest("two", "{}")


def test_a_link_hangs_on_the_link_before_it() -> None:
    header = {"seq": 2}
    assert event_hash(header, "0" * 64) != event_hash(header, "1" * 64)
