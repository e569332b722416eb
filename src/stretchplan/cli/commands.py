"""Which commands and options are there? Declared here, apart from what they do.

A command's own module is imported when the command runs. Help, versions and completion therefore load no models and
no planner (docs/decisions/0021-names-come-when-asked-for.md), and neither may this module.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from stretchplan.cli.formats import (
    FORMATS,
    FORMATS_OF_A_CATALOG,
    FORMATS_OF_A_COMPARISON,
    FORMATS_OF_A_DAY,
    FORMATS_OF_A_DIFFERENCE,
    FORMATS_OF_A_PROGRAMME,
    FORMATS_OF_A_VERIFICATION,
    FORMATS_OF_PROGRESS,
)
from stretchplan.cli.groups import WithDefault
from stretchplan.cli.option_groups import (
    calendar_options,
    day,
    day_options,
    days_in_a_row,
    grid_options,
    minutes,
    request_options,
)
from stretchplan.cli.options import (
    CATALOG,
    FORMAT,
    FORMAT_OR_NAME,
    JOURNAL,
    NODE_BUDGET,
    OUTPUT,
    POLICY,
    STRETCH,
    FileName,
    area_ids,
    choice,
    complete,
    condition_ids,
    file_argument,
    file_name,
    number,
    option,
    output,
    repeatable,
    stretch_ids,
)
from stretchplan.words.phrases import listed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from stretchplan.cli.clock import Clock
    from stretchplan.cli.options import Decorator
    from stretchplan.cli.result import CommandResult

__all__ = ["CHARTS", "COMMANDS"]

CHARTS: Final = ("pain", "adherence", "areas", "reach")
"""The charts of ``stretchplan progress``."""


def _format_option(formats: Collection[str]) -> Decorator:
    """Return the option ``--format``."""
    named = listed(formats, "or").replace("text", "text (the default)")
    text = f"{named}; else what the name of the output ends in."
    return choice("--format", "format_name", names=formats, metavar="FORMAT", help=text)


def _points(text: str) -> int:
    from stretchplan.cli import questions

    points = questions.pain(text)
    if points is None:
        raise click.BadParameter("give pain from 0 (none) to 10")
    return points


def _note(text: str) -> str:
    from stretchplan.cli import questions

    return questions.note(text)


def _weekdays(_context: click.Context) -> Iterable[str]:
    from stretchplan.results.programme import WEEKDAYS

    return WEEKDAYS


def _rule_ids(_context: click.Context) -> Iterable[str]:
    from stretchplan.rulebook.rules import rules as all_rules

    return [rule.id for rule in all_rules()]


def _schemas(_context: click.Context) -> Iterable[str]:
    from stretchplan.results.schema import SCHEMAS

    return SCHEMAS


@click.command(
    "plan",
    help="""Plan a day's session.

    The days since the injury are never assumed: give --days-since-injury, --injured-on with --on, or
    --no-recent-injury. For --screening, --request and --policy, '-' is standard input.

    \b
    Example:
      stretchplan plan --minutes 10 --days-since-injury 3 --target hips

    \b
    As a page that guides the session in a browser, and prints as a sheet:
      stretchplan plan --minutes 10 --days-since-injury 3 --format html --output plan.html

    \b
    A week of evenings in a calendar, the days since the injury rising by one each day:
      stretchplan plan -m 10 -d 3 --on 2026-12-01 --days 7 --format ics --at 19:00 --output week.ics
    """,
)
@request_options
@_format_option(FORMATS)
@calendar_options
@option("--days", metavar="N", read=days_in_a_row, help="With ics: so many days in a row, the first of them --on.")
@click.option("--long", is_flag=True, help="With text: every step, how it is done, and all reasons.")
@OUTPUT
def plan(**options: Any) -> CommandResult:
    """Plan a day's session."""
    from stretchplan.cli.planning import plan as run

    return run(**options)


@click.command(
    "why",
    help="""Say why a stretch is in the plan.

    Also says what the plan would lose without it. STRETCH is an id or an alias. The options are those of 'plan', and
    the question is about the plan that they make.

    \b
    Example:
      stretchplan why cobra_pose --minutes 10 --days-since-injury 3
    """,
)
@STRETCH
@request_options
@FORMAT_OR_NAME
@OUTPUT
def why(**options: Any) -> CommandResult:
    """Say why a stretch is in the plan."""
    from stretchplan.cli.planning import why as run

    return run(**options)


