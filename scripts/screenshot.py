"""Make docs/screenshot.png: the heatmap of a fresh exercise world, as a manager sees it.

    scripts/screenshot.py [path ...]      other paths of the site, into docs/<name>.png beside it

Builds a site of its own in a temporary folder and takes nothing from yours.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

from system_packages import find_chromium  # noqa: E402

from warning.exercise.cast import PASSWORD  # noqa: E402
from warning.ports import port_is_free  # noqa: E402

WIDTH, HEIGHT = 1280, 860


def _wait(log: Path, process: subprocess.Popen[bytes], seconds: float = 300) -> None:
    end = time.monotonic() + seconds
    while "Ctrl-C stops all" not in log.read_text(errors="replace"):
        if process.poll() is not None or time.monotonic() > end:
            raise SystemExit(log.read_text(errors="replace"))
        time.sleep(0.2)


def take(url: str, paths: list[str]) -> None:
    """Log in and photograph every path."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(find_chromium()), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light", locale="en-GB")
        page.goto(f"{url}/login")
        page.fill("[name=username]", "farida")
        page.fill("[name=password]", PASSWORD)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        for path in paths:
            page.goto(f"{url}{path}")
            page.wait_for_load_state("networkidle")
            name = "screenshot" if path == "/heatmap" else path.strip("/").replace("/", "-") or "home"
            page.screenshot(path=ROOT / "docs" / f"{name}.png")
            print(f"docs/{name}.png")
        browser.close()


def main(paths: list[str]) -> None:
    """Serve, photograph, stop."""
    if find_chromium() is None:
        raise SystemExit("Chromium is not installed: make setup.")
    port = next(number for number in range(8700, 8800) if port_is_free(number))
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        environment = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
        with log.open("wb") as out:
            process = subprocess.Popen(
                [sys.executable, "manage.py", "serve", "--port", str(port), "--with-parent"],
                cwd=ROOT,
                env=environment | {"VAR_DIR": str(Path(folder) / "var")},
                stdout=out,
                stderr=out,
            )
        try:
            _wait(log, process)
            take(f"http://127.0.0.1:{port}", paths or ["/heatmap"])
        finally:
            process.terminate()
            process.wait(20)


if __name__ == "__main__":
    main(sys.argv[1:])
