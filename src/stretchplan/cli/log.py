"""``stretchplan log``: record a session, or what was not known of one."""

import io
from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import Any, Final

import click

from stretchplan.base.errors import InvalidRequest, JournalError
from stretchplan.base.models import read
from stretchplan.base.strict_json import UnreadableJSON, read_strictly
from stretchplan.base.text import did_you_mean, quoted
from stretchplan.base.translation import say
from stretchplan.cli import questions
from stretchplan.cli.clock import Clock
from stretchplan.cli.exits import BadUsage, FileTrouble
from stretchplan.cli.files import read_bytes
from stretchplan.cli.person import open_journal, with_journal
from stretchplan.cli.play.command import how_it_was
from stretchplan.cli.request import problems_by_option
from stretchplan.cli.result import CommandResult
from stretchplan.cli.sources import read_catalog, shown_name
from stretchplan.cli.today import plan_day
from stretchplan.inputs.history import SessionRecord
from stretchplan.programme import lines
from stretchplan.programme.journal import Imported, Journal, JournalEntry
from stretchplan.render.document.blocks import Block, Bullet, Heading, Paragraph
from stretchplan.results.plan import Plan
from stretchplan.results.records import record_of
from stretchplan.words import journal as words
from stretchplan.words.steps import dose_words

__all__ = ["log"]

PAIN_BEFORE: Final = "How strong was your pain before it, from 0 to 10? Enter if you do not know."

_MOST_BYTES: Final = 64 * 2**20
_FELT: Final = ("pain_before", "pain_after", "pain_next_day", "aggravated", "note")
_OF_A_PLAN: Final = ("minutes", "targets", "node_budget", "policy_file", "catalog_file", "screening")


def log(
    clock: Clock,
    /,
    file: str | None,
    journal_file: str | None,
    on: date | None,
    done_as_planned: bool,
    again: bool,
    **options: Any,
) -> CommandResult:
    """Record a session in the journal."""
    today = clock.today()
    felt = {name: options[name] for name in _FELT if options[name] not in (None, [])}
    if on is not None and on > today:
        raise BadUsage(f"--on: {on} has not come yet, today is {today}; give the day of a session")
    if not done_as_planned:
        _refuse_others(again, options)
    elif file is not None:
        raise BadUsage("give a file with a record, or --done-as-planned, not both")
    with open_journal(journal_file) as journal:
        if file is not None:
            if felt or on is not None:
                raise BadUsage("a file says all about its sessions; leave out the options about one")
            done, contents = _read_in(journal, file, today)
            page = [*_imported(done, contents.records)]
            if contents.person is not None and contents.person != journal.person:
                page.append(Paragraph(with_journal(say(words.PERSON_KEPT), journal_file)))
            return CommandResult(page=page)
        if done_as_planned:
            return CommandResult(page=_planned(journal, today if on is None else on, felt, options, again=again))
        if not felt and questions.can_ask():
            return CommandResult(page=_asked(journal, today if on is None else on, options))
        if not felt:
            raise BadUsage(
                "say what to record: a FILE, --done-as-planned, or for a recorded session --next-day-pain, "
                "--pain-before, --pain-after, --aggravated or --note"
            )
        return CommandResult(page=_filled_in(journal, _entry(journal, on, today, felt), felt, today))


def _refuse_others(again: bool, options: dict[str, Any]) -> None:
    given = [name for name in _OF_A_PLAN if options[name] not in (None, [])]
    if again or given:
        context = click.get_current_context()
        names = {parameter.name: parameter.opts[0] for parameter in context.command.params}
        raise BadUsage(f"{'--again' if again else names[given[0]]} goes with --done-as-planned alone")


# --- From a file


def _read_in(journal: Journal, file: str, today: date) -> tuple[Imported, lines.Contents]:
    source = shown_name(file)
    data = read_bytes(file, _MOST_BYTES)
    try:
        one = _one_record(data, source)
        text = data if one is None else lines.record_text(one).encode()
        contents = lines.read_lines(io.BytesIO(text), source)
        for record in contents.records:
            if record.on > today:
                raise FileTrouble(f"{source}: the session of {record.on} has not come yet, today is {today}")
        if not contents.records and contents.person is None:
            raise FileTrouble(f"{source}: there is no record in it; give the JSON of a session record")
        return journal.import_jsonl(io.BytesIO(text), person="keep"), contents
    except JournalError as error:
        if error.source == "<stream>":
            raise JournalError(error.trouble, error.message, source=source, line=error.line) from None
        raise


def _one_record(data: bytes, source: str) -> SessionRecord | None:
    """Return the record that a whole file is, which may have line breaks in it; None where it is JSON Lines."""
    try:
        value = read_strictly(data.removeprefix(b"\xef\xbb\xbf"))
    except UnreadableJSON:
        return None
    if not isinstance(value, dict) or value.keys() == {"person"}:
        return None
    try:
        return read(SessionRecord, value)
    except InvalidRequest as error:
        raise InvalidRequest(*error.problems, source=source) from None


def _imported(done: Imported, records: Collection[SessionRecord]) -> Iterator[Block]:
    yield Heading(words.added(done.added))
    if done.known:
        yield Paragraph(words.known(done.known))
    if done.person:
        yield Paragraph(say(words.PERSON_TAKEN))
    if len(records) == 1 and done.added:
        (record,) = records
        yield Paragraph(_of_record(record))


