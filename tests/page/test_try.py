"""Does the page that plans in the browser plan as this Python does, without a network, and say what is missing?

Most of these tests need Pyodide, so they run only with ``STRETCHPLAN_PYODIDE=required``, on the site that is built in
``site/``: ``just pyodide``. The others look at the page as ``just docs`` leaves it.
"""

import hashlib
import json
import os
import re
import threading
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import product
from pathlib import Path
from typing import Any

import pytest

import stretchplan as sp
from tests.support.browser import axe

ROOT = Path(__file__).parents[2]
PARTS = "pyodide/pyodide.mjs pyodide/pyodide.asm.mjs pyodide/pyodide.asm.wasm pyodide/python_stdlib.zip"
PARTS += " pyodide/pyodide-lock.json stretchplan.zip planner.py"
CATALOGS = ("seven", "anywhere", "both")
PAGE = (ROOT / "docs/try.md").read_text(encoding="utf-8")
PHONE = {"width": 390, "height": 844}
AMOUNTS = """
window.amounts = [];
addEventListener("DOMContentLoaded", () => {
  const amount = document.getElementById("amount");
  if (amount) new MutationObserver(() => window.amounts.push(amount.textContent)).observe(amount, { childList: true });
});
"""
"""Keeps what the page says about how much is loaded."""


