"""Write docs/reference/rules.md from the rules: ``python -m tests.support.rules_page`` prints it."""

from itertools import groupby
from pathlib import Path

import stretchplan as sp
from stretchplan.rulebook.rules import RULES_VERSION

PAGE = Path(__file__).parents[2] / "docs/reference/rules.md"

INTRODUCTION = f"""# The rules

Rules version {RULES_VERSION}. Every plan keeps all of them, and `check` names the rule that a plan breaks.
`sp.rules()` and `stretchplan rules` give the same list; `just golden` writes this page from it. How the checker
applies each rule is described under [The checker](../check.md).

The strength says what a rule rests on: a clinical `guideline`, a `study`, a `consensus` of experts, common
`practice`, an `article`, or a `policy`, which is this library's own decision.
"""


def page() -> str:
    """Return the page: a heading for each family, and one for each rule."""
    parts = [INTRODUCTION]
    for family, rules in groupby(sp.rules(), key=lambda rule: rule.family):
        parts.append(f"## {family.capitalize()}\n")
        parts += [_described(rule) for rule in rules]
    return "\n".join(parts)


def _described(rule: sp.Rule) -> str:
    facts = {"Bound": rule.bound, "Strength": rule.strength, "Source": rule.source, "Note": rule.note}
    listed = "".join(f"- {name}: {fact}\n" for name, fact in facts.items() if fact)
    return f"### {rule.id}\n\n{rule.sentence}\n\n{listed}"


if __name__ == "__main__":
    print(page(), end="")