@click.command(
    "why-not",
    help="""Say why a stretch is not in the plan.

    Names the rule or wish against it, or what it would cost. STRETCH is an id or an alias. The options are those of
    'plan', and the question is about the plan that they make.

    \b
    Example:
      stretchplan why-not bridge --minutes 10 --days-since-injury 3
    """,
)
@STRETCH
@request_options
@FORMAT_OR_NAME
@OUTPUT
def why_not(**options: Any) -> CommandResult:
    """Say why a stretch is not in the plan."""
    from stretchplan.cli.planning import why_not as run

    return run(**options)


@click.command(
    "init",
    help="""State what holds from one session to the next.

    Asks when the back was hurt, which conditions there are, how many minutes a session has, and the questions about
    warning signs; then keeps the answers in a journal. What an option states is not asked. Nothing is written before
    the last answer. Giving the command again shows what is stated and offers to change it; the sessions stay.

    \b
    Example without questions:
      stretchplan init --injured-on 2026-03-01 --minutes 10 --condition none --screening none
    """,
)
@option(
    "--injured-on", metavar="DATE|none", help="The day on which the back was last hurt, such as 2026-01-31, or none."
)
@option("--minutes", "-m", metavar="N", read=minutes, help="Whole minutes that a session has, 1 to 240.")
@repeatable(
    "--condition",
    "condition_ids",
    metavar="ID",
    names=lambda context: (*condition_ids(context), "none"),
    help="A condition from 'stretchplan conditions', or none",
)
@file_name(
    "--screening", "screening_file", help="Answers of today about warning signs, from 'stretchplan screen'; or none."
)
@click.option("--yes", "-y", is_flag=True, help="Ask nothing; what no option states stays as it is.")
@JOURNAL
@click.pass_obj
def init(clock: Clock, /, **options: Any) -> CommandResult:
    """State what holds from one session to the next."""
    from stretchplan.cli.init import init as run

    return run(clock, **options)


@click.command(
    "today",
    help="""Show the session of the day, from the journal.

    Takes what 'stretchplan init' stated and the sessions that are recorded, and plans the session of today. Nothing is
    written to the journal.

    \b
    Example, as a page that guides the session in a browser:
      stretchplan today --pain 2 --output today.html
    """,
)
@day_options
@_format_option(FORMATS_OF_A_DAY)
@click.option("--long", is_flag=True, help="With text: every step, how it is done, and all reasons.")
@OUTPUT
@click.pass_obj
def today(clock: Clock, /, **options: Any) -> CommandResult:
    """Show the session of the day, from the journal."""
    from stretchplan.cli.today import today as run

    return run(clock, **options)


@click.command(
    "play",
    help="""Guide the session of the day in the terminal.

    Shows each step with its seconds and its breath. Space pauses and goes on, n skips, b goes back, q stops. Then asks
    how it was, and records in the journal what was done: also when it is stopped, with q or with Ctrl-C.
    """,
)
@day_options
@click.option("--silent", is_flag=True, help="Do not ring the terminal's bell when a step begins.")
@click.pass_obj
def play(clock: Clock, /, **options: Any) -> CommandResult:
    """Guide the session of the day in the terminal."""
    from stretchplan.cli.play.command import play as run

    return run(clock, **options)


@click.command(
    "log",
    help="""Record a session in the journal.

    FILE holds the record that the guided page gives, or many as JSON Lines, one on each line; '-' is standard input. A
    record that the journal has already is not added again.

    \b
    The session of today, all of what 'stretchplan today --pain 3' shows:
      stretchplan log --done-as-planned --pain-before 3 --pain-after 2

    \b
    How the back feels today, the day after the last session:
      stretchplan log --next-day-pain 2

    \b
    What was not known of the session of a day:
      stretchplan log --on 2026-03-04 --pain-after 2 --aggravated cobra_pose
    """,
)
@file_argument("file", "FILE")
@JOURNAL
@option("--on", metavar="DATE", read=day, help="The date of the session.")
@click.option("--done-as-planned", is_flag=True, help="All that was planned for the day was done.")
@click.option("--again", is_flag=True, help="With --done-as-planned: it was one more session of the day.")
@option("--pain-before", metavar="N", read=_points, help="Pain just before the session, 0 (none) to 10.")
@option("--pain-after", metavar="N", read=_points, help="Pain just after it.")
@option("--next-day-pain", "pain_next_day", metavar="N", read=_points, help="Pain on the day after it.")
@repeatable("--aggravated", metavar="STRETCH", names=stretch_ids, help="A stretch that made the back worse")
@option("--note", metavar="TEXT", read=_note, help="A note for yourself.")
@option("--minutes", "-m", metavar="N", read=minutes, help="With --done-as-planned, as for 'today'.")
@repeatable("--target", "-t", "targets", metavar="AREA", names=area_ids, help="With --done-as-planned, as for 'today'")
@file_name("--screening", help="With --done-as-planned, as for 'today'.")
@NODE_BUDGET
@POLICY
@CATALOG
@click.pass_obj
def log(clock: Clock, /, **options: Any) -> CommandResult:
    """Record a session in the journal."""
    from stretchplan.cli.log import log as run

    return run(clock, **options)