class Site:
    """A server of static files under a path of its own. It keeps what was asked, and can break what it answers."""

    def __init__(self, folder: Path) -> None:
        self.asked: list[str] = []
        self.broken: dict[str, int | None] = {}
        """The status to answer for a file, or None to break off in its middle."""
        site = self

        class Handler(SimpleHTTPRequestHandler):
            def do_GET(self) -> None:
                name = self.path.rpartition("/try/")[2]
                site.asked.append(name)
                status = site.broken.get(name, 200)
                if status is None:
                    content = Path(self.translate_path(self.path)).read_bytes()
                    self.send_response(200)
                    self.send_header("Content-Type", self.guess_type(self.path))
                    self.send_header("Content-Length", str(len(content)))
                    self.end_headers()
                    self.wfile.write(content[: len(content) // 2])
                elif status == 200:
                    super().do_GET()
                else:
                    self.send_error(status)

            def log_message(self, *_words: object) -> None:
                pass

            def handle(self) -> None:
                with suppress(BrokenPipeError, ConnectionResetError):  # a page that was left does not read the rest
                    super().handle()

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder.parent)))
        self.address = f"http://127.0.0.1:{self.server.server_port}/{folder.name}"
        self.page = f"{self.address}/try/plan.html"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Stop answering."""
        self.server.shutdown()
        self.server.server_close()


class Opened:
    """The page in a tab of its own, and what it complains of."""

    def __init__(self, context: Any) -> None:
        self.context = context
        self.page = context.new_page()
        self.files: list[str] = []
        """What was loaded."""
        self.complaints: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def wait_until_ready(self) -> None:
        """Wait until the form is there."""
        self.page.locator("#ask").wait_for(timeout=120_000)

    def failure(self) -> str:
        """Wait until a part could not be loaded, and return what the page says."""
        self.page.locator("#failed p").wait_for(timeout=120_000)
        return str(self.page.inner_text("#failed p"))

    def fill(self, **fields: str) -> None:
        """Enter numbers."""
        for name, value in fields.items():
            self.page.fill(f"#{name}", value)

    def plan(self) -> None:
        """Press the button, and wait for an answer."""
        self.page.get_by_role("button", name="Plan", exact=True).click()
        self.page.locator("#answer").wait_for()

    def saved(self, link: str) -> str:
        """Return the content of a file that the page offers."""
        with self.page.expect_download() as download:
            self.page.get_by_role("link", name=link).click()
        return Path(download.value.path()).read_text(encoding="utf-8")


@pytest.fixture
def without_python(browser: Any) -> Iterator[Opened]:
    """Open nothing yet, in a tab for the page without Python."""
    context = browser.new_context(viewport=PHONE)
    yield Opened(context)
    context.close()


@pytest.fixture(scope="module")
def folder() -> Path:
    """Return the folder of the built site."""
    if os.environ.get("STRETCHPLAN_PYODIDE") != "required":
        pytest.skip("needs a site with Pyodide: just pyodide")
    assert (ROOT / "site/try/parts.json").exists(), "build the site first: just site"
    return ROOT / "site"


@pytest.fixture
def site(folder: Path) -> Iterator[Site]:
    served = Site(folder)
    yield served
    served.stop()


@pytest.fixture(scope="module")
def loaded(browser: Any, folder: Path) -> Iterator[Opened]:
    """Give the page after loading, with the server stopped and the network off: from here on nothing may be loaded."""
    served = Site(folder)
    context = browser.new_context(viewport=PHONE, accept_downloads=True)
    opened = Opened(context)
    opened.page.add_init_script(AMOUNTS)
    opened.page.goto(served.page)
    opened.wait_until_ready()
    opened.files = served.asked
    served.stop()
    context.set_offline(True)
    requested: list[str] = []
    context.on("request", lambda request: requested.append(request.url))
    yield opened
    assert [url for url in requested if not url.startswith(("blob:", "data:"))] == []
    assert opened.complaints == []
    context.close()


@pytest.fixture
def form(loaded: Opened) -> Opened:
    """Give the loaded page with an empty form."""
    loaded.page.evaluate(
        """() => {
          document.getElementById("ask").reset();
          const fields = document.querySelectorAll("#ask :is(input, select)");
          for (const one of fields) one.dispatchEvent(new Event("change"));
        }"""
    )
    return loaded


def requests() -> list[tuple[str, str]]:
    """Return texts of requests, each with a catalogue: every condition, areas with and without a plan, wrong ones."""
    people: list[dict[str, Any]] = [{}, *({"conditions": [entry.id]} for entry in sp.conditions())]
    people[-1]["avoid_positions"] = ["prone"]
    targets = ([], ["hips"], ["lower_back", "hips"], ["pelvis"], ["glutes"])
    asked = [
        ({"minutes": minutes, "days_since_injury": days, "targets": targets[number % 5], "profile": person}, catalog)
        for catalog, minutes, days in product(CATALOGS, (4, 10, 20), (None, 3, 60))
        for number, person in enumerate(people)
    ]
    one = {"minutes": 10, "days_since_injury": 3}
    asked += [
        (one | more, catalog)
        for catalog in CATALOGS
        for more in (
            {"targets": ["wings"]},
            {"minutes": 300, "days_since_injury": -1},
            {"pain": 4},
            {"pain": 9},
            {"screening": {"chest_pain": "yes"}},
            {"screening": {"pregnancy": "yes", "chest_pain": "no"}, "on": "2026-11-29"},
        )
    ]
    return [(json.dumps(request), catalog) for request, catalog in asked] + [("{", "seven"), ("{}", "both")]


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def answered(request: str, catalog: Any) -> list[str]:
    """Return this Python's answer, and the digest of the guided page; of an empty text where there is no plan."""
    try:
        plan = sp.plan(sp.parse_request(request), catalog=catalog)
    except sp.StretchPlanError as error:
        return [json.dumps(error.to_dict()), digest("")]
    return [plan.model_dump_json(), digest(plan.to_html())]


@pytest.mark.slow
def test_its_plans_and_pages_are_those_of_this_python_byte_for_byte(loaded: Opened):
    asked = requests()
    found = loaded.page.evaluate(
        """async (asked) => {
          const found = [];
          for (const [request, catalog] of asked) {
            const answer = await plan(request, catalog);
            const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(answer.page));
            const hex = [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
            found.push([answer.plan, hex]);
          }
          return found;
        }""",
        [list(one) for one in asked],
    )
    expected = [answered(*one) for one in asked]
    plans = sum(page != digest("") for _, page in expected)
    assert f"{len(asked)} requests" in PAGE
    assert 0.5 < plans / len(asked) < 0.95  # and refusals
    assert [one for one, mine, theirs in zip(asked, expected, found, strict=True) if mine != theirs] == []


