"""Does the page of a programme open each day's session and lead back, on any screen, and stay one inert file?"""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser
from typing import Any

import pytest

import stretchplan as sp
from stretchplan.words import calendar as words
from tests.page.conftest import Session
from tests.page.test_accessibility import audit
from tests.page.test_assemble import BREAKING, Parts
from tests.support import german
from tests.support.hostile_texts import HOSTILE
from tests.support.sample_programmes import (
    PROGRAMMES,
    day_0,
    every_kind,
    first_days,
    lengthened,
    osteoporosis,
    spoilt_programme,
)


class Days(HTMLParser):
    """The list of days of a page without scripts: the text of each entry by its id."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: dict[str, str] = {}
        self._into = ""
        self.feed(page.partition('<template id="day">')[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Enter the entry of a day."""
        if tag == "li" and dict(attrs).get("class") == "day":
            self._into = dict(attrs).get("id") or ""

    def handle_endtag(self, tag: str) -> None:
        """Leave the list."""
        if tag == "ol":
            self._into = ""

    def handle_data(self, data: str) -> None:
        """Keep a text of a day."""
        if self._into:
            self.texts[self._into] = self.texts.get(self._into, "") + data + " "


def data_of(page: str) -> dict[str, Any]:
    """Return what the script of a page reads."""
    found: dict[str, Any] = json.loads(Parts(page).texts["programme"])
    return found


@cache
def plain_parts() -> Parts:
    """Return what the page of every kind of day is made of."""
    return Parts(every_kind().to_html())


# --- The file


def test_the_same_programme_gives_the_same_bytes():
    made = every_kind()
    page = made.to_html()
    assert page == sp.Programme.model_validate_json(made.model_dump_json()).to_html()
    code = "import sys, stretchplan as sp; print(sp.Programme.model_validate_json(sys.stdin.read()).to_html(), end='')"
    other = subprocess.run(
        [sys.executable, "-c", code], input=made.model_dump_json().encode(), capture_output=True, check=True
    )
    assert other.stdout.decode() == page


@pytest.mark.parametrize("name", PROGRAMMES)
def test_four_weeks_are_half_a_megabyte_and_each_figure_is_there_once(name: str):
    page = PROGRAMMES[name]().to_html()
    page.encode("ascii")
    assert len(page) < 500_000
    drawings = re.findall(r'<template id="part-[0-9]+">(<svg [^>]*class="sp-figure".*?)</template>', page, re.DOTALL)
    assert len(drawings) == len(set(drawings)) == page.count('class="sp-figure"')
    stretches = {(entry.stretch_id, entry.form) for plan in PROGRAMMES[name]().plans for entry in plan.prescriptions}
    assert len(drawings) <= 6 * len(stretches)  # start, work, and both positions of a movement on each side


def test_a_year_is_not_thirteen_times_four_weeks():
    assert len(lengthened(osteoporosis(), 366).to_html()) < 1_500_000


def test_it_loads_nothing_and_runs_its_own_script_alone():
    page = day_0().to_html()
    parts = Parts(page)
    assert not [tag for tag, attrs in parts.tags if {"src", "onclick", "style", "action"} & set(attrs)]
    assert {attrs["href"][:1] for tag, attrs in parts.tags if tag == "a"} == {"#"}
    (policy,) = [attrs["content"] for tag, attrs in parts.tags if attrs.get("http-equiv")]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy


@pytest.mark.parametrize("text", [*BREAKING, *HOSTILE])
def test_any_text_is_only_text(text: str):
    page, plain = spoilt_programme(text).to_html(), plain_parts()
    parts = Parts(page)
    assert {tag for tag, _ in parts.tags} <= {tag for tag, _ in plain.tags}
    assert parts.comments == plain.comments
    assert {name for _, attrs in parts.tags for name in attrs} <= {
        *(name for _, attrs in plain.tags for name in attrs),
        "lang",
    }
    scripts = [dict(attrs).get("id") for tag, attrs in parts.tags if tag == "script"]
    assert sorted(filter(None, scripts)) == ["labels", "plan", "programme", "words"]
    assert data_of(page)["days"]


