"""The numbers of the rules, each once.

:mod:`stretchplan.rulebook.rules` says which rule a number belongs to and where it comes from. A
:class:`~stretchplan.inputs.policy.Policy` may narrow some of them and can widen none.
"""

from __future__ import annotations

from typing import Final

__all__ = [
    "AIM_SECONDS_PER_SIDE",
    "BREAK_DAYS",
    "BREATH_SECONDS_IN_A_HOLD",
    "CAUTIONS",
    "CHARACTERS_A_WORD",
    "EARLY_MAX_SETS",
    "EARLY_UNTIL_DAY",
    "FIRST_SETS",
    "FORMS",
    "FULL_AFTER_DAYS",
    "GET_READY_OFF_THE_FLOOR",
    "GET_UP_OFF_THE_FLOOR",
    "IMPROVED_BY_PERCENT",
    "IMPROVED_BY_POINTS",
    "LEAVE_DAYS",
    "LONGEST_BREATH_SECONDS",
    "LONGEST_REST_DAYS",
    "MAX_SETS",
    "MEASUREMENT_ERROR_MM",
    "NO_IMPROVEMENT_FROM_DAY",
    "OFF_THE_FLOOR",
    "PAIN_LOWEST_DOSES_FROM",
    "PAIN_STOP_FROM",
    "PIRIFORMIS_LIGHT_UNTIL_DAY",
    "REPAIR_MAX_SETS",
    "REPAIR_UNTIL_DAY",
    "SETTLED_AT_MOST",
    "SHORTEST_BREATH_SECONDS",
    "SPOKEN_WORDS_A_MINUTE",
    "STEP_UP_AFTER_DAYS",
    "TOO_MUCH_PAIN_FROM",
    "TWIST_SMALL_UNTIL_DAY",
    "UNFILLED_NOTICE_FROM_SECONDS",
    "WEEK_DAYS",
]

EARLY_UNTIL_DAY: Final = 7
"""Days 0 to 6 are the early days: inflammation, about the first week."""
REPAIR_UNTIL_DAY: Final = 42
"""Days 7 to 41 are the time of repair, to about week 6; from day 42 the full range is open."""
EARLY_MAX_SETS: Final = 2
REPAIR_MAX_SETS: Final = 3
MAX_SETS: Final = 4
AIM_SECONDS_PER_SIDE: Final = 60
PIRIFORMIS_LIGHT_UNTIL_DAY: Final = 7
TWIST_SMALL_UNTIL_DAY: Final = 42
CAUTIONS: Final = ("piriformis-light", "twist-small")
"""The rules that keep a stretch and add a caution before a given day. A catalogue refers to them by id."""
FORMS: Final = ("early-form", "repair-form", "pain-form")
"""The rules that choose a form of a stretch by the day and by pain. A catalogue refers to them by id, as it does to
cautions and to the rules about conditions."""
BREATH_SECONDS_IN_A_HOLD: Final = 10
"""About 6 breaths a minute."""
SHORTEST_BREATH_SECONDS: Final = 7
LONGEST_BREATH_SECONDS: Final = 13
"""Whole breaths fitted into a hold of 7 s or more last 7 to 13 s, which is 8.6 to 4.6 a minute."""
PAIN_LOWEST_DOSES_FROM: Final = 4
PAIN_STOP_FROM: Final = 6
"""On the numeric rating from 0 to 10: from 4 the lowest doses only, from 6 no plan today."""
NO_IMPROVEMENT_FROM_DAY: Final = 42
"""From six weeks after the injury on, no improvement is a reason to see a clinician; before, it is too early."""
UNFILLED_NOTICE_FROM_SECONDS: Final = 60
"""A plan that leaves this much of the time free says so in a notice."""
SPOKEN_WORDS_A_MINUTE: Final = 140
"""How fast a text is counted as spoken, with a word for each pause between sentences. Advice for set-up is 120 to 140
(practice); a voice of 150 a minute has time to spare."""
CHARACTERS_A_WORD: Final = 6
"""A spoken text counts at least a word for so many characters, spaces included, however long its words are."""
OFF_THE_FLOOR: Final = frozenset(
    {
        "seated",
        "standing",
        "supine in bed",
        "prone in bed",
        "side_lying in bed",
        "quadruped in bed",
        "kneeling in bed",
        "half_kneeling in bed",
    }
)
"""The places (:attr:`Stretch.place`) that nobody has to get down to the floor for."""
GET_READY_OFF_THE_FLOOR: Final = (3, 5)
GET_UP_OFF_THE_FLOOR: Final = (1, 4)
"""The shares of the pace's seconds that getting ready and getting up take where no stretch is done on the floor."""
LEAVE_DAYS: Final = 7
"""A stretch that made the back worse is out for so many days after the session, and may return on the next one."""
BREAK_DAYS: Final = 14
"""So many days or more without a stretch are a break, after which it starts low again."""
STEP_UP_AFTER_DAYS: Final = 7
"""An amount is kept for so many days before the next one: "at least a week" (practice)."""
FIRST_SETS: Final = 2
"""The most sets of a stretch that starts low, and the sets that are never a step up."""
SETTLED_AT_MOST: Final = 3
"""Pain on the day after, 0 to 10, up to which a session has settled where the pain before it is not known."""
TOO_MUCH_PAIN_FROM: Final = 6
"""Pain after a session, 0 to 10, from which it was too much, however the back feels on the day after."""
IMPROVED_BY_POINTS: Final = 2
IMPROVED_BY_PERCENT: Final = 30
"""Pain has improved when it fell by so many points, or by so many percent of the first value: a consensus (Ostelo et
al. 2008, doi:10.1097/BRS.0b013e31815e3a10)."""
MEASUREMENT_ERROR_MM: Final = 45
"""A finger-to-floor distance that differs by more is beyond measurement error (Ekedahl et al. 2012)."""
WEEK_DAYS: Final = 6
"""The days before today that count with today towards the week of an area."""
LONGEST_REST_DAYS: Final = 14
"""Days since a stretch was last done that stand for all longer times, and for never."""
FULL_AFTER_DAYS: Final = 7
"""A stretch that was last done so many days ago or more counts in full in the objective; one done a day ago, one part
of so many."""