def test_a_plan_is_shown_as_the_guided_page_and_offered_as_files(form: Opened):
    form.fill(minutes="7", days_since_injury="3")
    form.page.get_by_label("hips").check()
    form.plan()
    plan = sp.plan(minutes=7, days_since_injury=3, targets={"hips"})
    title = plan.to_text().partition("\n")[0]
    assert form.page.inner_text("#answer-title") == title
    assert form.page.evaluate("document.activeElement.id") == "answer-title"
    assert form.saved("Save the plan as JSON") == plan.model_dump_json()
    assert form.saved("Save the session as a page") == plan.to_html()
    frame = form.page.frame_locator("#session")
    frame.get_by_role("button", name="Start").click()
    frame.locator("body[data-state=running]").wait_for()
    assert frame.locator("body").evaluate("navigator.wakeLock.request('screen').then((lock) => lock.type)") == "screen"
    sound = "(async () => { const card = new AudioContext(); await card.resume(); return card.state; })()"
    assert frame.locator("body").evaluate(sound) == "running"
    assert frame.locator("body").evaluate("self.origin") == "null"  # it cannot reach the page around it


def test_the_session_opens_in_its_own_tab_and_runs_there(form: Opened):
    form.fill(minutes="5", days_since_injury="30")
    form.plan()
    with form.context.expect_page() as opened:
        form.page.get_by_role("link", name="Open the session in its own tab").click()
    tab = opened.value
    tab.get_by_role("button", name="Start").click()
    tab.locator("body[data-state=running]").wait_for()
    assert sp.plan(minutes=5, days_since_injury=30).to_text().partition(",")[0] in tab.title()
    tab.close()


def test_conditions_pain_and_the_catalogue_count(form: Opened):
    form.fill(minutes="10", days_since_injury="30", pain="4")
    form.page.get_by_label("Stretches", exact=True).select_option("anywhere")
    form.page.get_by_label("Pain in a knee when it is bent far.").check()
    form.plan()
    profile = sp.Profile(conditions={"knee_pain"})
    plan = sp.plan(minutes=10, days_since_injury=30, pain=4, profile=profile, catalog="anywhere")
    assert form.saved("Save the plan as JSON") == plan.model_dump_json()


def test_days_that_nobody_stated_are_asked_for_and_never_assumed(form: Opened):
    form.page.get_by_role("button", name="Plan", exact=True).click()
    wrong = form.page.locator("#days_since_injury-wrong")
    assert wrong.inner_text() == "Enter the days, or tick “No recent injury”."
    assert form.page.evaluate("document.activeElement.id") == "days_since_injury"
    assert form.page.get_attribute("#days_since_injury", "aria-invalid") == "true"
    form.page.get_by_label("No recent injury").check()
    form.plan()
    assert wrong.inner_text() == ""
    assert form.saved("Save the plan as JSON") == sp.plan(minutes=10, days_since_injury=None).model_dump_json()


def test_what_is_wrong_is_said_beside_its_field_in_the_librarys_words(form: Opened):
    form.fill(minutes="300", days_since_injury="2.5")
    form.page.get_by_role("button", name="Plan", exact=True).click()
    form.page.get_by_text("300 is not allowed; it must be at most 240").wait_for()
    assert form.page.inner_text("#days_since_injury-wrong") == "2.5 is not allowed; it must be a whole number"
    assert form.page.evaluate("document.activeElement.id") == "minutes"
    assert form.page.is_hidden("#answer")


