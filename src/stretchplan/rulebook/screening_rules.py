"""The rules about warning signs. The questions are in :mod:`stretchplan.inputs.screening`."""

from __future__ import annotations

from typing import Final

from stretchplan.rulebook.bounds import NO_IMPROVEMENT_FROM_DAY
from stretchplan.rulebook.rule import Rule

__all__ = ["SCREENING_RULES"]

_SOURCE: Final = "Finucane et al. 2020, doi:10.2519/jospt.2020.9971, and NHS public texts"
# The NHS texts alone would be "guideline". They do not have every sign, so the weaker strength is given.
_NOTE: Final = (
    "The source is an international framework agreed among experts: no sign alone says what is wrong, and many "
    "people with one have nothing serious. That every yes leaves no plan, and the wording, are this library's."
)

SCREENING_RULES: Final[tuple[Rule, ...]] = (
    Rule(
        id="emergency-signs",
        family="screening",
        sentence="With a sign that calls for emergency help there is no plan: get help now.",
        bound=(
            "any yes to: numbness or tingling around the genitals, buttocks or inner thighs; new trouble passing or "
            "holding urine, or loss of bowel control; severe or worsening pain, weakness or numbness in both legs; "
            "after a serious accident, or a small fall with weak bones or long-term steroids; chest pain; sudden "
            "severe belly or back pain with faintness"
        ),
        source=_SOURCE,
        strength="consensus",
        note=_NOTE,
    ),
    Rule(
        id="same-day-signs",
        family="screening",
        sentence="With a sign that needs medical help the same day there is no plan.",
        bound=(
            "any yes to: new or worsening weakness in a leg; fever or feeling very unwell; a weakened immune system; "
            "injected drugs"
        ),
        source=_SOURCE,
        strength="consensus",
        note=_NOTE,
    ),
    Rule(
        id="clinician-first-signs",
        family="screening",
        sentence="With a sign that a clinician should look at first there is no plan.",
        bound=(
            "any yes to: cancer, now or in the past; unexplained weight loss; night pain that no position eases; a "
            "lump or a changed back shape; unsteady walking; a pulsing feeling in the belly"
        ),
        source=_SOURCE,
        strength="consensus",
        note=_NOTE,
    ),
    Rule(
        id="prompt-signs",
        family="screening",
        sentence="With a sign that a clinician should see soon, the plan has a notice that says so.",
        bound=(
            "a yes to: first back pain under 20 or over 55; no improvement, from day "
            f"{NO_IMPROVEMENT_FROM_DAY} on or with no recent injury; pregnancy"
        ),
        source=_SOURCE,
        strength="consensus",
        note="That the plan is still made is this library's decision, and so is the day; NHS texts say six weeks.",
    ),
)
