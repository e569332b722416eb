"""Do the documents agree with the repository: links, files that pages and tasks name, and the picture of the floors?"""

import re
from pathlib import Path
from typing import get_args

import pytest

import stretchplan as sp
from stretchplan.catalog.vocabulary import Position
from stretchplan.results.plan import SCHEMA_VERSION
from stretchplan.rulebook.rules import RULES_VERSION
from tests.support import five_minutes, floors, rules_page

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


@pytest.mark.parametrize(
    ("document", "folders"),
    [("docs/index.md", [".", "development", "reference"]), ("docs/decisions/README.md", ["."])],
)
def test_every_page_is_in_its_list(document, folders):
    path = ROOT / document
    listed = path.read_text(encoding="utf-8")
    pages = {page for folder in folders for page in (path.parent / folder).glob("*.md")} - {path}
    for page in sorted(pages):
        link = page.relative_to(path.parent)
        assert f"]({link.as_posix()})" in listed, link


def test_what_minutes_hold_is_what_the_plans_hold():
    assert five_minutes.PAGE.read_text(encoding="utf-8") == five_minutes.page()


def test_the_picture_of_the_floors_is_that_of_the_contracts():
    assert floors.CONTRIBUTING.read_text(encoding="utf-8") == floors.contributing()


def test_the_page_of_rules_is_that_of_the_rulebook():
    assert rules_page.PAGE.read_text(encoding="utf-8") == rules_page.page()


def test_every_public_name_is_in_the_api_reference():
    text = (ROOT / "docs/reference/api.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^::: stretchplan\.(\w+)$", text, re.MULTILINE))
    assert set(sp.__all__) - {"__version__"} <= listed | set(sp.errors.__all__) | {"Catalog"}


def table(page, after):
    """Return the names in code in the first column of the first table after a text of a page."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8").split(after)[1]
    rows = re.search(r"(?:^\|.*\n)+", text, re.MULTILINE)[0].splitlines()
    return [name for row in rows[1:] for name in re.findall(r"`(\w+)`", row.split("|")[1])]


def test_the_guide_lists_every_field_that_a_caller_gives_or_reads():
    assert set(table("embedding.md", "## The fields of a request")) == {*sp.PlanRequest.model_fields, "injured_on"}
    assert set(table("check.md", "## What a report holds")) == {*sp.CheckReport.model_fields, "ok"}
    assert table("check.md", "| of `Violation` | |") == ["rule_id", "step", "stretch_id", "message", "on"]
    assert set(sp.Violation.model_fields) == set(table("check.md", "| of `Violation` | |"))
    assert set(table("check.md", "| of `Rule` | |")) == set(sp.Rule.model_fields)


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