@click.command(
    "progress",
    help="""Show what the recorded sessions say.

    On how many days there was a session, how long each area was stretched, and how pain has changed. It counts and
    judges nothing.

    \b
    Example:
      stretchplan progress --output progress.html
    """,
)
@JOURNAL
@option("--on", metavar="DATE", read=day, help="The date up to which to count; else today.")
@_format_option(FORMATS_OF_PROGRESS)
@choice(
    "--chart",
    "chart",
    names=CHARTS,
    metavar="CHART",
    help=f"Write one chart as SVG instead: {listed(CHARTS, 'or')}.",
)
@OUTPUT
@CATALOG
@click.pass_obj
def progress(clock: Clock, /, **options: Any) -> CommandResult:
    """Show what the recorded sessions say."""
    from stretchplan.cli.progress import progress as run

    return run(clock, **options)


@click.command(
    "programme",
    help="""Plan the sessions of some weeks.

    Each day is planned after the days before it: what a rule keeps out enters on its day, and amounts rise as the rules
    allow. The person is stated by the options of 'plan', or by a journal: with --journal, or when neither --request nor
    the days since an injury are given. A journal states the sessions before, too.

    \b
    Example, as one page whose days open their guided sessions:
      stretchplan programme -m 10 -d 3 --start 2026-12-01 --output programme.html

    \b
    Four weeks of evenings in a calendar, with Sundays free:
      stretchplan programme -m 10 -d 3 --rest sunday --format ics --at 19:00 --output weeks.ics

    \b
    After some weeks, from the journal, in place of what the calendar has:
      stretchplan programme --format ics --at 19:00 --replaces weeks.json --revision 1 --output weeks.ics
    """,
)
@JOURNAL
@option(
    "--start",
    metavar="DATE",
    read=day,
    help="The first day; else --on, else today, or tomorrow when today is done.",
)
@option("--days", metavar="N", read=days_in_a_row, default=28, help="How many days, 1 to 366; else 28.")
@number("--days-per-week", default=7, help="The most sessions in seven days, 1 to 7; else 7.")
@repeatable(
    "--rest",
    "rest_days",
    metavar="DAY",
    names=_weekdays,
    read=str.lower,
    help="A weekday or a date without a session",
)
@request_options
@_format_option(FORMATS_OF_A_PROGRAMME)
@calendar_options
@file_name("--replaces", help="With ics: the programme, as JSON, whose events the calendar has.")
@OUTPUT
@click.pass_obj
def programme(clock: Clock, /, **options: Any) -> CommandResult:
    """Plan the sessions of some weeks."""
    from stretchplan.cli.programme import programme as run

    return run(clock, **options)


@click.command(
    "batch",
    help="""Answer a file of requests.

    Each row is answered with a plan or with why there is none. IN holds the requests: .jsonl, .ndjson or .parquet. A
    run that was stopped goes on where it was when the same command is given again.

    \b
    Example:
      stretchplan batch requests.jsonl --output plans.jsonl
    """,
)
@file_argument("input_file", "IN")
@output(metavar="OUT", help="The answers: .jsonl, .ndjson or .parquet; required.")
@click.option("--overwrite", is_flag=True, help="Replace the output if it exists, once all of it is ready.")
@click.option(
    "--no-explain", is_flag=True, help="Leave comparisons with other plans out of the reasons; takes less time."
)
@click.option(
    "--null-days-mean-no-injury",
    is_flag=True,
    help="Read null in days_since_injury as no recent injury; without it such a row needs no_recent_injury.",
)
@number("--workers", help="How many processes answer, 1 to 256; else as many as there are cores.")
@NODE_BUDGET
@POLICY
@CATALOG
@FORMAT
def batch(**options: Any) -> CommandResult:
    """Answer a file of requests."""
    from stretchplan.cli.batch.command import batch as run

    return run(**options)


