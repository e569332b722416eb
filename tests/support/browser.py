"""A real browser for tests: Chromium, driven by Playwright.

Both come with the extra ``browser`` and a browser of the system or of Playwright's own. Where one is missing the tests
that need it are skipped with the reason; with ``STRETCHPLAN_BROWSER=required``, as in CI, that is a failure instead.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import pytest

SYSTEM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

SOUNDED = """
window.sounded = [];
window.panned = [];
class Param { setValueAtTime() {} linearRampToValueAtTime() {} exponentialRampToValueAtTime() {} }
class Node { connect(to) { return to; } }
window.AudioContext = class {
  state = "running";
  destination = new Node();
  get currentTime() { return performance.now() / 1000; }
  createOscillator() {
    const tone = Object.assign(new Node(), { frequency: new Param() });
    tone.start = (when) => window.sounded.push(tone.mark = { when, pitch: tone.frequency.value, stopped: false });
    tone.stop = (when) => { if (when === undefined) tone.mark.stopped = true; };
    return tone;
  }
  createGain() { return Object.assign(new Node(), { gain: new Param() }); }
  createStereoPanner() {
    const place = Object.assign(new Node(), { pan: new Param() });
    window.panned.push(place.pan);
    return place;
  }
};
"""
"""A sound card that records its tones and their times."""

CARD = """
window.AudioContext = class extends window.AudioContext {
  constructor() { super(); window.card = this; }
};
"""
"""The browser's own sound card, which the test can stop."""

WAKES = """
window.wakes = [];
Object.defineProperty(navigator, "wakeLock", { value: { request: async (kind) => {
  const lock = new EventTarget();
  lock.release = async () => { window.wakes.push("released"); lock.dispatchEvent(new Event("release")); };
  window.wakes.push(kind);
  return lock;
} } });
"""
"""A wake lock that records when it is taken and released."""


@contextmanager
def chromium() -> Iterator[Any]:
    """Yield a running Chromium as Playwright's ``Browser``; skip the test where there is none."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _missing("Playwright is not installed: pip install 'stretchplan[browser]'")
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
        path = own if Path(own).exists() else next(filter(None, map(shutil.which, SYSTEM)), None)
        if path is None:
            _missing("there is no Chromium: playwright install --with-deps chromium, or the system's package")
        # Root, as in most containers, has no sandbox; only the tests' own pages are opened.
        flags = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        try:
            yield browser
        finally:
            browser.close()


def axe() -> str:
    """Return the script of axe-core, which finds faults of accessibility."""
    try:
        from axe_playwright_python.base import AXE_FILE_PATH
    except ImportError:
        _missing("axe-core is not installed: pip install 'stretchplan[browser]'")
    return AXE_FILE_PATH.read_text(encoding="utf-8")


def wait_for_sound(page: Any, state: str) -> None:
    """Wait until the sound card of ``CARD`` is in a state; a page's policy forbids Playwright's own waiting."""
    for _ in range(200):
        if page.evaluate("window.card?.state") == state:
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"the sound card is {page.evaluate('window.card?.state')}, not {state}")


def _missing(reason: str) -> NoReturn:
    if os.environ.get("STRETCHPLAN_BROWSER") == "required":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
