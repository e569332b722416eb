"""Does a page that knows nothing but the schema run a plan in a browser, and do nothing that it should not do?"""

import json
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

import stretchplan as sp
from tests.support.browser import CARD, SOUNDED, WAKES, axe, wait_for_sound

ROOT = Path(__file__).parent.parent.parent
GOLDEN = (ROOT / "tests/golden/plan.json").read_text(encoding="utf-8")
PLAN = json.loads(GOLDEN)


class Quiet(SimpleHTTPRequestHandler):
    """A file server that logs nothing."""

    def log_message(self, *_: Any) -> None:
        """Log nothing."""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """Serve a copy of the page; return its address and its folder."""
    folder = shutil.copytree(
        ROOT / "examples/web_timer", tmp_path / "site", ignore=shutil.ignore_patterns("node_modules")
    )
    (folder / "plan.json").write_text(GOLDEN, encoding="utf-8")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/", folder
        server.shutdown()


@pytest.fixture
def opened(browser: Any, site: tuple[str, Path]) -> Iterator[Callable[..., Any]]:
    """Open the page with a stopped clock; at the end the browser must have refused nothing and reported no error."""
    complaints: list[str] = []
    contexts: list[Any] = []

    def open_it(query: str = "?plan=plan.json", *, ready: str = "#session:not([hidden])", **context: Any) -> Any:
        contexts.append(browser.new_context(**{"viewport": {"width": 390, "height": 844}} | context))
        page = contexts[-1].new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.clock.install(time=0)
        page.goto(site[0] + query)
        page.clock.pause_at(1000)
        page.wait_for_selector(ready, state="attached")
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert complaints == []


def hand_over(page: Any, text: str) -> None:
    """Choose a file that holds a text."""
    page.set_input_files("#file", {"name": "plan.json", "mimeType": "application/json", "buffer": text.encode()})


def shown(page: Any) -> tuple[str, str, str]:
    """Return the seconds left, the side and the cue that the page shows."""
    return page.inner_text("#left"), page.inner_text("#side"), page.inner_text("#cue")


SIDES = {"left": "Left", "right": "Right", "both": "Both sides", None: ""}


def test_the_whole_session_runs_as_the_plan_says(opened: Callable):
    page = opened()
    assert page.inner_text("#total").startswith("9:26")
    page.click("#run")
    for step in PLAN["schedule"]:
        assert shown(page) == (str(step["seconds"]), SIDES[step["side"]], step["cue"])
        page.clock.run_for((step["seconds"] - 1) * 1000)
        assert shown(page) == ("1", SIDES[step["side"]], step["cue"])
        page.clock.run_for(1000)
    assert (page.inner_text("#kind"), page.inner_text("#passed"), page.inner_text("#run")) == ("Done", "9:26", "Again")


def test_sleeping_browser_shows_the_right_moment(opened: Callable):
    page = opened()
    page.click("#run")
    page.clock.fast_forward(200_000)
    step = next(s for s in PLAN["schedule"] if s["start_seconds"] <= 200 < s["start_seconds"] + s["seconds"])
    assert shown(page) == (str(step["start_seconds"] + step["seconds"] - 200), SIDES[step["side"]], step["cue"])
    assert page.inner_text("#passed") == "3:20"


def test_pause_skip_and_back_from_the_keyboard(opened: Callable):
    page = opened()
    page.focus("#run")
    page.keyboard.press("Enter")
    page.clock.run_for(4000)
    page.keyboard.press("Enter")
    page.clock.run_for(60_000)
    assert (page.inner_text("#passed"), page.inner_text("#run")) == ("0:04", "Go on")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert shown(page) == ("30", "Both sides", PLAN["schedule"][1]["cue"])
    page.focus("#back")
    page.keyboard.press("Enter")
    assert page.inner_text("#passed") == "0:00"


def test_current_step_is_marked_and_visible(opened: Callable):
    page = opened()
    for _ in range(20):
        page.click("#skip")
    current = page.locator("[aria-current=step]")
    assert current.count() == 1
    assert current.evaluate("(one) => [...one.parentElement.children].indexOf(one)") == 20
    assert current.evaluate(
        "(one) => { const [a, b] = [one, one.parentElement].map((e) => e.getBoundingClientRect());"
        " return b.top <= a.top && a.bottom <= b.bottom; }"
    )