def test_without_scripts_every_day_says_its_stretches_and_changes():
    made = every_kind()
    told = Days(made.to_html()).texts
    assert list(told) == [f"day-{day.on.isoformat()}" for day in made.days]
    for day, (_, text) in zip(made.days, words.told_once(made.days[:7]), strict=False):
        shown = " ".join(told[f"day-{day.on.isoformat()}"].split())
        assert words.day_name(day.on) in shown
        assert words.tag(day) in shown
        assert text in shown
        for change in words.change_texts(day):
            assert change in shown
    assert 'class="open" href' in made.to_html()
    assert re.search(r'class="open" href="[^"]*" hidden', made.to_html())


def test_an_unplayable_plan_is_refused_in_one_sentence():
    made = every_kind()
    day = made.days[2]
    plan = day.plan
    assert plan is not None
    broken = day.model_copy(update={"plan": plan.model_copy(update={"total_seconds": 1})})
    with pytest.raises(ValueError, match="this plan cannot be written as a page"):
        made.model_copy(update={"days": (*made.days[:2], broken)}).to_html()


def test_a_programme_without_sessions_is_a_page_too():
    made = first_days(every_kind(), 2)
    assert data_of(made.to_html()) == {"days": [], "values": []}


# --- In a browser


def at_days(opened: Callable[..., Session], made: sp.Programme, **context: Any) -> Session:
    """Open the page of a programme."""
    return opened(made.plans[0], html=made.to_html(), **context)


def open_day(session: Session, number: int) -> None:
    """Press the link of a session's day, counted from 0."""
    link = session.page.locator(".open").nth(number)
    href = link.get_attribute("href")
    link.click()
    session.page.wait_for_url(f"**{href}")
    session.page.wait_for_selector("#to-days")


def go_back(session: Session) -> None:
    """Press the link to all days."""
    session.page.click("#to-days a")
    session.page.wait_for_selector("#days")


@pytest.mark.parametrize("number", [0, 5, 6, 23])
def test_a_day_opens_its_session_as_the_page_of_its_plan_does(opened: Callable, number: int):
    made = day_0()
    plan = made.plans[number]
    session = at_days(opened, made)
    open_day(session, number)
    page = session.page
    read = "id => JSON.parse(document.getElementById(id).textContent)"
    assert plan.request.on is not None
    assert page.title().startswith(f"Stretching: {words.day_name(plan.request.on)}, ")
    data = page.evaluate(read, "plan")
    alone = Parts(plan.to_html()).texts
    whole = json.loads(alone["plan"])
    whole["request"].pop("history")
    assert data == {name: whole[name] for name in ("request", "prescriptions", "schedule")}
    assert page.evaluate(read, "words") == json.loads(alone["words"])
    shown = page.evaluate("[...document.querySelectorAll('.stretches h3')].map(one => one.textContent)")
    assert len(shown) == len(plan.prescriptions)
    assert page.locator("#figures .figure svg").count() == 2 * len(plan.prescriptions)
    assert page.locator(".thumb svg").count() >= len(plan.prescriptions)
    assert page.locator("[data-part], [data-shared]").count() == 0
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(one => one.id)")
    assert len(ids) == len(set(ids))


def test_a_session_runs_from_start_to_end_and_leads_back(opened: Callable):
    made = every_kind()
    session = at_days(opened, made)
    assert session.state == "days"
    open_day(session, 1)
    plan = made.plans[1]
    assert session.state == "ready"
    assert session.page.evaluate("document.activeElement.tagName") == "H1"
    session.press("play")
    assert session.state == "running"
    session.wait(plan.schedule[1].start_seconds + 1)
    assert session.text("name") == plan.prescriptions[0].name
    session.wait(plan.total_seconds)
    assert session.state == "finished"
    go_back(session)
    assert plan.request.on is not None
    assert session.page.evaluate("document.activeElement.closest('.day').id") == f"day-{plan.request.on.isoformat()}"
    open_day(session, 2)
    assert session.text("elapsed") == "0:00"


def test_the_browsers_own_back_leads_to_the_days(opened: Callable):
    session = at_days(opened, every_kind())
    open_day(session, 1)
    session.press("play")
    session.wait(10)
    session.page.go_back()
    session.page.wait_for_selector("#days")
    assert session.state == "days"
    session.page.go_forward()
    session.page.wait_for_selector("#to-days")
    assert session.page.is_visible("#resume")