def test_a_refusal_says_why_and_what_would_help(form: Opened):
    form.fill(days_since_injury="2")
    form.page.get_by_label("pelvis").check()
    form.plan()
    with pytest.raises(sp.Infeasible) as refusal:
        sp.plan(minutes=10, days_since_injury=2, targets={"pelvis"})
    assert form.page.inner_text("#answer-title") == refusal.value.title
    assert str(refusal.value).rstrip(".") in form.page.inner_text("#refusal")
    helps = [relaxation.message for relaxation in refusal.value.relaxations]
    assert form.page.locator("#refusal li").all_inner_texts() == helps
    assert helps
    assert form.page.is_hidden("#session")
    assert form.page.is_hidden("#files")


def test_a_yes_to_a_warning_sign_gives_no_plan_and_says_how_soon_to_be_seen(form: Opened):
    form.fill(days_since_injury="3")
    form.page.locator("summary").click()
    assert form.page.inner_text("#answered") == f"0 of {len(sp.screening_questions())} questions answered"
    for question in sp.screening_questions():
        group = form.page.get_by_role("group", name=question.text)
        group.get_by_label("Yes" if question.id == "leg_weakness" else "No").check()
    assert form.page.inner_text("#answered").startswith("20 of 20")
    form.plan()
    assert form.page.inner_text("#answer-title") == "See a clinician before stretching"
    assert "the same day" in form.page.inner_text("#refusal")
    assert form.page.is_hidden("#session")
    form.page.get_by_role("group", name="Is a leg newly weak").get_by_label("No").check()
    form.plan()
    screening = dict.fromkeys((question.id for question in sp.screening_questions()), "no")
    plan = sp.plan(minutes=10, days_since_injury=3, screening=screening)
    assert form.saved("Save the plan as JSON") == plan.model_dump_json()


def test_nothing_is_kept_in_the_browser(loaded: Opened):
    assert loaded.context.cookies() == []
    kept = loaded.page.evaluate(
        """async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length,
                        (await caches.keys()).length, (await navigator.serviceWorker.getRegistrations()).length]"""
    )
    assert kept == [0, 0, 0, 0, 0]


def test_python_can_reach_nothing_but_its_own_server(browser: Any, site: Site, tmp_path: Path):
    (tmp_path / "try").mkdir()
    elsewhere = Site(tmp_path)
    opened = Opened(browser.new_context())
    opened.page.goto(site.page)
    opened.wait_until_ready()
    attempt = f"fetch('{elsewhere.address}/try/secret', {{ mode: 'no-cors' }}).then(() => 'sent', () => 'not sent')"
    assert opened.page.workers[0].evaluate(attempt) == "not sent"
    assert opened.page.evaluate(attempt) == "not sent"
    assert elsewhere.asked == []
    elsewhere.stop()
    opened.context.close()


def test_it_is_usable_by_keyboard_alone(form: Opened):
    form.page.get_by_label("Minutes").focus()
    keys = form.page.keyboard
    keys.press("Control+A")
    keys.type("6")
    keys.press("Tab")
    keys.type("30")
    keys.press("Enter")
    form.page.locator("#answer").wait_for()
    assert form.page.inner_text("#answer-title").endswith("of 6 min")
    session = form.page.frame_locator("#session")
    session.get_by_role("button", name="Start").wait_for()  # a Tab goes past a frame that is still empty
    focused = []
    for _ in range(3):
        keys.press("Tab")
        focused.append(form.page.evaluate("document.activeElement.id"))
    assert focused == ["alone", "page", "json"]
    keys.press("Tab")
    session.locator("summary:focus").wait_for()


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_nothing_is_cut_off(form: Opened, width: int, colours: str):
    form.page.set_viewport_size({"width": width, "height": 800})
    form.page.emulate_media(color_scheme=colours)
    form.page.locator("details").evaluate("one => one.open = true")
    assert faults(form.page) == []
    form.page.get_by_role("button", name="Plan", exact=True).click()
    form.page.get_by_text("Enter the days").wait_for()
    assert faults(form.page) == []
    form.fill(days_since_injury="2")
    form.plan()
    form.page.frame_locator("#session").get_by_role("button", name="Start").wait_for()
    assert faults(form.page) == []
    form.page.get_by_label("pelvis").check()
    form.plan()
    assert faults(form.page) == []