def test_left_is_on_the_left_and_right_on_the_right(opened: Callable):
    """Not by colour alone: the word and its place."""
    page = opened()
    for _ in range([step["side"] for step in PLAN["schedule"]].index("left")):
        page.click("#skip")
    assert page.inner_text("#side") == "Left"
    left = page.locator("#side").bounding_box()
    page.click("#skip")
    assert page.inner_text("#side") == "Right"
    right = page.locator("#side").bounding_box()
    assert left["x"] + left["width"] <= right["x"] + 1


@pytest.mark.parametrize("width", [320, 390, 1200])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_fits_every_screen(opened: Callable, width: int, scheme: str):
    page = opened(viewport={"width": width, "height": 844}, color_scheme=scheme)
    page.click("#skip")
    page.click("#run")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for part in ("#side", "#left", "#run"):
        box = page.locator(part).bounding_box()
        assert 0 <= box["y"] <= 844 - box["height"], part
    for button in ("back", "run", "skip"):
        assert page.eval_on_selector(f"#{button}", "one => one.scrollWidth <= one.clientWidth && one.clientHeight < 60")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(opened: Callable, scheme: str):
    page = opened("", ready="#file", color_scheme=scheme)
    page.clock.resume()  # axe waits with timers of its own

    def audit() -> list[str]:
        page.evaluate(axe())
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        found = page.evaluate("tags => axe.run({runOnly: tags})", tags)
        return [f"{one['id']}: {node['target']}" for one in found["violations"] for node in one["nodes"]]

    assert audit() == []
    hand_over(page, "{}")
    page.wait_for_selector("#trouble:not(:empty)")
    assert audit() == []
    hand_over(page, GOLDEN)
    page.wait_for_selector("#session:not([hidden])")
    seen = set()
    for step in [*PLAN["schedule"], {"side": "the end"}]:
        if step["side"] not in seen:
            assert audit() == []
            seen.add(step["side"])
        page.click("#skip")


def test_notices_are_shown_before_the_session(opened: Callable):
    page = opened()
    assert page.locator("#notices li").all_inner_texts() == [notice["text"] for notice in PLAN["notices"]]


def test_hostile_text_stays_text(opened: Callable):
    page = opened("", ready="#file")
    attack = "<img src=x onerror=alert(1)></li><script>alert(1)</script>\"'\u202e"
    plan = json.loads(GOLDEN)
    for step in plan["schedule"]:
        step["cue"] = attack
        if step["breathing"]:
            step["breathing"]["inhale_cue"] = attack
    for entry in plan["prescriptions"]:
        entry["name"] = attack
    for notice in plan["notices"]:
        notice["text"] = attack
    hand_over(page, json.dumps(plan))
    page.wait_for_selector("#session:not([hidden])")
    page.click("#skip")
    assert page.text_content("#cue") == page.text_content("#name") == attack
    assert page.locator("img, li script, main script").count() == 0


def test_dropped_plan_is_opened(opened: Callable):
    page = opened("", ready="#file")
    page.evaluate(
        "(text) => { const data = new DataTransfer(); data.items.add(new File([text], 'plan.json'));"
        " document.body.dispatchEvent(new DragEvent('drop', {dataTransfer: data, bubbles: true, cancelable: true})); }",
        GOLDEN,
    )
    page.wait_for_selector("#session:not([hidden])")
    assert page.inner_text("#total").startswith("9:26")


def test_invalid_plan_is_reported_and_the_open_one_stays(opened: Callable):
    page = opened()
    page.click("#skip")
    hand_over(page, GOLDEN.replace('"total_seconds": 566', '"total_seconds": 567'))
    page.wait_for_selector("#trouble:not(:empty)")
    assert page.inner_text("#trouble") == "total_seconds is 567; it must be 566, the sum of the schedule."
    assert page.inner_text("#side") == "Both sides"
    hand_over(page, GOLDEN)
    page.wait_for_selector("#trouble:empty", state="attached")
    assert page.inner_text("#passed") == "0:00"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://example.org/plan.json", "own site"),
        ("//example.org/plan.json", "own site"),
        ("data:application/json,{}", "own site"),
        ("javascript:alert(1)", "own site"),
        ("http://[", "own site"),
        ("timer.js", "no JSON"),
    ],
)
def test_other_addresses_are_not_loaded(opened: Callable, address: str, said: str):
    page = opened(f"?plan={address}", ready="#trouble:not(:empty)")
    assert said in page.inner_text("#trouble")
    assert page.locator("#session").is_hidden()


