"""The rules of a programme: what must hold across its days. Each day's plan must keep the other rules as well."""

from __future__ import annotations

from typing import Final

from stretchplan.rulebook.rule import Rule

__all__ = ["PROGRAMME_RULES"]

_OURS = "this library"

PROGRAMME_RULES: Final[tuple[Rule, ...]] = (
    Rule(
        id="each-day-once",
        family="programme",
        sentence="A programme has each of its days once, and no day is skipped.",
        bound=(
            "dates follow one another from the first to the last; a day has a plan, is a rest day, or says why there "
            "is no plan"
        ),
        source=_OURS,
        strength="policy",
    ),
    Rule(
        id="rest-days",
        family="programme",
        sentence="Rest days are kept.",
        bound=(
            "no session on the weekdays and dates that the programme states as rest days, no other day is one, and at "
            "most days_per_week sessions in seven days in a row"
        ),
        source=_OURS,
        strength="policy",
        note=(
            "The caller says how many. Stretching is advised on at least 2 to 3 days a week, better daily (ACSM, "
            "Garber et al. 2011); no source asks for rest days."
        ),
    ),
    Rule(
        id="days-advance",
        family="programme",
        sentence="Every day is planned for the same person, on its own date, after the sessions before it.",
        bound=(
            "its request is that of the programme, with its date, the days since the injury advanced to it, and the "
            "earlier sessions as its history, each as planned; the policy and the rules are those of the first session"
        ),
        source=_OURS,
        strength="policy",
    ),
    Rule(
        id="true-programme",
        family="programme",
        sentence="What a programme says of its days is true.",
        bound="what changes on each day and why, what each week holds, the notices and the catalogue are counted again",
        source=_OURS,
        strength="policy",
    ),
    Rule(
        id="programme-shape",
        family="programme",
        sentence="A programme has the shape that the published JSON Schema gives it.",
        bound="every required field, each of its type; 1 to 366 days; the same major version of the schema",
        source=_OURS,
        strength="policy",
    ),
)