@click.command(
    "screen",
    help="""Ask the questions about warning signs.

    They come one by one: answer y, n, or press Enter to leave one open.
    """,
)
@FORMAT
@output(help="Save the answers there, as JSON, for 'plan'.")
def screen(**options: Any) -> CommandResult:
    """Ask the questions about warning signs."""
    from stretchplan.cli.screening import screen as run

    return run(**options)


@click.command(
    "conditions",
    help="""Show the conditions that may be stated.

    Each in plain words, with what its rule rules out or changes.
    """,
)
@FORMAT
def conditions(**options: Any) -> CommandResult:
    """Show the conditions that may be stated."""
    from stretchplan.cli.lookup import conditions as run

    return run(**options)


@click.group(
    "catalog",
    cls=WithDefault,
    subcommand_metavar="[new|validate|show] ...",
    help="""Show, write and validate catalogues.

    Without one of the commands below it shows, as 'stretchplan catalog show' does: all stretches, or everything about
    one.

    \b
    Examples:
      stretchplan catalog
      stretchplan catalog cat_cow
      stretchplan catalog new mine.toml
      stretchplan catalog validate mine.toml
    """,
)
def catalog() -> None:
    """Show, write and validate catalogues."""


@catalog.command(
    "new",
    help="""Write a catalogue to begin with.

    FILE ends in .toml or .json. It gets two stretches, which can be planned from at once, and in TOML a comment with
    each field. Beside it comes the JSON Schema by which editors complete and check it. No file is replaced.

    \b
    Example:
      stretchplan catalog new mine.toml --title "Stretches of our clinic"
    """,
)
@click.argument("file", metavar="FILE", required=False, type=FileName())
@option("--id", "catalog_id", metavar="ID", help="The id of the catalogue; else made from the name of the file.")
@option("--title", metavar="TEXT", help="What it is called, for people; else 'My stretches'.")
def catalog_new(**options: Any) -> CommandResult:
    """Write a catalogue to begin with."""
    from stretchplan.cli.authoring import new as run

    return run(**options)


@catalog.command(
    "validate",
    help="""Say everything that is wrong with a catalogue.

    FILE is a catalogue in TOML or JSON. Each problem is a line with its place in the file, as editors read the
    messages of compilers: FILE:LINE:COLUMN: error: what is wrong, what is allowed, and the nearest known name. The exit
    code is 5 when there is one. Facts that allow more than a built-in catalogue does are warnings, and no problems.

    \b
    Example:
      stretchplan catalog validate mine.toml
    """,
)
@file_argument("file", "FILE")
@FORMAT
def catalog_validate(**options: Any) -> CommandResult:
    """Say everything that is wrong with a catalogue."""
    from stretchplan.cli.authoring import validate as run

    return run(**options)


@catalog.command(
    "show",
    help="""Show the stretches, or everything about one.

    STRETCH is an id or an alias. Everything about a stretch includes the source of each fact and its figure: in words
    as text, and drawn with html.

    \b
    Example, all stretches with their figures on one page:
      stretchplan catalog show --catalog mine.toml --output mine.html
    """,
)
@click.argument("stretch", metavar="[STRETCH]", required=False, shell_complete=complete(stretch_ids))
@CATALOG
@_format_option(FORMATS_OF_A_CATALOG)
@OUTPUT
def catalog_show(**options: Any) -> CommandResult:
    """Show the stretches, or everything about one."""
    from stretchplan.cli.lookup import catalog as run

    return run(**options)


@click.command(
    "figure",
    help="""Draw a stretch as SVG.

    STRETCH is an id or an alias. The figure shows the areas that the stretch works. A stretch without a pose of its
    own is drawn in its start position.
    """,
)
@STRETCH
@choice("--side", names=("left", "right"), metavar="left|right", help="The side that works; the two are mirror images.")
@click.option("--form", metavar="ID", help="Draw one of the stretch's forms, such as 'knee_rolls'.")
@click.option("--still", is_flag=True, help="Draw a figure that does not move.")
@CATALOG
@OUTPUT
def figure(**options: Any) -> CommandResult:
    """Draw a stretch as SVG."""
    from stretchplan.cli.lookup import figure as run

    return run(**options)


@click.command(
    "rules",
    help="""Show the rules, or one of them.

    Plans are made and checked by these rules.
    """,
)
@click.argument("rule", metavar="[ID]", required=False, shell_complete=complete(_rule_ids))
@FORMAT
def rules(**options: Any) -> CommandResult:
    """Show the rules, or one of them."""
    from stretchplan.cli.lookup import rules as run

    return run(**options)


