"""Is every text that a person reads said through a translation, or a catalogue's own?"""

import ast
import base64
import json
import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

import stretchplan as sp
from stretchplan.catalog.vocabulary import POSITIONS
from stretchplan.inputs.conditions import CONDITIONS
from stretchplan.render import progress_to_svg
from stretchplan.render.document.as_text import to_text
from stretchplan.render.figures.figure import figure
from stretchplan.render.notebook import by_media_type
from stretchplan.render.pages.catalog import catalog_page, stretch_page
from stretchplan.render.pages.refusal import refusal_page
from stretchplan.render.pages.rules import screening_page
from stretchplan.render.pages.why import why_not_page, why_page
from stretchplan.rulebook.rules import rules
from stretchplan.words import figures, pages
from tests.support import translation_files
from tests.support.pseudo import UNITS, pseudo_catalog, pseudo_language, unsaid

SOURCE = Path(sp.__file__).parent
SAYING = {"say", "marked", "say_count"}
DEVELOPERS = {"ValueError", "TypeError", "AssertionError", "InvalidRequest", "MissingExtra", "Problem", "quoted"}
"""What is raised for developers stays English."""
TWO_WORDS = re.compile(r"[A-Za-z]{2,},? [A-Za-z]{2,}")
NAMES = {" in bed"}
"""The end of the name of a place, :attr:`stretchplan.catalog.Stretch.place`."""
IN_ENGLISH = {"verification.py"}
"""The findings of a verification are for developers and are stored, so they are English."""
MODULES = sorted(path for path in (SOURCE / "words").glob("*.py") if path.name not in IN_ENGLISH)


