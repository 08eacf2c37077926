"""A browser in two words."""

from __future__ import annotations

import pytest

from warning.devices import device_name

LINUX_CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
WINDOWS_EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0"
ANDROID_FIREFOX = "Mozilla/5.0 (Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"
IPHONE_SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1"


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (LINUX_CHROME, "Chrome, Linux"),
        (WINDOWS_EDGE, "Edge, Windows"),
        (ANDROID_FIREFOX, "Firefox, Android"),
        (IPHONE_SAFARI, "Safari, iPhone"),
        ("curl/8.5.0", ""),
        ("", ""),
    ],
)
def test_a_browser_is_named_by_program_and_system(agent: str, name: str) -> None:
    assert device_name(agent) == name


def test_a_name_never_holds_a_version() -> None:
    assert not any(char.isdigit() for char in device_name(LINUX_CHROME) + device_name(WINDOWS_EDGE))