# --- From the plan of a day


def _planned(
    journal: Journal, on: date, felt: dict[str, Any], options: dict[str, Any], *, again: bool
) -> Iterator[Block]:
    options = options | {"journal_file": None, "pain": felt.get("pain_before")}
    made, planner, _ = plan_day(journal, on, options, that_day=again)
    if "aggravated" in felt:
        felt = felt | {"aggravated": [planner.catalog.ids.get(name, name) for name in felt["aggravated"]]}
    with problems_by_option(None):
        record = record_of(made, **felt)
    there = journal.entries(on)
    if any(entry.record == record for entry in there) and not again:
        return _once(record, made)
    if there and not again:
        raise BadUsage(
            f"there is a session of {on} already; add --again if this was one more, or say what was not known of it, "
            "without --done-as-planned"
        )
    journal.add(record)
    return _once(record, made, added=1)


def _once(record: SessionRecord, made: Plan, added: int = 0) -> Iterator[Block]:
    yield from _imported(Imported(added, 1 - added, False), (record,))
    yield from _doses(made)


def _doses(made: Plan) -> Iterator[Block]:
    """Yield each stretch of a plan with its dose: what "as planned" means."""
    for prescription in made.prescriptions:
        yield Bullet(f"{prescription.full_name}: {dose_words(prescription)}")


# --- What was not known


def _entry(journal: Journal, on: date | None, today: date, felt: dict[str, Any]) -> JournalEntry:
    """Return the session that something is said about: the last one of a day, today or, for the next day, yesterday."""
    entries = [entry for entry in journal.entries() if entry.record.on <= today]
    if not entries:
        raise BadUsage("no session is recorded yet; record one with 'stretchplan play' or --done-as-planned")
    if on is not None:
        of_day = [entry for entry in entries if entry.record.on == on]
        if not of_day:
            raise BadUsage(f"no session of {on} is recorded; the last one is of {entries[-1].record.on}")
        return of_day[-1]
    about_next_day = "pain_next_day" in felt
    if about_next_day and len(felt) > 1:
        raise BadUsage("these options are about the day of the session and the day after; say which with --on DATE")
    meant = today - timedelta(days=1) if about_next_day else today
    of_day = [entry for entry in entries if entry.record.on == meant]
    if not of_day:
        which = "yesterday" if about_next_day else "today"
        raise BadUsage(f"your last session was not {which} but on {entries[-1].record.on}; say which with --on DATE")
    return of_day[-1]


def _filled_in(journal: Journal, entry: JournalEntry, felt: dict[str, Any], today: date) -> Iterator[Block]:
    record = entry.record
    if "pain_next_day" in felt and record.on >= today:
        raise BadUsage(f"--next-day-pain: the day after {record.on} has not come yet")
    changed = record.model_copy(update={name: felt[name] for name in felt if name != "aggravated"})
    if "aggravated" in felt:
        changed = changed.model_copy(update={"stretches": _aggravated(record, felt["aggravated"])})
    changed = read(SessionRecord, changed.model_dump())
    if changed == record:
        return iter([Heading(say(words.NOTHING_NEW)), Paragraph(_of_record(record))])
    journal.replace(entry.id, changed)
    return iter([Heading(say(words.CHANGED)), Paragraph(_of_record(changed))])


def _aggravated(record: SessionRecord, named: list[str]) -> list[Any]:
    ids = read_catalog("both").ids  # of an alias, such as cobra
    known = [entry.stretch_id for entry in record.stretches]
    named = [name if name in known else ids.get(name, name) for name in named]
    for name in named:
        if name not in known:
            hint, _ = did_you_mean(name, known, f"it had {', '.join(known) or 'none'}")
            raise BadUsage(f"--aggravated: the session of {record.on} had no stretch {quoted(name)}; {hint}")
    return [
        entry.model_copy(update={"aggravated": entry.aggravated or entry.stretch_id in named})
        for entry in record.stretches
    ]


def _asked(journal: Journal, on: date, options: dict[str, Any]) -> Iterator[Block]:
    """Ask about the session of a day, that was done as planned."""
    if journal.entries(on):
        raise BadUsage(
            f"the session of {on} is recorded; say what was not known of it with --next-day-pain, --pain-before, "
            "--pain-after, --aggravated or --note"
        )
    before = questions.ask(PAIN_BEFORE, questions.pain)
    made = plan_day(journal, on, options | {"pain": before}, that_day=False).plan
    questions.tell(_doses(made))
    if not questions.ask(f"Did you do all of this on {on}? [y/N]", questions.yes_or_no(False)):
        raise BadUsage("then record it with 'stretchplan play' while you do it, or from a FILE")
    record = record_of(made, **dict(how_it_was(made)))
    journal.add(record)
    return _once(record, made, added=1)


def _of_record(record: SessionRecord) -> str:
    done = sum(entry.done is not None for entry in record.stretches)
    worse = [entry.stretch_id for entry in record.stretches if entry.aggravated]
    return words.of_record(
        record.on, done, len(record.stretches), (record.pain_before, record.pain_after, record.pain_next_day), worse
    )
