"""Can everybody read the built site, and does each of its links lead somewhere? `just docs` builds it and runs this.

It looks at the pages in ``site/``, so it only runs when STRETCHPLAN_SITE=required says that they are fresh.
"""

import functools
import http.server
import os
import threading
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from tests.support.browser import axe, chromium

SITE = Path(__file__).parents[1] / "site"
# tests/page/ tries the page that plans in the browser, whose parts may not be there.
PAGES = sorted(set(SITE.rglob("*.html")) - {SITE / "try/plan.html"})
HOME = "http://site/"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

pytestmark = [
    pytest.mark.skipif(
        os.environ.get("STRETCHPLAN_SITE") != "required", reason="just docs builds the site and runs it"
    ),
]


class Links(HTMLParser):
    """The links, loaded files and places of one page."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.places: set[str] = set()
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element links to, loads, or is called."""
        given = dict(attrs)
        self.places |= {given.get("id") or "", given.get("name") or ""}
        if tag == "a" and given.get("href"):
            self.links.append(given["href"] or "")
        elif tag in ("link", "script", "img", "source", "iframe"):
            self.loaded += [given[key] or "" for key in ("src", "href") if given.get(key)]


@functools.cache
def read(page: Path) -> Links:
    """Return what is on a page."""
    return Links(page)


def file_of(path: str) -> Path:
    """Return the file that the site serves for a path."""
    file = SITE / unquote(path).lstrip("/")
    return file / "index.html" if file.is_dir() else file


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(SITE)))
def test_links_lead_to_a_file_and_a_place_and_nothing_is_loaded_from_elsewhere(page: Path):
    found = read(page)
    address = HOME + page.relative_to(SITE).as_posix()
    for link in found.links + found.loaded:
        target = urlsplit(urljoin(address, link))
        if target.netloc != "site":
            assert link not in found.loaded, link
            continue
        file = file_of(target.path)
        assert file.is_file(), link
        if target.fragment and file.suffix == ".html":
            assert unquote(target.fragment) in read(file).places, link


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A handler that serves the site without a word."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args, directory=str(SITE))

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Serve the site."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Quiet) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Open one Chromium for all tests of this file."""
    with chromium() as opened:
        yield opened


IN_FULL = {"runOnly": TAGS, "rules": {"color-contrast": {"enabled": False}, "hidden-content": {"enabled": False}}}
"""Contrast is looked at by itself, in both schemes; hidden content is never a violation, only a hint for people."""
BY_WIDTH = {"runOnly": {"type": "rule", "values": ["scrollable-region-focusable", "target-size", "link-in-text-block"]}}
"""What depends on the width. The navigation of a wide screen, alike on all pages, is looked at in full on a few."""
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
FEW = {
    "404.html",
    "index.html",
    *(f"{path}/index.html" for path in ("start/in-your-app", "reference/api/errors", "stretches")),
}

EACH_LOOK = """() => {
  const seen = new Set();
  const chosen = [];
  function walk(one, behind) {
    const style = getComputedStyle(one);
    if (style.display === "none" || style.visibility === "hidden") return;
    const painted = [style.backgroundColor, style.backgroundImage, style.opacity].join();
    if (painted !== "rgba(0, 0, 0, 0),none,1") behind += painted;
    if ([...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) {
      const look = [behind, style.color, style.fontSize, style.fontWeight].join();
      if (!seen.has(look)) chosen.push(one);
      seen.add(look);
    }
    for (const child of one.children) walk(child, behind);
  }
  walk(document.body, "");
  return chosen;
}"""
"""Returns one element of each colour, size, weight and background: axe-core takes minutes for all of a long page."""


def audit(page: Any, rules: dict[str, Any], where: Any = None) -> list[str]:
    """Return what axe-core finds, as the rule and the place."""
    options = {**rules, "resultTypes": ["violations"]}  # the other results take as long again
    found = page.evaluate("([where, options]) => axe.run(where ?? document, options)", [where, options])["violations"]
    return [f"{one['id']} {node['target']}" for one in found for node in one["nodes"]]


@pytest.fixture
def opened(browser: Any) -> Iterator[Callable[[int], Any]]:
    """Open a window of a width; afterwards there must have been no complaint, and no request to another host."""
    complaints: list[str] = []
    contexts: list[Any] = []

    def open_it(width: int) -> Any:
        contexts.append(browser.new_context(viewport={"width": width, "height": 844}))
        contexts[-1].add_init_script(axe())
        page = contexts[-1].new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda asked: complaints.append(asked.url) if "//127.0.0.1:" not in asked.url else None)
        return page

    yield open_it
    assert complaints == []
    for context in contexts:
        context.close()


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_on_any_page(opened: Callable[[int], Any], address: str, width: int):
    page = opened(width)
    # Each page reads the whole index in a process beside it, which takes as long as axe-core does.
    page.route(
        "**/search.json", lambda route: route.fulfill(json={"config": {"lang": ["en"], "separator": " "}, "items": []})
    )
    found: set[str] = set()
    for file in PAGES:
        path = file.relative_to(SITE).as_posix()
        page.goto(address + path)
        wrong = audit(page, IN_FULL if width == 390 or path in FEW else BY_WIDTH)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            wrong += [f"{scheme}: {one}" for one in audit(page, CONTRAST, page.evaluate_handle(EACH_LOOK))]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wrong.append("wider than the screen")
        found |= {f"{path}: {one}" for one in wrong}
    assert found == set()


@pytest.mark.browser
def test_the_colours_can_be_chosen(opened: Callable[[int], Any], address: str):
    page = opened(390)
    page.goto(address)
    seen = []
    for _ in range(3):
        seen.append(page.evaluate("document.body.dataset.mdColorScheme"))
        page.locator("label[for^=__palette]:visible").click()
    assert seen == ["default", "default", "slate"]
