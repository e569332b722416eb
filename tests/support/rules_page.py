"""Write docs/reference/rules.md from the rules: ``python -m tests.support.rules_page`` prints it."""

from itertools import groupby
from pathlib import Path

import stretchplan as sp
from stretchplan.rulebook.programme_rules import PROGRAMME_RULES
from stretchplan.rulebook.rules import RULES_VERSION
from tests.support.broken_plans import BROKEN_PLANS

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/reference/rules.md"
ACROSS_DAYS = {rule.id for rule in PROGRAMME_RULES}

INTRODUCTION = f"""# The rules

<!-- `just golden` writes this page -->

Rules version {RULES_VERSION}. Every plan keeps all of them, and `check` names the rule that a plan breaks.
`sp.rules()` and `stretchplan rules` give the same list. How the checker applies each rule is described under
[The checker](../check.md).

The strength says what a rule rests on: a clinical `guideline`, a `study`, a `consensus` of experts, common
`practice`, an `article`, or a `policy`, which is this library's own decision.
[What the evidence says](../evidence.md) puts the sources in context.

"Held by" names the test that fails when the checker drops the rule, with plans that break it and no other rule.
"Also named in" lists further tests that name the rule, for example those of the doses that it leaves the planner.
"""


def page() -> str:
    """Return the page: a heading for each family, and one for each rule."""
    parts = [INTRODUCTION]
    for family, rules in groupby(sp.rules(), key=lambda rule: rule.family):
        parts.append(f"## {family.capitalize()}\n")
        parts += [_described(rule) for rule in rules]
    return "\n".join(parts)


def held_by(rule: sp.Rule) -> tuple[str, str, list[str]]:
    """Return the file and the test that hold a rule, and the cases of the test that break it."""
    if rule.id in ACROSS_DAYS:
        return "tests/safety/test_check_programme.py", "test_each_rule_is_found_broken_alone", [rule.id]
    cases = [name for name, broken in BROKEN_PLANS.items() if broken.rule == rule.id]
    return "tests/safety/test_broken_plans.py", "test_a_broken_plan_breaks_its_rule_alone", cases


def naming(rule: sp.Rule) -> list[str]:
    """Return the other test files that name a rule."""
    named = [
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        if f'"{rule.id}"' in path.read_text(encoding="utf-8")
    ]
    return [path for path in named if path != held_by(rule)[0]]


def _described(rule: sp.Rule) -> str:
    file, test, cases = held_by(rule)
    count = len(cases)
    plans = f"`{cases[0]}`" if count == 1 else f"{count} cases, the first of them `{cases[0]}`"
    facts = {
        "Bound": rule.bound,
        "Strength": rule.strength,
        "Source": rule.source,
        "Note": rule.note,
        "Held by": f"`{test}` in `{file}`: {plans}",
        "Also named in": ", ".join(f"`{path}`" for path in naming(rule)),
    }
    listed = "".join(f"- {name}: {fact}\n" for name, fact in facts.items() if fact)
    return f"### {rule.id}\n\n{rule.sentence}\n\n{listed}"


if __name__ == "__main__":
    print(page(), end="")
