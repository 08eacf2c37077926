"""A Chromium page that fails its test on anything a careful developer would see in the console."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request, Response

# Runs before every document: a violation is kept even where the console says nothing.
WATCH_POLICY = """
window.__violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.__violations.push(`${event.violatedDirective} refused ${event.blockedURI || "inline"}`);
  console.error(`CSP: ${event.violatedDirective} refused ${event.blockedURI || "inline"} at ${event.sourceFile}`);
});
"""
# The console repeats what `response` tells better.
_REPEATED = re.compile(r"^Failed to load resource")


@dataclass
class Watch:
    """Collects what went wrong on a page; `allow` excuses what a test provokes on purpose."""

    host: str = ""
    problems: list[str] = field(default_factory=list)
    allowed: list[re.Pattern[str]] = field(default_factory=list)

    def allow(self, pattern: str) -> None:
        """Excuse problems that match."""
        self.allowed.append(re.compile(pattern))

    def attach(self, page: Page) -> None:
        """Listen to a page."""
        page.add_init_script(WATCH_POLICY)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.problems.append(f"script error: {error}"))
        page.on("request", self._request)
        page.on("response", self._response)
        page.on("requestfailed", self._failed)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not _REPEATED.match(message.text):
            self.problems.append(f"console {message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname != "127.0.0.1":
            self.problems.append(f"another host was asked: {request.url}")

    def _response(self, response: Response) -> None:
        # A page that answers 403 or 404 is the test's business; a missing script or image never is.
        if response.status >= 400 and not response.request.is_navigation_request():
            self.problems.append(f"{response.status} for {response.url}")

    def _failed(self, request: Request) -> None:
        if request.failure and "ERR_ABORTED" not in request.failure:
            self.problems.append(f"{request.failure} for {request.url}")

    def check(self) -> None:
        """Fail when something went wrong that nobody excused."""
        left = [p for p in self.problems if not any(pattern.search(p) for pattern in self.allowed)]
        assert not left, "The page did not run clean:\n" + "\n".join(left)


def violations_of(results: Any) -> list[str]:
    """What axe found, one line for each kind: rule, impact, what to do, where."""
    return [
        f"{v['id']} ({v['impact']}): {v['help']} at " + ", ".join(str(n["target"]) for n in v["nodes"][:5])
        for v in results.response["violations"]
    ]
