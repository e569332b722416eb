"""Write every golden file, both schemas and the generated parts of documents: ``python -m tests.regenerate``.

Look at what git says has changed before you commit it.
"""

import json
from pathlib import Path

import stretchplan as sp
from tests.batch.test_schema import PUBLISHED, published
from tests.support import floors, golden_formats, refusal_cases, rules_page, search_cases
from tests.support.broken_plans import BREAKS
from tests.support.step_edits import page_of, pages
from tests.support.violation_texts import said_of

ROOT = Path(__file__).parents[1]


def write(path: Path, content: str | bytes) -> None:
    """Write a file as it is, with no line end changed."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def main() -> None:
    """Write all of them."""
    plan = sp.plan(minutes=10, days_since_injury=3, targets={"lower_back", "hips"})
    write(ROOT / "tests/golden/plan.json", plan.model_dump_json(indent=2) + "\n")
    write(ROOT / "docs/plan.schema.json", json.dumps(sp.plan_schema(), indent=2, ensure_ascii=False) + "\n")
    write(PUBLISHED, published())
    write(floors.CONTRIBUTING, floors.contributing())
    write(rules_page.PAGE, rules_page.page())
    for name in golden_formats.SHAPES:
        write(golden_formats.GOLDEN / name, golden_formats.golden(name))
    for path, drawn in golden_formats.figures():
        write(path, drawn)
    for cases, titles in ((refusal_cases, refusal_cases.REFUSALS), (search_cases, search_cases.SEARCHES)):
        write(cases.GOLDEN, "\n\n".join(map(cases.page, titles)) + "\n")
    broken = [f"{name}\n" + "".join(f"    {line}\n" for line in said_of(name)) for name in BREAKS]
    write(ROOT / "tests/safety/golden/said.txt", "\n".join(broken))
    edited = [f"{title}\n" + "".join(f"{line}\n" for line in page_of(*step)) for title, step in pages().items()]
    write(ROOT / "tests/safety/golden/edits.txt", "\n".join(edited))


if __name__ == "__main__":
    main()
