"""Is the page one file that says what the plan says, the same every time, and inert whatever a plan holds?"""

import base64
import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest

import stretchplan as sp
from stretchplan.render.guided import to_html
from stretchplan.words.steps import dose_words
from tests.support import german
from tests.support.hostile_texts import HOSTILE, PLAN, changed, spoilt

LONG = sp.plan(minutes=240, days_since_injury=None)

BREAKING = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)" \'',
    "]]>",
    "--><script>alert(1)</script><!--",
    "<!--<script>",
    "${alert(1)} $title $$ `",
    "\u202egnp.exe\u2066",
    "\u200f\u05d0\u05d1\u200e",
    "a\u2028b\u2029c\x00\x1b[2J\r\n",
    "\ufffe\uffff\U0001f9d8",
    "javascript:alert(1)",
    "&lt;script&gt; &#x202e;",
)
"""What would end or open something in HTML, in a script, in a template."""


class Parts(HTMLParser):
    """What a page is made of."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, str] = {}
        self.comments: list[str] = []
        self._into = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element and its attributes."""
        self.tags.append((tag, dict(attrs)))
        self._into = dict(attrs).get("id") or tag if tag in {"script", "style"} else ""

    def handle_endtag(self, tag: str) -> None:
        """Leave it."""
        self._into = ""

    def handle_data(self, data: str) -> None:
        """Keep a text, with the script or style that it is in."""
        self.texts[self._into] = self.texts.get(self._into, "") + data

    def handle_comment(self, data: str) -> None:
        """Keep a comment."""
        self.comments.append(data)


def shape(page: str) -> list[Any]:
    """Return the elements of a page with those attributes that are no texts."""
    return [(tag, sorted(set(attrs) - {"content", "aria-label"})) for tag, attrs in Parts(page).tags]


def test_the_same_plan_gives_the_same_bytes():
    page = to_html(PLAN)
    assert page == PLAN.to_html() == sp.Plan.model_validate_json(PLAN.model_dump_json()).to_html()
    code = "import sys, stretchplan as sp; print(sp.Plan.model_validate_json(sys.stdin.read()).to_html(), end='')"
    other = subprocess.run([sys.executable, "-c", code], input=PLAN.model_dump_json().encode(), capture_output=True)
    assert other.stdout.decode() == page


@pytest.mark.parametrize("plan", [PLAN, LONG], ids=["ten minutes", "four hours"])
def test_page_is_small_and_ascii(plan: sp.Plan):
    page = to_html(plan)
    # With two figures of each stretch for the guide, what is said at each change of side, and the questions after it.
    assert len(page) < 185_000
    assert page.isascii()


def test_page_carries_the_plan():
    assert sp.Plan.model_validate_json(Parts(to_html(PLAN)).texts["plan"]) == PLAN


def test_page_holds_every_dose_notice_and_reason():
    text = Parts(to_html(PLAN)).texts[""]
    for one in PLAN.prescriptions:
        assert one.name in text
        assert dose_words(one) in text
    named = {f"{p.name}, in the first 6 weeks: {p.form_name}." for p in PLAN.prescriptions}
    named |= {f"{p.name}, in the first week: {p.form_name}." for p in PLAN.prescriptions}
    for notice in PLAN.notices:  # but for those that only repeat the name of a form, which stands at its stretch
        assert (notice.text in text) is (notice.text not in named)
    for entry in PLAN.left_out:
        assert entry.reason in text


def test_the_sheet_ends_with_getting_up_and_says_what_is_left_out_for_safety():
    """The line about what is left out is printed; the screen has the reasons."""
    sheet = to_html(PLAN).partition('<section id="sheet"')[2].partition("</section>")[0]
    up = PLAN.schedule[-1]
    assert up.kind == "get_up"
    after = re.sub("<[^>]*>", "", sheet.partition("</ol>")[2])
    assert after.strip().startswith(f"Get up. {up.cue}")
    out = sp.plan(minutes=10, days_since_injury=3, profile={"conditions": {"knee_pain"}})
    printed = to_html(out).partition('<p class="printed">')[2].partition("</p>")[0]
    assert re.sub("<[^>]*>", "", printed) == "Left out for safety: Child&#x27;s Pose and Glute Bridge."
    assert '<p class="printed">' not in to_html(sp.plan(minutes=20, days_since_injury=None))


def test_page_loads_nothing():
    page = to_html(PLAN)
    addresses = set(re.findall(r"[a-z]+://[^\s'\"<>]*", page))
    assert addresses <= {"http://www.w3.org/2000/svg"}
    for tag, attrs in Parts(page).tags:
        assert tag not in {"iframe", "object", "embed", "base", "form", "img", "audio", "video", "source"}
        for name, value in attrs.items():
            assert not name.startswith("on")
            assert name not in {"style", "src", "srcset", "action", "ping"}
            if name in {"href", "xlink:href"}:
                assert value is not None
                assert value.startswith(("data:image/svg+xml,", "#"))


