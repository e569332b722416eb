"""Do the documents agree with the repository: links, files that pages and tasks name, and the picture of the floors?"""

import importlib
import json
import pydoc
import re
from contextlib import contextmanager
from pathlib import Path
from typing import get_args

import jsonschema
import pytest
from hypothesis import Phase, settings

import stretchplan as sp
from stretchplan.catalog.vocabulary import Position
from stretchplan.results.plan import SCHEMA_VERSION
from stretchplan.rulebook.rules import RULES_VERSION
from tests.support import command_page, conditions_page, five_minutes, floors, json_page, rules_page, tables

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted({*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/*/*.md")})
NAMING_FILES = ["CONTRIBUTING.md", "README.md", "docs/development/architecture.md"]
NAMING_FILES += [f"docs/decisions/{page.name}" for page in sorted((ROOT / "docs/decisions").glob("*.md"))]
TASKS = sorted(path for path in ROOT.glob(".ci/**/*") if path.is_file() and path.suffix != ".pyc")
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def name(path):
    return str(path.relative_to(ROOT))


def anchors(document):
    headings = re.findall(r"^#+ (.*)$", FENCE.sub("", document.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_links_lead_to_a_file_and_a_heading(document):
    text = FENCE.sub("", document.read_text(encoding="utf-8"))
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if link.startswith(("http:", "https:", "mailto:")):
            continue
        path, _, anchor = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize("document", NAMING_FILES)
def test_named_files_exist(document):
    text = FENCE.sub("", (ROOT / document).read_text(encoding="utf-8"))
    for path in re.findall(r"`([\w.]+/[\w./]*)`", text):
        assert (ROOT / path).exists() or (ROOT / "src/stretchplan" / path).exists(), path


@pytest.mark.parametrize("script", ["justfile", "pyproject.toml", *(name(path) for path in TASKS)])
def test_files_that_the_tasks_name_exist(script):
    text = (ROOT / script).read_text(encoding="utf-8")
    for path in re.findall(r"(?<![\w./-])(?:tests|src|docs|examples|benchmarks|\.ci)/[\w./-]+", text):
        assert (ROOT / path.rstrip(".")).exists(), path


def test_every_decision_is_in_its_list():
    listed = (ROOT / "docs/decisions/README.md").read_text(encoding="utf-8")
    for page in sorted((ROOT / "docs/decisions").glob("0*.md")):
        assert f"]({page.name})" in listed


def linked(page):
    """Return the pages of the site that a page links to."""
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    paths = (link.partition("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link)
    return {target for path in paths if (target := (page.parent / path).resolve()).suffix == ".md"}


def test_links_lead_from_the_home_page_to_every_page():
    reached, new = set(), {ROOT / "docs/index.md"}
    while new:
        reached |= new
        new = {target for page in new for target in linked(page)} - reached
    assert set(ROOT.glob("docs/**/*.md")) - reached == set()


def test_every_page_is_in_the_navigation():
    named = set(re.findall(r"[\w./-]+\.md$", (ROOT / "mkdocs.yml").read_text(encoding="utf-8"), re.MULTILINE))
    pages = {page.relative_to(ROOT / "docs").as_posix() for page in ROOT.glob("docs/**/*.md")}
    assert {page for page in pages if not page.startswith("decisions/0")} == named


@pytest.mark.parametrize(
    "made", [rules_page, conditions_page, command_page, json_page], ids=lambda made: made.PAGE.stem
)
def test_a_page_of_reference_is_as_the_code_says_now(made):
    assert made.PAGE.read_text(encoding="utf-8") == made.page()


def test_examples_and_tables_are_as_the_code_says_now():
    for path, text in {**json_page.files(), **tables.pages()}.items():
        assert path.read_text(encoding="utf-8") == text, path


@pytest.mark.parametrize("form", json_page.FORMS, ids=lambda form: form.title)
def test_an_example_of_a_json_form_keeps_its_schema_and_is_read_back(form):
    example = json.loads(form.example())
    jsonschema.Draft202012Validator(json_page.schema(form)).validate(example)
    data = {name: value for name, value in example.items() if name in form.model.model_fields}
    form.model.model_validate_json(json.dumps(data))
    assert json.loads(json_page.pretty(example)) == example


@contextmanager
def not_shrunk():
    """Let tests of Hypothesis fail at once, and not look for their smallest example."""
    before = settings.default
    settings.register_profile("not shrunk", before, phases=(Phase.generate,), database=None)
    settings.load_profile("not shrunk")
    try:
        yield
    finally:
        settings.register_profile("before", before)
        settings.load_profile("before")


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@pytest.mark.parametrize("rule", sp.rules(), ids=lambda rule: rule.id)
def test_the_test_that_is_said_to_hold_a_rule_fails_without_the_rule(rule, monkeypatch):
    file, test, cases = rules_page.held_by(rule)
    module = importlib.import_module(file.removesuffix(".py").replace("/", "."))
    held = getattr(module, test)
    drop_from = sp if rule.id in rules_page.ACROSS_DAYS else module
    checks = "check_programme" if rule.id in rules_page.ACROSS_DAYS else "check"
    real = getattr(drop_from, checks)

    def without_the_rule(*given, **options):
        report = real(*given, **options)
        kept = tuple(found for found in report.violations if found.rule_id != rule.id)
        return report.model_copy(update={"violations": kept})

    monkeypatch.setattr(drop_from, checks, without_the_rule)
    with not_shrunk(), pytest.raises(AssertionError):
        held(cases[0])


def test_what_minutes_hold_is_what_the_plans_hold():
    assert five_minutes.PAGE.read_text(encoding="utf-8") == five_minutes.page()


def test_the_picture_of_the_floors_is_that_of_the_contracts():
    assert floors.CONTRIBUTING.read_text(encoding="utf-8") == floors.contributing()


def test_every_public_name_is_in_the_api_reference():
    pages = sorted((ROOT / "docs/reference/api").glob("*.md"))
    text = "".join(page.read_text(encoding="utf-8") for page in pages)
    listed = set(re.findall(r"^::: stretchplan\.(\w+)$", text, re.MULTILINE))
    assert set(sp.__all__) - {"__version__"} <= listed | set(sp.errors.__all__) | {"Catalog"}


@pytest.mark.parametrize("page", sorted((ROOT / "docs/reference/api").glob("*.md")), ids=lambda page: page.stem)
def test_a_page_of_names_says_how_to_read_their_text_without_the_site(page):
    text = page.read_text(encoding="utf-8")
    (shown,) = re.findall(r"`help\(\"?([\w.]+)\"?\)`", text)
    assert f"\n::: {shown}\n" in text
    assert pydoc.locate(shown).__doc__


def table(page, after):
    """Return the names in code in the first column of the first table after a text of a page."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8").split(after)[1]
    rows = re.search(r"(?:^\|.*\n)+", text, re.MULTILINE)[0].splitlines()
    return [name for row in rows[1:] for name in re.findall(r"`(\w+)`", row.split("|")[1])]


def test_the_guide_lists_every_field_that_a_caller_gives_or_reads():
    assert set(table("embedding.md", "## The fields of a request")) == {*sp.PlanRequest.model_fields, "injured_on"}
    assert set(table("check.md", "## What a report holds")) == {*sp.CheckReport.model_fields, "ok"}
    assert table("check.md", "| of `Violation` | what") == ["rule_id", "step", "stretch_id", "message", "on"]
    assert set(sp.Violation.model_fields) == set(table("check.md", "| of `Violation` | what"))
    assert set(table("check.md", "| of `Rule` | what")) == set(sp.Rule.model_fields)


def test_the_guide_lists_every_error_and_says_which_are_value_errors():
    names = table("embedding.md", "## What is raised")
    errors = {name for name in sp.errors.__all__ if isinstance(getattr(sp.errors, name), type)}
    errors = {name for name in errors if issubclass(getattr(sp.errors, name), sp.StretchPlanError)}
    assert set(names) == errors - {"StretchPlanError"} - {kind.__name__ for kind in sp.NoPlan.__subclasses__()}
    value_errors = {name for name in names if issubclass(getattr(sp.errors, name), ValueError)}
    assert value_errors == {"InvalidRequest", "CatalogError", "PolicyError"}


def test_the_changelog_and_the_citation_state_the_versions_of_the_code():
    introduction = " ".join((ROOT / "CHANGELOG.md").read_text(encoding="utf-8").split("\n## ")[0].split())
    versions = SCHEMA_VERSION, RULES_VERSION, sp.builtin_catalog().version
    assert "have versions of their own: {}, {} and {} now.".format(*versions) in introduction
    assert f"\nversion: {sp.__version__}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def test_the_guide_names_every_position():
    text = (ROOT / "docs/person.md").read_text(encoding="utf-8")
    row = next(row for row in text.splitlines() if "`avoid_positions` |" in row)
    assert set(get_args(Position)) <= set(re.findall(r"`(\w+)`", row))
