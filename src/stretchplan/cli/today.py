"""``stretchplan today``: the session of the day, from what the journal has."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final, NamedTuple

from stretchplan.base import translation
from stretchplan.base.models import read
from stretchplan.base.translation import say
from stretchplan.cli import output, questions
from stretchplan.cli.clock import Clock
from stretchplan.cli.exits import BadUsage
from stretchplan.cli.formats import FORMATS_OF_A_DAY, check_format, convert, format_for
from stretchplan.cli.person import open_journal, stated_person, with_journal
from stretchplan.cli.request import problems_by_option, read_screening
from stretchplan.cli.result import CommandResult
from stretchplan.cli.sources import make_planner, read_catalog, refuse_shared_input
from stretchplan.inputs.history import SessionRecord
from stretchplan.inputs.request import PlanRequest
from stretchplan.inputs.screening import Screening
from stretchplan.planning.planner import Planner
from stretchplan.programme.journal import Journal
from stretchplan.programme.person import Person
from stretchplan.render.document.blocks import Block, Heading, Paragraph
from stretchplan.render.pages.plan import brief_page, plan_page
from stretchplan.results.plan import Plan
from stretchplan.results.refusals import NoPlan, SeeAClinician
from stretchplan.rulebook.bounds import TOO_MUCH_PAIN_FROM
from stretchplan.words import journal as words
from stretchplan.words import pages

__all__ = ["PAIN_NOW", "PlannedDay", "days_since", "plan_day", "screening_on", "sessions_lines", "today"]

_REMEMBERED_DAYS: Final = 7
"""How long somebody may remember how the back felt on the day after a session."""
PAIN_NOW: Final = "How strong is your pain now, from 0 (none) to 10? Enter if you do not know."


class PlannedDay(NamedTuple):
    """The plan of a day, and what it was made from."""

    plan: Plan
    planner: Planner
    history: tuple[SessionRecord, ...]


def plan_day(journal: Journal, on: date, options: dict[str, Any], *, that_day: bool = True) -> PlannedDay:
    """Return the plan of a day, from what a journal has; without the sessions of the day itself for ``that_day=False``.

    Raises
    ------
    NoPlan
        When there is no plan, as for any request.
    """
    refuse_shared_input({"--screening": options["screening"], "--policy": options["policy_file"]})
    person = stated_person(journal)
    minutes = options["minutes"] or person.minutes
    if minutes is None:
        raise BadUsage("the journal does not say how many minutes there are; give --minutes N")
    history = tuple(record for record in journal.history(on) if that_day or record.on < on)
    with problems_by_option(None):
        request = read(
            PlanRequest,
            {
                "minutes": minutes,
                "days_since_injury": days_since(person, on),
                "targets": options["targets"],
                "pain": options["pain"],
                "on": on,
                "profile": person.profile,
                "screening": screening_on(options["screening"], person, on),
                "history": history,
            },
        )
        planner = make_planner(
            read_catalog(options["catalog_file"]), options["policy_file"], node_budget=options["node_budget"]
        )
        try:
            return PlannedDay(planner.plan(request), planner, history)
        except SeeAClinician:
            if options["screening"] is None:
                output.say(f"so you answered on {person.screened_on}; if it has changed, run 'stretchplan init' again")
            raise


def days_since(person: Person, on: date) -> int | None:
    """Return how many days the injury was before a date."""
    if person.injured_on is None:
        return None
    days = (on - person.injured_on).days
    if days < 0:
        raise BadUsage(f"{on} is before {person.injured_on}, the day of the injury in the journal; give a later --on")
    return days


def screening_on(file: str | None, person: Person, on: date) -> Screening | None:
    """Return the answers about warning signs that hold on a day.

    The answers of another day are old: a no may be a yes by now, so it counts as not answered. A yes stays one until
    the questions are answered again.
    """
    if file is not None:
        return read_screening(file)
    if person.screening is None or person.screened_on == on:
        return person.screening
    still = {question.id: "yes" for question in person.screening.with_answer("yes")}
    return read(Screening, still) if still else None


def today(
    clock: Clock, /, format_name: str | None, output_file: str | None, long: bool, on: date | None, **options: Any
) -> CommandResult:
    """Show the session of the day, from the journal."""
    format_name = format_for(format_name, output_file, FORMATS_OF_A_DAY)
    check_format(format_name, output_file, {}, long=long)
    on = clock.today() if on is None else on
    with open_journal(options["journal_file"]) as journal:
        stated_person(journal)  # before anything is asked
        if options["pain"] is None and questions.can_ask():
            options["pain"] = questions.ask(PAIN_NOW, questions.pain)
        person, pain = stated_person(journal), options["pain"]
        try:
            made, planner, history = plan_day(journal, on, options)
        except NoPlan:  # how the back took the last session must be recorded all the same
            for sentence in sessions_lines(journal.history(on), on, pain):
                output.say(with_journal(sentence, options["journal_file"]))
            raise
    lines = [*sessions_lines(history, on, pain)]
    if options["screening"] is None and person.screening is not None and person.screened_on != on:
        lines.append(words.answers_are_old(person.screened_on))
    lines = [with_journal(line, options["journal_file"]) for line in lines]
    if format_name == "text":
        how = with_journal(say(words.PLAY_GUIDES), options["journal_file"])
        return CommandResult(made, _page(made, lines, how, long=long), output_file=output_file)
    for line in lines:
        output.say(line)
    if format_name == "json":
        return CommandResult(made, None, format_name, output_file)
    return CommandResult(content=convert(made, planner.catalog, format_name), output_file=output_file)


def _page(made: Plan, lines: list[str], how_to_play: str, *, long: bool) -> Iterator[Block]:
    yield from plan_page(made) if long else brief_page(made)
    if lines:
        yield Heading(say(words.YOUR_SESSIONS))
        yield from map(Paragraph, lines)
    if not long:
        yield Heading(translation.say(pages.MORE))
        yield Paragraph(how_to_play)
        yield Paragraph(translation.say(pages.LONG_SHOWS))
        yield Paragraph(translation.say(pages.PAGE_SHOWS))


def sessions_lines(history: tuple[SessionRecord, ...], on: date, pain: int | None) -> Iterator[str]:
    """Yield when the last session was, and whether it is known how the back felt on the day after."""
    earlier = [record for record in history if record.on < on]
    if same_day := len(history) - len(earlier):
        yield words.done_today(same_day)
    if same_day or not earlier:
        return
    last = earlier[-1]
    yield words.last_session(last.on, on)
    days = (on - last.on).days
    decided = last.pain_after is not None and last.pain_after >= TOO_MUCH_PAIN_FROM
    if last.pain_next_day is None and days <= _REMEMBERED_DAYS and not decided:
        yield words.pain_counts(pain) if days == 1 and pain is not None else words.log_next_day(last.on)