def test_the_policy_names_the_digest_of_each_script_and_style():
    page = to_html(PLAN)
    policy = next(attrs["content"] for _, attrs in Parts(page).tags if attrs.get("http-equiv"))
    assert policy is not None
    allowed = dict(part.split(" ", 1) for part in policy.split("; "))
    assert allowed["default-src"] == "'none'"
    assert "unsafe" not in policy
    scripts = re.findall(r'<script type="module">(.*?)</script>', page, re.DOTALL)
    styles = re.findall(r"<style[^>]*>(.*?)</style>", page, re.DOTALL)
    for texts, directive in ((scripts, "script-src"), (styles, "style-src")):
        digests = {base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in texts}
        assert {f"'sha256-{digest}'" for digest in digests} == set(allowed[directive].split())
    assert len(scripts) == 1


@pytest.mark.parametrize("text", [*HOSTILE, *BREAKING], ids=lambda text: ascii(text)[:30])
def test_hostile_text_is_only_text(text: str):
    plan = spoilt(text)
    page = to_html(plan)
    assert shape(page) == shape(to_html(spoilt("harmless")))
    parts = Parts(page)
    assert parts.comments == Parts(to_html(PLAN)).comments
    assert sp.Plan.model_validate_json(parts.texts["plan"]) == plan
    assert len(json.loads(parts.texts["words"])) == len(plan.schedule)
    shown = parts.texts[""] + parts.texts["words"]
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u2028\u2029\x00\x1b]", shown)


@pytest.mark.parametrize("text", [*BREAKING, "a" * 5000, ""], ids=lambda text: ascii(text)[:30])
def test_hostile_text_does_nothing_in_a_browser(opened: Callable, text: str):
    plan = spoilt(text)
    session = opened(plan)
    session.page.on("dialog", lambda dialog: session.complaints.append(dialog.message))
    scripts = session.page.locator("script").count()
    session.press("play")
    for _ in range(len(plan.schedule) - 1):
        session.press("skip")
    session.wait(31)
    assert session.state == "finished"
    assert session.page.locator("script").count() == scripts
    assert session.page.locator("img, #guide b b, #guide i").count() == 0
    assert session.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_breaths_without_time_are_not_shown(opened: Callable):
    steps = []
    for one in PLAN.schedule:
        breathing = one.breathing and one.breathing.model_copy(
            update={"inhale_seconds": 0, "exhale_seconds": -(2**53), "cycles": 2**53}
        )
        steps.append(one.model_copy(update={"breathing": breathing, "stretch_id": None}))
    session = opened(changed(schedule=tuple(steps), prescriptions=()))
    for key in ("Space", "ArrowRight", "ArrowRight", "ArrowLeft", "Home", "ArrowRight", "Space", "Space"):
        session.page.keyboard.press(key)
        session.wait(0.5)
        assert session.text("breathe") == ""


def test_page_in_german_keeps_this_librarys_words_in_english():
    page = to_html(german.PLAN, german.GERMAN)
    assert '<html lang="de">' in page
    texts = german.languages(page)
    assert len(texts) > 100
    # A name of the catalogue may stand within a sentence of this library's.
    english = [text for text, language in texts if language == "en"]
    assert {language for _, language in texts} == {"de", "en"}
    assert [text for text, language in texts if language == "de" and german.MARK not in text] == []
    sentences = re.compile(
        "^[0-9]+:[0-9]{2} |^For your |Works|out with|is out|, with|, in the first|, before day|asked for|Without"
    )
    assert [text for text in english if german.MARK in text and not sentences.search(text)] == []


@pytest.mark.parametrize("language", ["en", "en-GB", "EN-us"])
def test_page_in_english_states_one_language(language: str):
    catalog = german.german(language)
    page = to_html(sp.Planner(catalog).plan(minutes=5, days_since_injury=20), catalog)
    assert [attrs["lang"] for _, attrs in Parts(page).tags if "lang" in attrs] == [language]


@pytest.mark.parametrize("language", ["", '"><script>', "german", "de\n", "d" * 5000])
def test_language_that_is_none_is_not_stated(language: str):
    page = to_html(changed(catalog=PLAN.catalog.model_copy(update={"language": language})))
    assert {attrs["lang"] for _, attrs in Parts(page).tags if "lang" in attrs} == {"en"}


def test_page_of_an_own_catalogue():
    builtin = sp.builtin_catalog()
    mine = builtin.without("cobra_pose", reason="for a test", version="9.0.0", id="mine")
    plan = sp.Planner(mine).plan(minutes=5, days_since_injury=60)
    assert plan.to_html(mine).startswith("<!doctype html>")
    assert plan.to_html().startswith("<!doctype html>")


def test_command_line_writes_the_same_page(tmp_path: Any):
    asked = [sys.executable, "-m", "stretchplan", "plan", "-m", "10", "-d", "3", "-t", "lower_back", "-t", "hips"]
    asked += ["--format", "html"]
    said = subprocess.run([*asked, "--output", "plan.html"], cwd=tmp_path, capture_output=True, check=True)
    assert said.stdout == b""
    assert (tmp_path / "plan.html").read_text(encoding="ascii") == to_html(PLAN)
    said = subprocess.run([*asked, "-o", "-"], cwd=tmp_path, capture_output=True, check=True)
    assert said.stdout.decode("ascii").replace("\r\n", "\n") == to_html(PLAN)
