"""A page in a browser with a clock that only the test moves, and with a record of the browser's complaints."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

import stretchplan as sp
from tests.support.browser import SOUNDED, WAKES

SPOKEN = """
window.spoken = [];
window.languages = [];
window.voices = [];
window.cancelled = 0;
window.known = [];
window.silentFrom = 0;
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
Object.defineProperty(window, "speechSynthesis", { value: {
  get speaking() { return performance.now() < window.silentFrom; },
  pending: false,
  getVoices: () => window.known,
  speak(one) {
    window.spoken.push(one.text);
    window.languages.push(one.lang);
    window.voices.push(one.voice?.name ?? null);
    window.silentFrom = Math.max(window.silentFrom, performance.now()) + 70 * one.text.length;
  },
  cancel() { window.cancelled += 1; window.silentFrom = 0; },
} });
"""
"""A voice that records its sentences; it speaks for 0.07 s a character. `known` are the voices that there are."""


class Session:
    """An open page, and the actions of a person."""

    def __init__(self, page: Any, plan: sp.Plan) -> None:
        self.page = page
        self.plan = plan
        self.complaints: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", self._complain_of_loading)

    def _complain_of_loading(self, request: Any) -> None:
        if request.url.startswith("http"):
            self.complaints.append(request.url)

    def wait(self, seconds: float) -> None:
        """Let the page's clock run, with every timer and frame that is due."""
        self.page.clock.run_for(round(seconds * 1000))

    def jump(self, seconds: float) -> None:
        """Move the page's clock in one jump: each timer fires once at most, as after a sleep or in a throttled tab."""
        self.page.clock.fast_forward(round(seconds * 1000))

    def text(self, element: str) -> str:
        """Return the text of an element."""
        return self.page.text_content(f"#{element}")

    def press(self, button: str) -> None:
        """Click a button."""
        self.page.click(f"#{button}")

    def at(self) -> float:
        """Return the second of the strip's marker."""
        return float(self.page.get_attribute("#here", "x"))

    @property
    def state(self) -> str:
        """The state of the session."""
        return self.page.get_attribute("body", "data-state")


@pytest.fixture
def opened(browser: Any, tmp_path: Any) -> Iterator[Callable[..., Session]]:
    """Open a plan's page in its own context; afterwards there must be no complaint."""
    contexts: list[Any] = []
    sessions: list[Session] = []

    def open_it(plan: sp.Plan, *, html: str | None = None, sound: str = SOUNDED, **context: Any) -> Session:
        contexts.append(browser.new_context(**{"viewport": {"width": 390, "height": 844}} | context))
        page = contexts[-1].new_page()
        for script in (SPOKEN, sound, WAKES):
            page.add_init_script(script)
        file = tmp_path / "plan.html"
        file.write_text(plan.to_html() if html is None else html, encoding="utf-8")
        sessions.append(Session(page, plan))
        page.clock.install(time=0)
        page.goto(file.as_uri())
        page.clock.pause_at(1000)
        return sessions[-1]

    yield open_it
    for session in sessions:
        assert session.complaints == []
    for context in contexts:
        context.close()