def test_a_reload_stays_with_the_day_and_its_place(opened: Callable):
    session = at_days(opened, every_kind())
    open_day(session, 1)
    title = session.page.title()
    session.page.reload()
    assert session.page.title() == title
    session.press("play")
    session.wait(30)
    session.page.reload()
    assert session.page.title() == title
    assert session.page.is_visible("#resume")


def test_the_address_of_another_page_opens_nothing(opened: Callable):
    session = at_days(opened, every_kind())
    session.page.evaluate("location.hash = '#at=12&plan=0123456789abcdef'")
    session.page.reload()
    assert session.state == "days"


def test_the_record_is_of_the_day_that_was_opened(opened: Callable):
    made = every_kind()
    session = at_days(opened, made)
    open_day(session, 2)
    session.press("play")
    session.wait(made.plans[2].total_seconds + 1)
    record = sp.SessionRecord.model_validate_json(session.page.input_value("#record"))
    assert record.on == made.plans[2].request.on
    assert [one.stretch_id for one in record.stretches] == [one.stretch_id for one in made.plans[2].prescriptions]
    assert all(one.done == one.planned for one in record.stretches)


def test_everything_can_be_done_with_the_keyboard(opened: Callable):
    session = at_days(opened, every_kind())
    page = session.page
    for _ in range(4):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "open"
    assert "March 2026" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    page.wait_for_selector("#to-days")
    page.keyboard.press(" ")
    assert session.state == "running"
    page.focus("#to-days a")
    page.keyboard.press("Enter")
    page.wait_for_selector("#days")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(320, 568), (390, 844), (1280, 800)])
def test_axe_finds_nothing_and_nothing_is_cut_off(opened: Callable, scheme: str, width: int, height: int):
    session = at_days(opened, every_kind(), color_scheme=scheme, viewport={"width": width, "height": height})
    session.page.clock.resume()
    assert audit(session) == []
    assert session.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    boxes = [session.page.locator(".open").nth(n).bounding_box() for n in range(6)]
    assert all(box["height"] >= 44 and box["x"] + box["width"] <= width for box in boxes)
    open_day(session, 1)
    assert audit(session) == []
    assert session.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_each_numeral_of_the_calendar_can_be_read_on_a_phone(opened: Callable):
    session = at_days(opened, day_0())
    sizes = session.page.evaluate(
        "[...document.querySelectorAll('.sp-calendar text')].map(one => one.getBoundingClientRect().height)"
    )
    assert min(sizes) >= 10


def test_twice_the_text_is_not_cut(opened: Callable):
    session = at_days(opened, every_kind(), viewport={"width": 640, "height": 800})
    session.page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert session.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_on_paper_it_is_the_calendar_with_the_changes(opened: Callable):
    session = at_days(opened, day_0(), color_scheme="dark")
    pdf = session.page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 4  # no more than one a week
    session.page.emulate_media(media="print")
    assert session.page.is_visible(".sp-calendar >> nth=1")
    assert session.page.is_visible(".day ul >> nth=0")
    assert not session.page.is_visible(".open >> nth=0")
    ground = session.page.eval_on_selector(".sp-ground >> nth=1", "one => getComputedStyle(one).fill")
    assert ground == "rgb(255, 255, 255)"


def test_with_a_day_open_paper_has_that_days_sheet(opened: Callable):
    session = at_days(opened, day_0())
    open_day(session, 1)
    pdf = session.page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    session.page.emulate_media(media="print")
    assert not session.page.is_visible("#to-days")
    assert session.page.is_visible(".stretches")


def test_without_scripts_it_shows_the_calendar(opened: Callable):
    session = at_days(opened, day_0(), java_script_enabled=False)
    assert session.page.is_visible(".sp-calendar >> nth=1")
    assert not session.page.is_visible(".open >> nth=0")


def test_a_german_catalogue_is_marked_as_german(opened: Callable):
    made = sp.Planner(german.GERMAN, language="en").programme(
        sp.PlanRequest(minutes=5, days_since_injury=9), "2026-03-02", 2
    )
    session = opened(made.plans[0], html=made.to_html(german.GERMAN))
    assert session.page.get_attribute("html", "lang") == "de"
    assert session.page.get_attribute("#days", "lang") == "en"
    open_day(session, 0)
    assert session.page.get_attribute("#to-days", "lang") == "en"
    assert session.page.locator(".stretches svg").count() >= 1
