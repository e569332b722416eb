"""The options that ask for a plan, in one place: ``plan``, ``why`` and ``why-not`` take the same ones."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Annotated, Any, Final, get_type_hints

import typer

from stretchplan.base.text import quoted
from stretchplan.cli.exits import BadUsage
from stretchplan.cli.result import Answer

__all__ = ["Catalog", "Format", "Once", "Options", "Output", "Policy", "argument", "once", "option", "with_options"]

# The parser lets the last of several win. What a plan's safety hangs on is taken once, or not at all.
Once = list[str] | None
_Several = list[str] | None


def option(*names: str, metavar: str, words: str) -> Any:
    """Return an option that takes a text."""
    return typer.Option(*names, metavar=metavar, help=words)


def argument(metavar: str, words: str) -> Any:
    """Return a word without a name."""
    return typer.Argument(metavar=metavar, help=words, show_default=False)


def once(name: str, values: Once) -> str | None:
    """Return the value of an option that may be given once, or None when it is not given.

    Raises
    ------
    BadUsage
        When it is given again.
    """
    if not values:
        return None
    if len(values) > 1:
        raise BadUsage(f"{name} is given {len(values)} times ({', '.join(map(quoted, values[:5]))}); give it once")
    return values[0]


Catalog = Annotated[
    Once, option("--catalog", metavar="FILE", words="A catalogue in TOML or JSON; else the built-in one.")
]
Policy = Annotated[
    Once, option("--policy", metavar="FILE", words="Narrower bounds of your own, as JSON; they can loosen no rule.")
]
Format = Annotated[str, option("--format", metavar="text|json", words="For people, or for programs.")]
Output = Annotated[
    str | None,
    option("--output", "-o", metavar="FILE", words="Write there, all of it or nothing, instead of to standard output."),
]
_Request = Annotated[
    Once,
    option(
        "--request",
        metavar="FILE",
        words="A whole request as JSON ('-': standard input), instead of the options above.",
    ),
]

_BESIDES: Final = ("request", "catalog", "policy", "form", "output")
"""Fields that are no part of a request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The options, as they were typed. Each is called like its field, with hyphens; ``form`` is ``--format``."""

    minutes: Annotated[Once, option("--minutes", "-m", metavar="N", words="Whole minutes there are, 1 to 240.")] = None
    days_since_injury: Annotated[
        Once,
        option(
            "--days-since-injury", "-d", metavar="N", words="Whole days since the back was hurt; 0 is the day itself."
        ),
    ] = None
    no_recent_injury: Annotated[
        bool, typer.Option("--no-recent-injury", help="Say that there is no recent injury.")
    ] = False
    target: Annotated[
        _Several,
        option(
            "--target",
            "-t",
            metavar="AREA",
            words="An area that must be worked; may be given again. Without one, none is demanded.",
        ),
    ] = None
    seconds: Annotated[
        Once, option("--seconds", metavar="N", words="Seconds there are on top of the minutes, 0 to 59.")
    ] = None
    pain: Annotated[
        Once,
        option("--pain", metavar="N", words="Pain now, 0 (none) to 10: from 4 the lowest doses, from 6 no plan."),
    ] = None
    condition: Annotated[
        _Several,
        option(
            "--condition",
            metavar="ID",
            words="A condition that rules something out; may be given again. 'stretchplan conditions' lists them.",
        ),
    ] = None
    trimester: Annotated[
        Once, option("--trimester", metavar="N", words="Of a pregnancy: 1, 2 or 3; unstated, after the first.")
    ] = None
    cleared: Annotated[
        _Several,
        option(
            "--cleared",
            metavar="STRETCH:CONDITION",
            words="A stretch that a clinician has cleared for a stated condition; may be given again.",
        ),
    ] = None
    avoid: Annotated[
        _Several, option("--avoid", metavar="STRETCH", words="A stretch that is not wanted; may be given again.")
    ] = None
    avoid_position: Annotated[
        _Several,
        option("--avoid-position", metavar="POSITION", words="A position that is not wanted; may be given again."),
    ] = None
    include: Annotated[
        _Several, option("--include", metavar="STRETCH", words="A stretch that must be in; may be given again.")
    ] = None
    equipment: Annotated[
        _Several,
        option("--equipment", metavar="PIECE", words="What is at hand; may be given again. Without it, nobody asked."),
    ] = None
    no_equipment: Annotated[bool, typer.Option("--no-equipment", help="Say that nothing is at hand.")] = False
    pace: Annotated[Once, option("--pace", metavar="NAME", words="Between stretches: usual, unhurried or slow.")] = None
    on: Annotated[
        Once, option("--on", metavar="DATE", words="The date, such as 2026-01-31: it decides the side to start with.")
    ] = None
    screening: Annotated[
        Once,
        option(
            "--screening",
            metavar="FILE",
            words="Answers about warning signs, saved by 'stretchplan screen'; without them the plan says so.",
        ),
    ] = None
    request: _Request = None
    policy: Policy = None
    catalog: Catalog = None
    form: Format = "text"
    output: Output = None

    @property
    def given(self) -> tuple[str, ...]:
        """The names of those that a whole request takes the place of, and that were given."""
        return tuple(
            f"--{field.name.replace('_', '-')}"
            for field in fields(self)
            if field.name not in _BESIDES and getattr(self, field.name)
        )


def with_options(command: Callable[..., Answer]) -> Callable[..., Answer]:
    """Return a command for typer that takes the options one by one and passes them on as one :class:`Options`.

    Parameters
    ----------
    command
        Takes them first; whatever else it takes stays as it is, and takes the place of an option of the same name.
    """
    first, *rest = inspect.signature(command).parameters.values()
    hints = get_type_hints(command, include_extras=True)
    theirs = get_type_hints(Options, include_extras=True)
    signature = inspect.Signature(
        [
            *(inspect.Parameter(p.name, p.KEYWORD_ONLY, default=p.default, annotation=hints[p.name]) for p in rest),
            *(
                inspect.Parameter(f.name, first.KEYWORD_ONLY, default=f.default, annotation=theirs[f.name])
                for f in fields(Options)
                if f.name not in {p.name for p in rest}
            ),
        ]
    )

    def run(**given: Any) -> Answer:
        own = {p.name: given.pop(p.name) for p in rest}
        return command(Options(**given), **own)

    run.__name__ = command.__name__
    run.__annotations__ = {name: p.annotation for name, p in signature.parameters.items()}
    run.__signature__ = signature  # type: ignore[attr-defined]
    return run
