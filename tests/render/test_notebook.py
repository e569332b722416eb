"""What does a notebook show for a plan, a catalogue, a stretch, a report and a refusal, and is all of it only text?"""

import re
from base64 import b64decode
from html.parser import HTMLParser
from typing import Any

import pytest

import stretchplan as sp
from stretchplan.render.notebook import NOTEBOOK_STYLE
from tests.support import german
from tests.support.hostile_texts import HOSTILE, NARROWED, PLAN, spoilt
from tests.support.sample_programmes import every_kind, spoilt_programme


def refused(**request: Any) -> sp.NoPlan:
    """Return the refusal of a request."""
    with pytest.raises(sp.NoPlan) as caught:
        sp.plan(**request)
    return caught.value


REFUSAL = refused(minutes=10, days_since_injury=2, targets={"pelvis", "hips"})
STOPPED = refused(minutes=10, days_since_injury=2, screening={"chest_pain": "yes"})
BROKEN = sp.check(PLAN.model_copy(update={"total_seconds": 1}))
THINGS = {
    "plan": PLAN,
    "a person's plan": NARROWED,
    "programme": every_kind(),
    "difference": sp.diff(PLAN, NARROWED),
    "no difference": sp.diff(PLAN, PLAN),
    "catalogue": sp.builtin_catalog(),
    "stretch": sp.builtin_catalog().get("cobra_pose"),
    "report": sp.check(PLAN),
    "report of violations": BROKEN,
    "refusal": REFUSAL,
    "see a clinician": STOPPED,
}


class Shape(HTMLParser):
    """The elements of some HTML with the names of their attributes, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, ...]] = []
        self.open: list[str] = []
        self.sources: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element."""
        self.sources += [value or "" for name, value in attrs if name == "src"]
        self.elements.append((tag, *sorted(name for name, _ in attrs)))
        if tag not in {"br", "img"}:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element that is closed at once, as in SVG."""
        self.elements.append((tag, *sorted(name for name, _ in attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Close an element, which must be the one opened last."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Keep a text."""
        self.text += data


@pytest.mark.parametrize("name", THINGS)
def test_each_is_shown_as_html_and_as_text(name: str):
    thing: Any = THINGS[name]
    bundle = thing._repr_mimebundle_()
    assert list(bundle) == ["text/plain", "text/html"]
    assert bundle["text/html"] == thing._repr_html_()
    assert all(len(line) <= 80 for line in bundle["text/plain"].splitlines())
    shape = Shape(bundle["text/html"])
    assert shape.open == []
    names = {tag for tag, *_ in shape.elements}
    assert not names & {"script", "a", "iframe", "link", "form", "input"}
    assert all(re.fullmatch("data:image/svg\\+xml;base64,[A-Za-z0-9+/=]+", source) for source in shape.sources)
    given = {attribute for _, *attributes in shape.elements for attribute in attributes}
    assert not {name for name in given if name.startswith("on") or name in {"href", "style"}}
    assert ("svg" in names) == name.endswith(("plan", "stretch"))


def test_include_and_exclude_choose_media_types():
    assert list(PLAN._repr_mimebundle_(include={"text/plain"})) == ["text/plain"]
    assert list(PLAN._repr_mimebundle_(exclude={"text/plain"})) == ["text/html"]
    assert list(PLAN._repr_mimebundle_(set(), set())) == ["text/plain", "text/html"]


def test_html_holds_the_essentials_of_each():
    text = Shape(PLAN._repr_html_()).text
    for one in PLAN.prescriptions:
        assert one.name in text
        assert one.why in text
    for notice in PLAN.notices:
        assert notice.text in text
    text = Shape(REFUSAL._repr_html_()).text
    assert str(REFUSAL) in text
    for number, relaxation in enumerate(REFUSAL.relaxations):
        assert f"{relaxation.message} .relaxations[{number}].request" in text
    assert str(STOPPED)[1:] in Shape(STOPPED._repr_html_()).text
    for violation in BROKEN.violations:
        assert violation.rule_id in Shape(BROKEN._repr_html_()).text
    assert "cobra_pose" in Shape(sp.builtin_catalog()._repr_html_()).text