def faults(page: Any) -> list[str]:
    """Return what axe finds in the page around the session, which has tests of its own, and whether it is too wide."""
    page.evaluate(axe())
    found = page.evaluate("axe.run({ exclude: ['#session'] })")["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return [one["id"] for one in found] + ["too wide"] * wide


@pytest.mark.parametrize("part", PARTS.split())
def test_a_part_that_is_missing_is_named(browser: Any, site: Site, part: str):
    site.broken[part] = 404
    opened = Opened(browser.new_context())
    opened.page.goto(site.page)
    said = opened.failure()
    assert said.startswith(f"The part {part} (")
    assert said.endswith("could not be loaded: the server answered 404.")
    assert opened.page.is_hidden("#ask")
    opened.context.close()


def test_a_part_that_breaks_off_is_named_and_loading_can_be_tried_again(browser: Any, site: Site):
    site.broken["stretchplan.zip"] = None
    opened = Opened(browser.new_context(viewport=PHONE))
    opened.page.goto(site.page)
    assert "stretchplan.zip" in opened.failure()
    assert "the connection broke off" in opened.failure()
    assert faults(opened.page) == []
    site.broken.clear()
    opened.page.get_by_role("button", name="Try again").click()
    opened.wait_until_ready()
    assert opened.page.locator("#failed p").count() == 0
    opened.context.close()


def test_a_connection_that_is_lost_while_loading_is_said(browser: Any, site: Site):
    opened = Opened(browser.new_context())
    opened.page.route("**/pyodide.asm.wasm", lambda route: route.abort())
    opened.page.goto(site.page)
    said = opened.failure()
    assert said.startswith("The part pyodide/pyodide.asm.wasm (9.")
    assert said.endswith("the server was not reached. Is this device online?")
    opened.context.close()


def test_a_worker_that_is_missing_is_said(browser: Any, site: Site):
    site.broken["worker.mjs"] = 500
    opened = Opened(browser.new_context())
    opened.page.goto(site.page)
    assert opened.failure().startswith("worker.mjs could not be loaded")
    opened.context.close()


def test_it_says_how_much_is_loaded(loaded: Opened, folder: Path):
    sizes = json.loads((folder / "try/parts.json").read_text())
    total = f"{sum(sizes.values()) / 1e6:.1f}"
    amounts = [text for text in loaded.page.evaluate("amounts") if text]
    assert amounts[-1] == f"{total} of {total} MB"
    growing = [float(text.partition(" ")[0]) for text in amounts]
    assert growing == sorted(growing)
    assert len(set(growing)) > 5
    assert sorted(loaded.files) == sorted([*sizes, "plan.html", "plan.css", "plan.js", "worker.mjs", "parts.json"])
    stated = re.search(r"loads about (\d+) MB", PAGE)
    assert stated is not None
    assert abs(int(stated[1]) - float(total)) < 1


def test_a_site_without_python_says_so(without_python: Opened):
    served = Site(ROOT / "docs")
    without_python.page.goto(served.page)
    assert without_python.failure().startswith("This copy of the site was built without Python for the browser")
    assert without_python.page.is_hidden("#try-again")
    assert faults(without_python.page) == []
    assert without_python.complaints == []
    served.stop()


def test_a_page_that_is_opened_as_a_file_says_how_to_open_it(without_python: Opened):
    without_python.page.goto((ROOT / "docs/try/plan.html").as_uri())
    assert without_python.failure().startswith("This page was opened as a file")
    assert without_python.complaints == []


def test_a_page_without_scripts_says_so(browser: Any):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((ROOT / "docs/try/plan.html").as_uri())
    assert "scripts are off in this browser" in page.inner_text("#status")
    context.close()
