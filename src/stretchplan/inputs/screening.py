"""The questions about warning signs, and a person's answers to them.

The signs are those of the rules ``emergency-signs``, ``same-day-signs``, ``clinician-first-signs`` and
``prompt-signs``, which name their sources. The questions are about what a person feels or knows, in plain words. No
answer is a diagnosis.
"""

from typing import Annotated, ClassVar, Final, Literal

from stretchplan.base.models import Frozen, InputModel
from stretchplan.base.name_sets import PLAIN
from stretchplan.base.translation import ENGLISH, LanguageName, known_language, marked, say, speaking

__all__ = ["QUESTIONS", "Answer", "Question", "Screening", "Urgency", "open_questions", "screening_questions"]

Answer = Literal["yes", "no", "unanswered"]
"""``unanswered`` means unknown and is never read as no."""

_Given = Annotated[Answer, PLAIN]

Urgency = Literal["emergency", "same_day", "clinician_first", "soon"]
"""How soon a yes needs a clinician. With the first three there is no plan; with ``soon`` the plan has a notice."""


class Question(Frozen):
    """One question about a warning sign.

    Attributes
    ----------
    id
        Stable, snake_case; the name of its field in :class:`Screening`.
    text
        The question in plain words, to be answered with yes or no.
    short
        The sign in a few words, for lists.
    rule_id
        The rule that applies to a yes.
    urgency
        How soon a yes needs a clinician: ``emergency`` (now), ``same_day`` or ``clinician_first`` (before stretching).
    """

    id: str
    text: str
    short: str
    rule_id: str
    urgency: Urgency


def _ask(urgency: Urgency, rule_id: str, *questions: tuple[str, str, str]) -> tuple[Question, ...]:
    return tuple(Question(id=i, text=text, short=s, rule_id=rule_id, urgency=urgency) for i, s, text in questions)


QUESTIONS: Final[tuple[Question, ...]] = (
    *_ask(
        "emergency",
        "emergency-signs",
        (
            "saddle_numbness",
            marked("numbness or tingling between the legs"),
            marked("Do you have numbness or tingling around the genitals, the buttocks or the inner thighs?"),
        ),
        (
            "bladder_or_bowel",
            marked("new trouble with bladder or bowels"),
            marked("Do you have new trouble passing or holding urine, or have you lost control of your bowels?"),
        ),
        (
            "both_legs",
            marked("pain, weakness or numbness in both legs"),
            marked("Do you have pain, weakness or numbness in both legs that is severe or getting worse?"),
        ),
        (
            "serious_accident",
            marked("a serious accident"),
            marked("Did this start after a serious accident, such as a road crash or a fall from a height?"),
        ),
        (
            "small_fall_with_weak_bones",
            marked("a small fall with weak bones or long use of steroids"),
            marked(
                "Did this start after a fall or knock, even a small one, and have you been told that your bones are "
                "thin or weak, or have you taken steroids for a long time?"
            ),
        ),
        ("chest_pain", marked("chest pain"), marked("Do you have chest pain?")),
        (
            "sudden_pain_and_faintness",
            marked("sudden severe pain with faintness"),
            marked("Did severe pain in the belly or back come on suddenly, with faintness?"),
        ),
    ),
    *_ask(
        "same_day",
        "same-day-signs",
        ("leg_weakness", marked("a weak leg"), marked("Is a leg newly weak, or is a weak leg getting weaker?")),
        (
            "fever_or_unwell",
            marked("fever or feeling very unwell"),
            marked("Do you have a fever, or do you feel very unwell?"),
        ),
        (
            "weakened_immune_system",
            marked("a weakened immune system"),
            marked("Is your immune system weakened, by an illness or by a medicine?"),
        ),
        ("injected_drugs", marked("injected drugs"), marked("Do you inject drugs, or have you done so?")),
    ),
    *_ask(
        "clinician_first",
        "clinician-first-signs",
        (
            "cancer_history",
            marked("cancer, now or in the past"),
            marked("Do you have cancer, or have you ever had it?"),
        ),
        ("weight_loss", marked("unexplained weight loss"), marked("Have you lost weight without knowing why?")),
        (
            "night_pain",
            marked("pain at night that no position eases"),
            marked("Do you have pain at night that no position eases?"),
        ),
        (
            "lump_or_changed_shape",
            marked("a lump or a changed shape of the back"),
            marked("Is there a lump on your back, or has the shape of your back changed?"),
        ),
        ("unsteady_walking", marked("unsteady walking"), marked("Are you unsteady when you walk?")),
        (
            "pulsing_belly",
            marked("a pulsing feeling in the belly"),
            marked("Do you have a pulsing feeling in your belly?"),
        ),
    ),
    *_ask(
        "soon",
        "prompt-signs",
        (
            "first_pain_by_age",
            marked("a first back pain under 20 or over 55"),
            marked("Is this the first back pain of your life, and are you under 20 or over 55 years old?"),
        ),
        ("not_improving", marked("no improvement"), marked("Is your back just as bad as when this started, or worse?")),
        ("pregnancy", marked("pregnancy"), marked("Are you pregnant, or may you be?")),
    ),
)