def name_of(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def literals(node: ast.AST) -> Iterator[str]:
    """Yield the texts in a module that nobody says: no docstring, no type, and nothing that is raised."""
    if isinstance(node, ast.Call) and name_of(node) in SAYING | DEVELOPERS:
        parts: Iterable[ast.AST] = node.keywords if name_of(node) in SAYING else ()
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        parts = ()
    else:
        parts = ast.iter_child_nodes(node)
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
    for part in parts:
        yield from literals(part)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_sentence_of_the_words_is_said_or_marked(path: Path) -> None:
    found = literals(ast.parse(path.read_text(encoding="utf-8")))
    assert [text for text in found if TWO_WORDS.search(text) and text not in NAMES] == []


def test_every_placeholder_has_a_name() -> None:
    for message in translation_files.said("words"):
        for text in (message.id,) if isinstance(message.id, str) else message.id:
            braces = re.findall(r"\{([^{}]*)\}", text)
            assert [name for name in braces if not name.isidentifier()] == [], text


def test_no_module_of_the_words_says_anything_when_it_is_imported() -> None:
    """A text that is said at import has the language of whoever imports first."""
    for path in sorted((SOURCE / "words").glob("*.py")) + sorted((SOURCE / "render").rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None:
                made = [name_of(call) for call in ast.walk(node.value) if isinstance(call, ast.Call)]
                assert not {"say", "say_count"} & set(made), path


# A translation is a text, and no markup


def test_no_translation_gets_into_a_page_as_markup() -> None:
    request = sp.PlanRequest(minutes=12, days_since_injury=4, profile={"conditions": ["knee_pain"]}, language="de")
    with pseudo_language("<&"):
        made = sp.Planner(pseudo_catalog("seven")).programme(request, "2026-03-02", days=2)
        plan = made.days[0].plan
        assert plan is not None
        progress = sp.progress([sp.record_of(plan)], on="2026-03-03", catalog=pseudo_catalog("seven"))
        pictures = [made.to_svg(), progress_to_svg(progress, "areas")]
        pages = [plan.to_html(), made.to_html(), *(by_media_type(thing)["text/html"] for thing in (plan, made))]
    for page in (*pictures, *pages):
        assert "&lt;" in page or "\\u003c" in page
        assert (
            re.findall(r"<[^a-z/!].{30}|.{30}&(?!#?\w+;)", re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.S))
            == []
        )


# The pages in a language that shows where each text is from


class Texts(HTMLParser):
    """What people read or hear of a page: its text, what is said of pictures and controls, and its script's words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.shown: list[str] = []
        self.apart: list[str] = []
        self._in: list[tuple[str, str]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        stated = {name: value or "" for name, value in attrs}
        self.apart += [
            stated[name] for name in ("alt", "title", "aria-label", "placeholder", "data-name") if name in stated
        ]
        kind, _, data = stated.get("src", "").partition(";base64,")
        if kind == "data:image/svg+xml":
            self.apart.append(shown(base64.b64decode(data).decode()))
        if tag in {"script", "style"}:
            self._in.append((tag, stated.get("id", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"}:
            self._in.pop()

    def handle_data(self, data: str) -> None:
        if not self._in:
            self.shown.append(data)
        elif self._in[-1][1] in {"labels", "words", "programme"}:
            self.apart += script_words(json.loads(data))


def script_words(data: object) -> Iterator[str]:
    """Yield the texts of a script's data, but for plans, which have their own forms, and for names of languages."""
    if isinstance(data, str):
        if data not in {"de", "fr", "left", "right", "both"}:
            yield data
    elif isinstance(data, list):
        for one in data:
            yield from script_words(one)
    elif isinstance(data, dict) and "kind" not in data and "stretch_id" not in data:
        for name, one in data.items():
            if name not in {"plan", "id", "mark", "days"}:
                yield from script_words(one)
            elif name == "days":
                yield from (day["title"] for day in one)


def shown(page: str) -> str:
    """Return what people read of a page or a picture."""
    texts = Texts(page)
    return "\n".join((" ".join(texts.shown), *texts.apart))


IDS = sorted(
    {
        *(text for rule in rules() for text in (rule.id, rule.strength, rule.source)),
        *(stretch.id for name in ("seven", "anywhere") for stretch in sp.builtin_catalog(name).stretches),
        *(area.id for name in ("seven", "anywhere") for area in sp.builtin_catalog(name).areas),
        *CONDITIONS,
        "pseudo_seven",
        "pseudo_anywhere",
    },
    key=len,
    reverse=True,
)
ID = re.compile("|".join(map(re.escape, IDS)))


def check_said(text: str, *ids: str) -> None:
    text = ID.sub("", text)
    for name in ids:
        text = text.replace(name, "")
    assert [word for word in unsaid(text) if word not in UNITS] == []


@pytest.fixture(scope="module", autouse=True)
def pseudo() -> Iterator[None]:
    with pseudo_language():
        yield


@pytest.fixture(scope="module", params=["de", "fr"])
def catalog(request: pytest.FixtureRequest) -> sp.Catalog:
    """A catalogue in the spoken language, and one in another."""
    return pseudo_catalog("seven", request.param)


@pytest.fixture(scope="module")
def planner(catalog: sp.Catalog) -> sp.Planner:
    return sp.Planner(catalog, language="de")


@pytest.fixture(scope="module", params=["short", "stated", "history"])
def plan(planner: sp.Planner, request: pytest.FixtureRequest) -> sp.Plan:
    if request.param == "short":
        return planner.plan(minutes=5, days_since_injury=None, targets={"hips"})
    if request.param == "stated":
        profile = {"conditions": ["knee_pain", "pregnancy"], "equipment": ["chair", "mat", "cushion"], "trimester": 2}
        return planner.plan(minutes=15, days_since_injury=20, pain=3, on="2026-03-04", profile=profile, pace="slow")
    before = planner.plan(minutes=12, days_since_injury=20, on="2026-03-04")
    history = [sp.record_of(before)]
    return planner.plan(minutes=12, days_since_injury=21, on="2026-03-05", history=history, breath="effort_out")


def test_the_page_of_a_plan_is_said(plan: sp.Plan, catalog: sp.Catalog) -> None:
    check_said(shown(plan.to_html(catalog)))


def test_the_texts_of_a_plan_are_said(plan: sp.Plan) -> None:
    for text in (plan.to_text(width=9000), sp.render.plan_to_text(plan, 9000, brief=True), plan.to_markdown()):
        check_said(text.replace("\\", ""))


def test_the_notebook_is_said(plan: sp.Plan) -> None:
    check_said(shown(by_media_type(plan)["text/html"]))


def test_the_cues_of_a_player_are_said(plan: sp.Plan) -> None:
    lines = plan.to_vtt().split("\n\n", 1)[1]  # the head is the format's
    check_said(re.sub(r"</?lang[^>]*>|NOTE\n", "", lines))


def test_the_events_of_a_calendar_are_said(plan: sp.Plan) -> None:
    pytest.importorskip("icalendar")
    for details in ("full", "short"):
        lines = plan.to_ics(on="2026-03-04", details=details).replace("\r\n ", "").split("\r\n")
        texts = [line for line in lines if line.startswith(("SUMMARY", "DESCRIPTION", "NAME", "X-WR-CALNAME"))]
        assert len(texts) >= 4
        for line in texts:
            check_said(line.partition(":")[2].replace("\\n", "\n"))


def test_the_session_of_a_phone_is_said(plan: sp.Plan) -> None:
    made = plan.to_health_connect()
    check_said(made["title"])
    check_said(made["notes"])
    for block in made["blocks"]:
        check_said(block["description"])
        for step in block["steps"]:
            check_said(step["description"])


def test_how_good_a_plan_is_is_said(plan: sp.Plan) -> None:
    bound = plan.bound
    check_said(pages.quality(plan))
    for name in type(bound).model_fields:
        value = getattr(bound, name)
        if isinstance(value, int):
            further = bound.model_copy(update={name: value + 3})
            check_said(pages.quality(plan.model_copy(update={"optimal": False, "bound": further})))
    check_said(pages.better_may_exist(plan))


@pytest.mark.parametrize("name", ["seven", "anywhere"])
def test_the_figures_and_the_pages_of_a_catalogue_are_said(name: str) -> None:
    said = pseudo_catalog(name)
    check_said(to_text(catalog_page(said), 9000))
    for stretch in said.stretches:
        for form in (stretch, *(stretch.in_form(form) for form in stretch.forms)):
            for how in ({"side": "left"}, {"side": "right"}, {"posture": "start"}):
                drawn = figure(form, language=said.language, **how)  # type: ignore[arg-type]
                check_said(shown(drawn))
        references = [str(stretch.references.free_exercise_db), "Garmin FIT", "free-exercise-db", "wger"]
        page, where_from, sources = to_text(stretch_page(stretch, said), 9000).partition(f"⟦{pages.WHERE_FROM}⟧")
        assert where_from
        assert sources  # names of fields, and titles of what was read
        check_said(page, *references, *stretch.aliases)


def test_every_place_to_start_from_is_said() -> None:
    stretch = pseudo_catalog("seven").get("cat_cow")
    for position in POSITIONS:
        for on in ("floor", "bed", "chair", "unknown"):
            there = stretch.model_copy(update={"position": position})
            check_said(figures.figure_description(there, "left", shows=None, on=on, with_side=True))


@pytest.fixture(scope="module")
def programme(planner: sp.Planner) -> sp.Programme:
    asked = sp.PlanRequest(minutes=5, days_since_injury=0, pain=2)
    return planner.programme(asked, "2026-12-28", days=16, days_per_week=5)


def test_a_programme_is_said(programme: sp.Programme, catalog: sp.Catalog) -> None:
    check_said(programme.to_text(width=9000))
    check_said(programme.to_markdown().replace("\\", ""))
    check_said(shown(programme.to_html(catalog)))
    check_said(shown(programme.to_svg()))


def test_progress_is_said(programme: sp.Programme) -> None:
    records = [sp.record_of(plan) for plan in programme.plans]
    made = sp.progress(records, on="2027-01-20", catalog=pseudo_catalog("seven"))  # it is told in its language
    check_said(made.to_text(width=9000))
    for chart in ("pain", "adherence", "areas", "reach"):
        check_said(shown(progress_to_svg(made, chart)))  # type: ignore[arg-type]


def test_a_refusal_is_said(planner: sp.Planner) -> None:
    with pytest.raises(sp.NoPlan) as refused:
        planner.plan(minutes=1, days_since_injury=0, targets={"hips", "lower_back"})
    places = [f".relaxations[{number}].request" for number in range(9)]
    check_said(to_text(refusal_page(refused.value), 9000), *places)


def test_the_answers_about_warning_signs_are_said() -> None:
    check_said(to_text(screening_page(sp.Screening()), 9000))


def test_why_and_why_not_are_said(planner: sp.Planner, plan: sp.Plan) -> None:
    for entry in plan.prescriptions:
        check_said(to_text(why_page(planner.why(plan, entry.stretch_id), plan), 9000))
    for left_out in plan.left_out:
        told = planner.why_not(plan, left_out.stretch_id)
        page = to_text(why_not_page(told, plan), 9000)
        check_said(page.partition(f"⟦{pages.THE_RULE}⟧")[0])  # the rules are in English
