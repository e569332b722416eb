"""Plans that the answers about warning signs do not allow, or that lack a notice about them."""

from tests.support.broken_plans.register import breaks
from tests.support.sample_plans import full

# Written by hand from the sources of the rules about warning signs.
STOPS = {
    "emergency-signs": "saddle_numbness bladder_or_bowel both_legs serious_accident small_fall_with_weak_bones "
    "chest_pain sudden_pain_and_faintness",
    "same-day-signs": "leg_weakness fever_or_unwell weakened_immune_system injected_drugs",
    "clinician-first-signs": "cancer_history weight_loss night_pain lump_or_changed_shape unsteady_walking "
    "pulsing_belly",
}
SOON = "first_pain_by_age not_improving pregnancy"
NO = dict.fromkeys(" ".join([*STOPS.values(), SOON]).split(), "no")


def answered(day=None, **changed):
    """Return a plan whose request answers no to all questions but those changed, without a notice about the answers."""
    plan = full(day=day, screening=NO | changed)
    plan["notices"] = [notice for notice in plan["notices"] if notice["id"] != "not-screened"]
    return plan


def told(plan, notice, rule="prompt-signs", text="Told."):
    """Return a plan with one more notice."""
    plan["notices"].append({"id": notice, "text": text, "rule_id": rule, "stretch_id": None})
    return plan


def _made(name, **changed):
    def make():
        return answered(**changed)

    make.__name__ = name
    return make


for _rule, _questions in STOPS.items():
    for _question in _questions.split():
        breaks(_rule)(_made(f"a_plan_with_{_question}", **{_question: "yes"}))
for _question in SOON.split()[:2]:  # pregnancy is a condition too: see conditions.py
    breaks("prompt-signs")(_made(f"no_notice_about_{_question}", **{_question: "yes"}))


@breaks("prompt-signs")
def a_soon_notice_under_another_rule():
    return told(answered(first_pain_by_age="yes"), "see-someone-soon-first-pain-by-age", rule="honest-notice")


@breaks("prompt-signs")
def a_blank_word():
    return told(answered(first_pain_by_age="yes"), "see-someone-soon-first-pain-by-age", text=" \n")


@breaks("honest-notice")
def a_soon_notice_without_its_answer():
    return told(answered(), "see-someone-soon-first-pain-by-age")


@breaks("honest-notice")
def no_notice_of_missing_screening():
    plan = full()
    plan["notices"] = [notice for notice in plan["notices"] if notice["id"] != "not-screened"]
    return plan


@breaks("honest-notice")
def no_notice_of_unanswered_questions():
    plan = told(answered(), "partly-screened", rule="honest-notice")
    plan["request"]["screening"] = {}
    return plan


@breaks("honest-notice")
def no_notice_of_one_unanswered_question():
    return told(answered(pulsing_belly="unanswered"), "not-screened", rule="honest-notice")


@breaks("honest-notice")
def no_notice_of_one_question_left_out():
    plan = answered()
    del plan["request"]["screening"]["pregnancy"]
    return plan


@breaks("plan-shape")
def an_invalid_answer():
    return answered(chest_pain="maybe")


@breaks("plan-shape")
def an_unknown_question():
    return answered(chest_pian="yes")