def screening_questions(language: LanguageName = ENGLISH) -> tuple[Question, ...]:
    """Return the questions about warning signs in the order to ask them, the most urgent first.

    Parameters
    ----------
    language
        The language of the questions: ``en`` or ``de``. No clinician has reviewed a translation.

    Returns
    -------
    tuple of Question
        One for each field of :class:`Screening`. The signs are those of Finucane et al. 2020,
        doi:10.2519/jospt.2020.9971, and of NHS public texts; the wording is this library's.

    Raises
    ------
    InvalidRequest
        If the library does not speak ``language``.

    Examples
    --------
    >>> import stretchplan as sp
    >>> sp.screening_questions()[5].text
    'Do you have chest pain?'
    """
    with speaking(known_language(language)):
        return tuple(
            question.model_copy(update={"text": say(question.text), "short": say(question.short)})
            for question in QUESTIONS
        )


class Screening(InputModel):
    """A person's answers to the questions about warning signs, each ``"yes"``, ``"no"`` or ``"unanswered"``.

    Every field is a question of :func:`screening_questions`, which has the words to ask. A question that is left
    out is unanswered, which is unknown and never read as no.

    Attributes
    ----------
    saddle_numbness, bladder_or_bowel, both_legs, serious_accident, small_fall_with_weak_bones, chest_pain, \
sudden_pain_and_faintness
        A yes leaves no plan: emergency help now.
    leg_weakness, fever_or_unwell, weakened_immune_system, injected_drugs
        A yes leaves no plan: to be seen the same day.
    cancer_history, weight_loss, night_pain, lump_or_changed_shape, unsteady_walking, pulsing_belly
        A yes leaves no plan: a clinician first.
    first_pain_by_age, not_improving, pregnancy
        A yes comes with the plan as a notice; ``not_improving`` from day 42 on, or with no recent injury.

    Raises
    ------
    InvalidRequest
        When a field is not a question, or an answer is none of the three; every problem is listed.

    Examples
    --------
    >>> import stretchplan as sp
    >>> sp.Screening(chest_pain="no").pregnancy
    'unanswered'
    """

    where: ClassVar[str] = "screening"

    saddle_numbness: _Given = "unanswered"
    bladder_or_bowel: _Given = "unanswered"
    both_legs: _Given = "unanswered"
    serious_accident: _Given = "unanswered"
    small_fall_with_weak_bones: _Given = "unanswered"
    chest_pain: _Given = "unanswered"
    sudden_pain_and_faintness: _Given = "unanswered"
    leg_weakness: _Given = "unanswered"
    fever_or_unwell: _Given = "unanswered"
    weakened_immune_system: _Given = "unanswered"
    injected_drugs: _Given = "unanswered"
    cancer_history: _Given = "unanswered"
    weight_loss: _Given = "unanswered"
    night_pain: _Given = "unanswered"
    lump_or_changed_shape: _Given = "unanswered"
    unsteady_walking: _Given = "unanswered"
    pulsing_belly: _Given = "unanswered"
    first_pain_by_age: _Given = "unanswered"
    not_improving: _Given = "unanswered"
    pregnancy: _Given = "unanswered"

    def with_answer(self, answer: Answer) -> tuple[Question, ...]:
        """Return the questions that were given an answer, in asking order.

        Parameters
        ----------
        answer
            ``"yes"``, ``"no"`` or ``"unanswered"``.
        """
        return tuple(question for question in QUESTIONS if getattr(self, question.id) == answer)


def open_questions(screening: Screening | None) -> tuple[Question, ...]:
    """Return the questions without an answer, in asking order; all of them for None."""
    return screening.with_answer("unanswered") if screening is not None else QUESTIONS
