"""Can everybody use the page: on any screen, on paper, by keyboard, with a screen reader, without motion or scripts?"""

import re
from collections.abc import Callable
from typing import Any

import pytest

import stretchplan as sp
from stretchplan.words.pages import to_mind
from tests.support.browser import axe
from tests.support.hostile_texts import PLAN

LONG = sp.plan(minutes=30, days_since_injury=60)
"""All seven stretches."""


SCREENS = [(320, 568), (360, 740), (390, 844), (844, 390), (768, 1024), (1920, 1080)]


def audit(session: Any) -> list[str]:
    """Return what axe-core finds, as the rule and the place."""
    # Run in the page's own world but not as part of it: the page's policy lets no script in.
    session.page.evaluate(axe())
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = session.page.evaluate("tags => axe.run({runOnly: tags})", tags)
    return [f"{one['id']}: {node['target']}" for one in found["violations"] for node in one["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_axe_finds_nothing(opened: Callable, scheme: str, width: int):
    session = opened(PLAN, color_scheme=scheme, viewport={"width": width, "height": 800})
    # axe waits with timers of its own.
    session.page.clock.resume()
    assert audit(session) == []
    first = {step.side: i for i, step in reversed([*enumerate(PLAN.schedule)])}
    for place in (0, first["left"], first["right"], first["both"]):
        session.page.evaluate("document.getElementById('play').focus()")
        session.page.keyboard.press("Home")
        for _ in range(place):
            session.page.keyboard.press("ArrowRight")
        session.press("play")
        assert audit(session) == []
        session.press("play")
    for _ in PLAN.schedule:
        session.page.keyboard.press("ArrowRight")
    assert session.state == "finished"
    session.page.click(".keys summary")
    assert audit(session) == []


@pytest.mark.parametrize("width", [320, 360, 390])
def test_words_of_another_language_stay_in_their_buttons(opened: Callable, width: int):
    session = opened(sp.plan(minutes=5, days_since_injury=3, language="de"), viewport={"width": width, "height": 844})
    for _ in range(2):
        over = "[...document.querySelectorAll('button')].filter(one => one.scrollWidth > one.clientWidth).length"
        assert session.page.evaluate(over) == 0
        assert session.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        session.press("play")


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_nothing_is_cut_off_at_any_width(opened: Callable, width: int, height: int):
    session = opened(PLAN, viewport={"width": width, "height": height})
    session.press("play")
    for _ in PLAN.schedule[:-1]:
        assert session.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        for button in ("back", "play", "skip"):
            box = session.page.locator(f"#{button}").bounding_box()
            assert box["height"] >= 44
            assert box["width"] >= 44
            assert session.page.eval_on_selector(f"#{button}", "one => one.scrollWidth <= one.clientWidth")
            assert box["y"] + box["height"] <= height
        session.press("skip")


@pytest.mark.parametrize("width", [390, 768, 1280])
def test_the_buttons_stay_where_they_are(opened: Callable, width: int):
    session = opened(LONG, viewport={"width": width, "height": 1000})
    session.press("play")
    places = set()
    for _ in LONG.schedule[:-1]:
        places.add(round(session.page.locator("#play").bounding_box()["y"]))
        session.press("skip")
    assert len(places) == 1


def test_start_is_visible_on_a_phone(opened: Callable):
    session = opened(PLAN)
    box = session.page.locator("#play").bounding_box()
    assert box["y"] + box["height"] <= 844


def test_text_twice_as_large_is_not_cut(opened: Callable):
    """WCAG 1.4.4 and 1.4.10: 320 CSS pixels wide is 1280 at 400 %."""
    session = opened(PLAN, viewport={"width": 640, "height": 800})
    session.page.evaluate("document.documentElement.style.fontSize = '200%'")
    session.press("play")
    session.wait(15)
    assert session.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_reduced_motion_counts_the_breath(opened: Callable):
    session = opened(PLAN, reduced_motion="reduce")
    session.press("play")
    shapes = set()
    work = next(step for step in PLAN.schedule if step.breathing and step.breathing.inhale_cue is None)
    assert (work.breathing.inhale_seconds, work.breathing.exhale_seconds) == (4, 6)
    session.wait(work.start_seconds + 0.5)
    for left in (4, 3, 2, 1):
        assert session.text("breathe") == f"Breathe in, {left}"
        shapes.add(session.page.eval_on_selector("#lung", "one => getComputedStyle(one).transform"))
        session.wait(1)
    assert session.text("breathe") == "Breathe out, 6"
    assert len(shapes) == 1


def test_the_live_region_speaks_once_a_step(opened: Callable):
    session = opened(PLAN)
    assert session.page.locator("[aria-live]:not([aria-live=off]), [role=alert], [role=status]").count() == 1
    session.page.evaluate(
        "window.changes = 0; new MutationObserver(all => window.changes += all.length)"
        ".observe(document.getElementById('heard'), {childList: true, characterData: true, subtree: true})"
    )
    session.press("play")
    session.wait(66)
    assert session.page.evaluate("changes") == sum(step.start_seconds < 66 for step in PLAN.schedule)


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("plan", [PLAN, LONG], ids=["six stretches", "all seven"])
def test_on_paper_it_is_one_page(opened: Callable, paper: str, plan: sp.Plan):
    session = opened(plan)
    session.press("play")
    pdf = session.page.pdf(format=paper)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    session.page.emulate_media(media="print")
    session.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    for element in ("#guide", ".go-to >> nth=0", ".reasons"):
        assert not session.page.locator(element).is_visible()
    repeated = {notice for notice in plan.notices if notice.kind == "before"} - {*to_mind(plan)}
    for notice in {*plan.notices} - repeated:  # what the name of a stretch says with its form stands there
        assert session.page.get_by_text(notice.text).is_visible()
    for one in plan.prescriptions:
        assert session.page.get_by_role("heading", name=one.name).is_visible()


def test_on_paper_a_dark_browser_draws_dark_lines(opened: Callable):
    session = opened(PLAN, color_scheme="dark")
    session.page.emulate_media(media="print", color_scheme="dark")
    inks = session.page.evaluate(
        "[...document.querySelectorAll('#sheet .sp-body, #sheet .sp-arm')].map(line => getComputedStyle(line).stroke)"
    )
    assert set(inks) == {"rgb(51, 72, 92)", "rgb(84, 113, 141)"}  # those of figures on a light ground


def test_without_scripts_it_is_the_sheet(opened: Callable):
    session = opened(PLAN, java_script_enabled=False)
    assert not session.page.locator("#guide").is_visible()
    assert session.page.locator("button:visible").count() == 0
    assert session.page.locator("#sheet li").count() == len(PLAN.prescriptions)


def test_content_security_policy_is_enforced(opened: Callable):
    session = opened(PLAN)
    said = session.page.evaluate(
        """async () => {
          window.found = [];
          addEventListener("securitypolicyviolation", event => found.push(event.effectiveDirective));
          const script = document.createElement("script");
          script.textContent = "window.ran = true";
          document.body.append(script);
          document.body.setAttribute("onclick", "window.ran = true");
          const style = document.createElement("style");
          style.textContent = "body { color: red }";
          document.body.append(style);
          document.body.setAttribute("style", "color: red");
          const image = new Image();
          image.src = "https://example.org/picture.png";
          document.body.append(image);
          await fetch("https://example.org/").catch(() => {});
          return [window.ran ?? null, getComputedStyle(document.body).color];
        }"""
    )
    ran, colour = said
    found = session.page.evaluate("found")  # the browser reports them a moment later
    assert ran is None
    assert colour != "rgb(255, 0, 0)"
    refused = {"script-src-elem", "script-src-attr", "style-src-elem", "style-src-attr", "img-src", "connect-src"}
    assert set(found) == refused
    session.complaints.clear()


def box(session: Any, element: str) -> Any:
    """Return the box of an element, as its left, top, right and bottom edges; of the words in it if it has any."""
    return session.page.evaluate(
        """id => {
          const range = document.createRange();
          const one = document.getElementById(id);
          range.selectNodeContents(one);
          const { left, top, right, bottom } = (one.textContent ? range : one).getBoundingClientRect();
          return { left, top, right, bottom };
        }""",
        element,
    )


@pytest.mark.parametrize(("width", "height"), [*SCREENS, (1280, 900)])
@pytest.mark.parametrize("count", ["8", "60", "99", "1:40", "5:00"])
def test_the_count_fits_its_circle(opened: Callable, width: int, height: int, count: str):
    session = opened(PLAN, viewport={"width": width, "height": height})
    session.press("play")
    session.page.evaluate(
        """count => {
          document.getElementById("lung").style.transform = "scale(0.7)"; // the smallest that it gets
          document.getElementById("count").textContent = count;
          document.getElementById("count").classList.toggle("long", count.includes(":"));
        }""",
        count,
    )
    inner, outer = box(session, "count"), box(session, "lung")
    assert outer["left"] < inner["left"] < inner["right"] < outer["right"]
    assert outer["top"] < inner["top"] < inner["bottom"] < outer["bottom"]


@pytest.mark.parametrize(("width", "height"), [(390, 844), (320, 568), (360, 640), (844, 390), (667, 375), (1280, 900)])
@pytest.mark.parametrize("plan", [PLAN, LONG], ids=["six stretches", "all seven"])
def test_the_buttons_cover_nothing(opened: Callable, width: int, height: int, plan: sp.Plan):
    session = opened(plan, viewport={"width": width, "height": height})
    session.press("play")
    for step in plan.schedule[:-1]:
        session.wait(0.1)
        buttons = session.page.locator(".controls").bounding_box()
        tabs = session.page.locator("#sides").bounding_box()
        words = session.page.locator("#aside").bounding_box()
        assert tabs["y"] >= 0
        assert buttons["y"] + buttons["height"] <= height
        for element in ("figures", "lung", "count", "breathe"):
            one = box(session, element)
            if one["bottom"] == one["top"]:
                continue  # nothing is shown
            assert tabs["y"] + tabs["height"] <= one["top"] + 1, (step.kind, element)
            assert one["bottom"] <= buttons["y"] + 1, (step.kind, element)
        # What does not fit of the words is scrolled to, above the buttons.
        assert words["y"] + words["height"] <= buttons["y"] + 1, step.kind
        session.page.evaluate("document.getElementById('aside').scrollTo(0, 9999)")
        assert box(session, "next")["bottom"] <= buttons["y"] + 1, step.kind
        session.press("skip")
        assert session.page.evaluate("document.getElementById('aside').scrollTop") == 0


@pytest.mark.parametrize(("width", "height"), [(320, 568), (844, 390), (390, 844)])
def test_start_and_the_question_after_a_reload_are_in_view(opened: Callable, width: int, height: int):
    session = opened(LONG, viewport={"width": width, "height": height})
    start = session.page.locator("#play").bounding_box()
    assert start["y"] >= 0
    assert start["y"] + start["height"] <= height
    session.press("play")
    session.wait(72.4)
    session.page.reload()
    for button in ("resume-go", "resume-again"):
        asked = session.page.locator(f"#{button}").bounding_box()
        assert asked["y"] >= 0
        assert asked["y"] + asked["height"] <= height


def test_skip_is_disabled_at_the_end(opened: Callable):
    session = opened(PLAN)
    session.press("play")
    for _ in PLAN.schedule:
        assert session.page.is_enabled("#skip")
        session.page.focus("#skip")
        session.page.keyboard.press("Enter")
    assert session.state == "finished"
    assert session.page.is_disabled("#skip")
    assert session.page.evaluate("document.activeElement.id") == "after-title"
    session.press("play")
    assert session.page.is_enabled("#skip")
