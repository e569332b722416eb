"""Write docs/reference/conditions.md from the conditions and the catalogues: ``python -m tests.regenerate``."""

from pathlib import Path

import stretchplan as sp

PAGE = Path(__file__).parents[2] / "docs/reference/conditions.md"
CATALOGUES = {"seven": "Of the built-in seven", "anywhere": "Of the catalogue `anywhere`"}

INTRODUCTION = """# The conditions

<!-- `just golden` writes this page -->

What a person may state in `profile.conditions`, or with `--condition`. A condition rules stretches out, or has them
done in another form, by what each stretch loads; so it works for a catalogue of your own too. The plan names each
effect with its rule, source and strength. [What a person states](../person.md) explains clearances and wishes;
`sp.conditions()` and `stretchplan conditions` give this list.

The library takes what the person states, and judges none of it. **What a condition leaves in is not thereby safe.**
What a warning sign does is under [Ask about warning signs](../screening.md).
"""


def page() -> str:
    """Return the page with a heading for each condition."""
    return "\n".join([INTRODUCTION, *map(_described, sp.conditions())])


def _described(condition: sp.ConditionEntry) -> str:
    rule = next(rule for rule in sp.rules() if rule.id == condition.rule_id)
    facts = {
        "Rule": f"[{rule.id}](rules.md#{rule.id}). {rule.sentence}",
        "Strength": rule.strength,
        "Source": rule.source,
        "Note": rule.note,
    }
    listed = "".join(f"- {name}: {fact}\n" for name, fact in facts.items() if fact)
    effects = "\n".join(f"{title}:\n\n{_effects(name, condition.id)}" for name, title in CATALOGUES.items())
    return f"## {condition.id}\n\n{condition.description}\n\n{listed}\n{effects}"


def _effects(catalog: str, condition: str) -> str:
    # The effects do not depend on the search, so it may be short.
    planner = sp.Planner(catalog, node_budget=200, explain=False)
    try:
        plan = planner.plan(minutes=60, days_since_injury=None, profile={"conditions": {condition}})
    except sp.NoPlan:
        return "- Nothing is planned without a clearance.\n"
    return "".join(f"- {effect.text}\n" for effect in plan.effects) or "- Nothing changes.\n"