def test_browser_without_url_parse_opens_the_plan_and_refuses_other_addresses(browser: Any, site: tuple[str, Path]):
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script("delete URL.parse; delete URL.canParse;")
    page.goto(f"{site[0]}?plan=plan.json")
    page.wait_for_selector("#session:not([hidden])", state="attached")
    for address in ("http://[", "https://example.org/plan.json"):
        page.goto(f"{site[0]}?plan={address}")
        page.wait_for_selector("#trouble:not(:empty)")
        assert "own site" in page.inner_text("#trouble")
    context.close()


def test_screen_stays_on_and_tones_sound_while_the_session_runs(browser: Any, site: tuple[str, Path]):
    context = browser.new_context()
    page = context.new_page()
    for script in (SOUNDED, WAKES):
        page.add_init_script(script)
    page.clock.install(time=0)
    page.goto(f"{site[0]}?plan=plan.json")
    page.clock.pause_at(1000)
    page.wait_for_selector("#session:not([hidden])", state="attached")
    page.click("#run")
    began = page.evaluate("performance.now()") / 1000
    assert page.evaluate("wakes") == ["screen"]
    page.clock.run_for(PLAN["total_seconds"] * 1000)
    heard = {(round(one["when"] - began, 1), one["pitch"]) for one in page.evaluate("sounded")}
    starts = {(float(step["start_seconds"]), 880) for step in PLAN["schedule"]}
    ends = {step["start_seconds"] + step["seconds"] for step in PLAN["schedule"] if step["seconds"] >= 5}
    assert heard == starts | {(float(end - left), 587) for end in ends for left in (1, 2, 3)}
    assert page.inner_text("#kind") == "Done"
    assert page.evaluate("wakes") == ["screen", "released"]
    page.click("#run")
    page.uncheck("#sounds")
    assert page.evaluate("sounded.slice(-4).every(one => one.stopped)")
    context.close()


@pytest.mark.parametrize("again", ["visible", "#skip", "#back", "#sounds"])
def test_sound_comes_back_after_an_interruption(browser: Any, site: tuple[str, Path], again: str):
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(CARD)
    page.goto(f"{site[0]}?plan=plan.json")
    page.click("#run")
    wait_for_sound(page, "running")
    page.evaluate("card.suspend()")
    wait_for_sound(page, "suspended")
    if again == "visible":
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    else:
        page.click(again)
    wait_for_sound(page, "running")
    context.close()


def test_session_runs_without_sound_and_wake_lock(browser: Any, site: tuple[str, Path]):
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(
        "delete window.AudioContext; Object.defineProperty(navigator, 'wakeLock', {value: undefined});"
    )
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{site[0]}?plan=plan.json")
    page.click("#run")
    assert page.get_attribute("body", "data-state") == "running"
    assert errors == []
    context.close()


def test_every_kind_of_step_and_a_later_version_are_shown(opened: Callable):
    """A later version may add fields and kinds of step."""
    page = opened()
    for fields in ({"minutes": 30, "days_since_injury": None}, {"minutes": 3, "days_since_injury": 1, "pace": "slow"}):
        plan = sp.plan(**fields)
        hand_over(page, plan.model_dump_json())
        page.wait_for_selector(f"#steps > :last-child:nth-child({len(plan.schedule)})", state="attached")
        cues = page.evaluate(
            "many => Array.from({length: many}, () => {"
            " const said = document.getElementById('cue').textContent; document.getElementById('skip').click();"
            " return said; })",
            len(plan.schedule),
        )
        assert cues == [step.cue for step in plan.schedule]
        assert page.inner_text("#kind") == "Done"
    later = PLAN | {"schema_version": "1.7", "more": [1]}
    later["schedule"] = [step | {"kind": "balance", "more": {}} for step in PLAN["schedule"]]
    hand_over(page, json.dumps(later))
    page.wait_for_selector(f"#steps > :last-child:nth-child({len(later['schedule'])})", state="attached")
    assert page.inner_text("#kind") == "Go on"
