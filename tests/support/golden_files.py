"""Every golden file, the schemas and the generated parts of documents; ``python -m tests.regenerate`` writes them."""

import json
from pathlib import Path

import stretchplan as sp
from stretchplan.base import described
from stretchplan.results.schema import SCHEMAS
from tests.batch.test_schema import PUBLISHED, published
from tests.support import (
    anywhere_plans,
    command_page,
    conditions_page,
    descriptions,
    five_minutes,
    floors,
    four_weeks,
    golden_formats,
    json_page,
    most_filled,
    programme_people,
    progress_people,
    public_api,
    refusal_cases,
    rules_page,
    search_cases,
    step_edits,
    stretch_pages,
    tables,
    translation_files,
    violation_texts,
)

ROOT = Path(__file__).parents[2]


def write(path: Path, content: str | bytes) -> None:
    """Write a file as it is, with no line end changed."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def write_all() -> None:
    """Write all of them."""
    translation_files.write_all()
    plan = sp.plan(minutes=10, days_since_injury=3, targets={"lower_back", "hips"})
    write(ROOT / "tests/golden/plan.json", plan.model_dump_json(indent=2) + "\n")
    write(public_api.FILE, public_api.text(public_api.here()))
    write(descriptions.FILE, descriptions.content())
    described._sentences.cache_clear()
    for name, schema in SCHEMAS.items():
        write(ROOT / f"docs/{name}.schema.json", json.dumps(schema(), indent=2, ensure_ascii=False) + "\n")
    write(PUBLISHED, published())
    write(floors.CONTRIBUTING, floors.contributing())
    write(five_minutes.PAGE, five_minutes.page())
    for pages in (rules_page, conditions_page, command_page, json_page):
        write(pages.PAGE, pages.page())
    for path, example in json_page.files().items():
        write(path, example)
    for path, table in tables.pages().items():
        write(path, table)
    write(four_weeks.PAGE, four_weeks.page())
    write(most_filled.PAGE, most_filled.page())
    write(stretch_pages.PAGE, stretch_pages.page())
    for name in golden_formats.SHAPES:
        write(golden_formats.GOLDEN / name, golden_formats.golden(name))
    for path, drawn in (*golden_formats.figures(), *progress_people.files()):
        write(path, drawn)
    for path, draw in golden_formats.PICTURES.items():
        write(path, draw())
    for cases, titles in ((refusal_cases, refusal_cases.REFUSALS), (search_cases, search_cases.SEARCHES)):
        write(cases.GOLDEN, "\n\n".join(map(cases.page, titles)) + "\n")
    for name in programme_people.PEOPLE:
        write(programme_people.GOLDEN / f"{name}.txt", programme_people.page(name))
    write(anywhere_plans.GOLDEN, anywhere_plans.pages())
    write(violation_texts.GOLDEN, violation_texts.page())
    write(step_edits.GOLDEN, step_edits.golden_text())
