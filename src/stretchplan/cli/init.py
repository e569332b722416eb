"""``stretchplan init``: what holds about a person from one session to the next."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, Final, TypeVar

import click

from stretchplan.base.models import read
from stretchplan.base.translation import say
from stretchplan.cli import output, questions
from stretchplan.cli.clock import Clock
from stretchplan.cli.exits import BadUsage
from stretchplan.cli.person import check_place, is_there, open_journal, with_journal
from stretchplan.cli.request import read_screening
from stretchplan.cli.result import CommandResult
from stretchplan.cli.screening import ask_about_signs
from stretchplan.inputs.conditions import CONDITIONS, Condition
from stretchplan.inputs.profile import Profile
from stretchplan.programme.journal_file import printable
from stretchplan.programme.pages import stated_page
from stretchplan.programme.person import Person
from stretchplan.render.document.blocks import Block, Bullet, Heading, Paragraph
from stretchplan.safety.allowed.screening import stop_reason
from stretchplan.words import journal as words
from stretchplan.words.request import in_rule_order

__all__ = ["init"]

Answer = TypeVar("Answer")

_USUAL_MINUTES: Final = 10
"""What Enter answers, where no minutes are stated yet."""
_REQUIRED: Final = {
    "injured_on": "say when the back was last hurt with --injured-on DATE, or --injured-on none",
    "conditions": "say which conditions there are with --condition ID, or --condition none",
    "minutes": "say how many minutes a session usually has with --minutes N",
    "screening": "give the answers about warning signs with --screening FILE, or --screening none",
}
"""What must be said by options where nobody can be asked, in the order of the questions."""


def init(
    clock: Clock,
    injured_on: str | None,
    minutes: int | None,
    condition_ids: list[str],
    screening_file: str | None,
    yes: bool,
    journal_file: str | None,
) -> CommandResult:
    """State what holds from one session to the next."""
    today = clock.today()
    before, sessions = _before(journal_file)
    given: dict[str, Any] = {}
    if injured_on is not None:
        given["injured_on"] = _of_option("--injured-on", questions.injury_day, injured_on, today)
    if minutes is not None:
        given["minutes"] = minutes
    if condition_ids:
        for text in condition_ids:  # an empty one is a shell variable that was not set, and not an answer
            _of_option("--condition", questions.conditions, text)
        given["conditions"] = _of_option("--condition", questions.conditions, " ".join(condition_ids))
    if screening_file is not None:
        given["screening"] = None if screening_file == questions.NONE else read_screening(screening_file)
    if not yes and questions.can_ask() and (before is None or not given):
        if before is not None:
            questions.tell(stated_page(before, sessions))
            if not questions.ask("Change it? [y/N]", questions.yes_or_no(False)):
                return CommandResult(content="")
        given = _asked(given, before, today)
    person = _person(given, before, today)
    # Nothing was written until here, so Ctrl-C leaves no half of the answers. Answers that stop planning are kept too:
    # older ones in their place would still lead to plans.
    with open_journal(journal_file, make=True) as journal:
        journal.set_person(person)
        output.say(f"wrote {printable(str(journal.path))}")
    stopped = stop_reason(person.screening)
    if stopped is not None:
        raise stopped
    return CommandResult(
        page=(*stated_page(person, sessions), Paragraph(with_journal(say(words.HOW_TO_GO_ON), journal_file)))
    )


def _before(journal_file: str | None) -> tuple[Person | None, int]:
    """Return what a journal states, and how many sessions it has; look whether it can be made where there is none."""
    if not is_there(journal_file):
        check_place(journal_file)
        return None, 0
    with open_journal(journal_file) as journal:
        return journal.person, len(journal.entries())


def _of_option(name: str, read: Callable[..., Answer], *texts: Any) -> Answer:
    try:
        return read(*texts)
    except click.BadParameter as error:
        raise BadUsage(f"{name}: {error.message}") from None


def _asked(given: dict[str, Any], before: Person | None, today: date) -> dict[str, Any]:
    """Return what is stated, with an answer to each question about what is not."""
    answers = dict(given)
    if "injured_on" not in answers:
        stated = _shown_day(before.injured_on) if before else ""
        answers["injured_on"] = questions.ask(
            f"When was your back last hurt? A date such as 2026-01-31, or none. {_in_brackets(stated)}".rstrip(),
            lambda text: questions.injury_day(text or stated, today),
        )
    if "conditions" not in answers:
        questions.tell(_conditions_page())
        stated = ", ".join(in_rule_order(before.profile.conditions)) if before else ""
        answers["conditions"] = questions.ask(
            f"Which of them do you have? Numbers or names, with commas. [{stated or questions.NONE}]",
            lambda text: questions.conditions(text or stated or questions.NONE),
        )
    if "minutes" not in answers:
        usual = before.minutes if before and before.minutes else _USUAL_MINUTES
        answers["minutes"] = questions.ask(
            f"How many minutes does a session usually have? [{usual}]",
            lambda text: questions.minutes(text or str(usual)),
        )
    if "screening" not in answers:
        questions.tell([Heading(say(words.ABOUT_SIGNS), "plain")])
        answers["screening"] = ask_about_signs("nothing was written")
    return answers


def _in_brackets(text: str) -> str:
    return f"[{text}]" if text else ""


def _shown_day(day: date | None) -> str:
    return questions.NONE if day is None else day.isoformat()


def _conditions_page() -> Iterator[Block]:
    yield Heading(say(words.CONDITIONS), "plain")
    for number, condition in enumerate(CONDITIONS.values(), start=1):
        yield Bullet(f"{condition.id}: {condition.description}", marker=str(number))


def _person(given: dict[str, Any], before: Person | None, today: date) -> Person:
    """Return what is stated now: what was given, and before that what the journal has."""
    if before is None:
        for name, what in _REQUIRED.items():
            if name not in given:
                raise BadUsage(what)
    fields = {} if before is None else {name: getattr(before, name) for name in Person.model_fields}
    fields |= {name: given[name] for name in ("injured_on", "minutes") if name in given}
    if "conditions" in given:
        fields["profile"] = _with_conditions(fields.get("profile", Profile()), given["conditions"])
    if "screening" in given:
        fields |= {"screening": given["screening"], "screened_on": None if given["screening"] is None else today}
    return read(Person, fields)


def _with_conditions(profile: Profile, conditions: frozenset[Condition]) -> Profile:
    """Return a profile with these conditions, without what was said about others."""
    return read(
        Profile,
        dict(profile)
        | {
            "conditions": conditions,
            "trimester": profile.trimester if "pregnancy" in conditions else None,
            "cleared": tuple(one for one in profile.cleared if one.condition in conditions),
        },
    )