@click.command(
    "schema",
    help="""Print the JSON Schema of a plan, a request, a catalogue or a programme.

    Without a name it is that of a plan: every plan's JSON form validates against it.
    """,
)
@click.argument("name", metavar="[plan|request|catalog|programme]", default="plan", shell_complete=complete(_schemas))
def schema(**options: Any) -> CommandResult:
    """Print the JSON Schema of a plan, a request, a catalogue or a programme."""
    from stretchplan.cli.lookup import schema as run

    return run(**options)


@click.command(
    "check",
    help="""Check a finished plan or programme.

    FILE is a plan or a programme as JSON; '-' is standard input. A plan is checked from its schedule alone, and a
    programme day by day and across its days. The exit code is 5 when a rule is broken.
    """,
)
@file_argument("file", "FILE")
@file_name("--request", "request_file", help="The request that a plan must be for, as JSON.")
@POLICY
@CATALOG
@FORMAT
def check_plan(**options: Any) -> CommandResult:
    """Check a finished plan or programme."""
    from stretchplan.cli.checking import check_plan as run

    return run(**options)


@click.command(
    "diff",
    help="""Say what differs between two plans.

    A and B are plans as JSON; '-' is standard input for one of them. The exit code is 0 when they are the same, and 6
    when they differ.

    \b
    Example:
      stretchplan diff yesterday.json today.json
    """,
)
@file_argument("first", "A")
@file_argument("second", "B")
@_format_option(FORMATS_OF_A_DIFFERENCE)
@OUTPUT
def diff(**options: Any) -> CommandResult:
    """Say what differs between two plans."""
    from stretchplan.cli.difference import diff as run

    return run(**options)


@click.command(
    "verify",
    help="""Go through a grid of requests, and check each plan.

    CATALOG is seven, anywhere, both, or a file in TOML or JSON. Says which requests have no plan and why, which areas,
    stretches, doses, forms and cautions are never reached, and which plans break a rule, each with the smallest
    example. The exit code is 5 when a fault was found.

    With --output, what is done is kept beside the output: a run that was stopped goes on where it was when the same
    command is given again.

    \b
    Example, for continuous integration:
      stretchplan verify our.toml --days none,0-14,42 --minutes 5-20 --areas 1 --conditions 1 --output verified.xml

    \b
    To compare with later:
      stretchplan verify our.toml --output our-1.2.json
    """,
)
@file_argument("catalog", "CATALOG")
@grid_options
@POLICY
@option(
    "--rules",
    metavar="MODULE:NAME",
    help="Rules of your own: a module, and the name in it of a list of rules.",
)
@_format_option(FORMATS_OF_A_VERIFICATION)
@OUTPUT
def verify(**options: Any) -> CommandResult:
    """Go through a grid of requests, and check each plan."""
    from stretchplan.cli.verification import verify as run

    return run(**options)


@click.command(
    "compare",
    help="""Say which requests get another answer.

    OLD and NEW are catalogues (seven, anywhere, both, or files), or verifications that 'stretchplan verify' saved as
    JSON, also with other versions of stretchplan. Both are gone through on one grid. Says who loses a plan, who gets
    one and who gets another, with the smallest example and the rule or the entry behind it. The exit code is 6 when
    any answer differs.

    \b
    Example:
      stretchplan compare our-1.2.toml our-1.3.toml --minutes 5-20 --conditions 1

    \b
    What a policy does:
      stretchplan compare seven seven --new-policy clinic.json --areas 1 --conditions 1
    """,
)
@file_argument("old", "OLD")
@file_argument("new", "NEW")
@grid_options
@file_name("--old-policy", help="A policy for OLD, as JSON.")
@file_name("--new-policy", help="A policy for NEW, as JSON.")
@option("--old-rules", metavar="MODULE:NAME", help="Rules of your own for OLD.")
@option("--new-rules", metavar="MODULE:NAME", help="Rules of your own for NEW.")
@_format_option(FORMATS_OF_A_COMPARISON)
@OUTPUT
def compare(**options: Any) -> CommandResult:
    """Say which requests get another answer."""
    from stretchplan.cli.verification import compare as run

    return run(**options)


COMMANDS: Final[tuple[click.Command, ...]] = (
    plan,
    why,
    why_not,
    init,
    today,
    play,
    log,
    progress,
    programme,
    batch,
    screen,
    conditions,
    catalog,
    figure,
    rules,
    check_plan,
    diff,
    verify,
    compare,
    schema,
)
"""In the order in which the help lists them."""