def test_long_sections_are_folded():
    folded = re.findall(r"<details><summary><bdi>(.*?)</bdi>", NARROWED._repr_html_())
    assert folded == [
        "Step by step",
        "Areas worked",
        "What the stated conditions change",
        "Left out",
        "Rules of the caller&#x27;s own",
        "How good this plan is",
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_only_text(text: str):
    shown, harmless = spoilt(text)._repr_html_(), spoilt("harmless")._repr_html_()
    # A cell has fewer lines if a text is empty or was shown already, so elements of lines are not compared.
    kept = [one for one in Shape(shown).elements if one[0] not in {"br", "bdi", "span"}]
    assert kept == [one for one in Shape(harmless).elements if one[0] not in {"br", "bdi", "span"}]
    violation = sp.Violation(rule_id=text, step=1, message=text)
    report = sp.CheckReport(rules_version=text, violations=(violation,))
    other = sp.CheckReport(rules_version="1", violations=(sp.Violation(rule_id="a", step=1, message="b"),))
    assert Shape(report._repr_html_()).elements == Shape(other._repr_html_()).elements
    for html in (shown, report._repr_html_()):
        assert not re.search("[\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]", html)


def test_the_same_every_time():
    assert PLAN._repr_html_() == sp.Plan.model_validate_json(PLAN.model_dump_json())._repr_html_()


def test_style_undoes_the_resets_of_marimo():
    """Marimo removes the points of lists and puts pictures on their own line."""
    assert "list-style:disc" in NOTEBOOK_STYLE
    assert ".sp-key img{display:inline-block;" in NOTEBOOK_STYLE


def test_figure_of_each_stretch_is_in_a_plan():
    html = PLAN._repr_html_()
    names = re.findall('<span data-name="([^"]*)"><svg', html)
    assert names == [f"{n}. {one.name}".replace("'", "&#x27;") for n, one in enumerate(PLAN.prescriptions, start=1)]
    assert re.findall('<title id="([^"]*)"', html)[:2] == [
        "sp-cat_cow-both--sheet0-0-title",
        "sp-cobra_pose-both--sheet1-0-title",
    ]
    own = sp.builtin_catalog().without("cobra_pose", reason="for a test", version="9.0.0", id="own", title="Own")
    assert "<svg" not in sp.Planner(own).plan(minutes=5, days_since_injury=60)._repr_html_()


def test_texts_of_a_catalogue_in_german_say_so():
    texts = german.languages(german.PLAN._repr_html_())
    assert {language for _, language in texts} == {"de", "en"}
    assert [text for text, language in texts if language == "de" and german.MARK not in text] == []
    sentences = re.compile(
        "^For your |Works|out with|is out|, with|, in the first|, before day|asked for|Without|Not worked"
    )
    english = [text for text, language in texts if language == "en"]
    assert "change to right" in english
    assert not any(text.startswith("Change to the right side.") for text in english)
    assert [text for text in english if german.MARK in text and not sentences.search(text)] == []


def test_a_catalogue_in_german_is_shown_in_german_alone():
    assert {language for _, language in german.languages(german.GERMAN._repr_html_())} == {"de"}


def test_stretch_alone_states_the_language_that_is_known():
    assert sp.builtin_catalog().get("cat_cow")._repr_html_().startswith('<div class="sp-out" lang="en">')
    assert german.GERMAN.get("cat_cow")._repr_html_().startswith('<div class="sp-out" lang="">')


def test_a_programme_is_its_calendar_and_what_changes():
    made = every_kind()
    html = made._repr_html_()
    shape = Shape(html)
    (source,) = shape.sources
    assert b64decode(source.partition(",")[2]).decode() == made.to_svg()
    assert 'alt="Calendar of 9 days, 6 sessions: 2 to 10 March 2026"' in html
    for day in made.days:
        for change in day.changes:
            assert change.text in shape.text


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_in_a_programme_is_only_text(text: str):
    plain, spoiled = Shape(every_kind()._repr_html_()), Shape(spoilt_programme(text)._repr_html_())
    assert spoiled.open == []
    assert {tag for tag, *_ in spoiled.elements} <= {tag for tag, *_ in plain.elements}
