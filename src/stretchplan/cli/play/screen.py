"""Lay out a running session for a terminal: what to do now, for how long, and what comes then."""

from collections.abc import Iterator

from stretchplan.base.translation import say
from stretchplan.cli.play.session import Session
from stretchplan.render.document.as_text import MIN_WIDTH, lay_out
from stretchplan.render.document.blocks import Block, Heading, Line, Paragraph, Span
from stretchplan.render.document.cells import pieces, width_of
from stretchplan.results.plan import WORK_KINDS, Plan, Prescription, Step
from stretchplan.words import play as words
from stretchplan.words.guided import coming, step_heading
from stretchplan.words.languages import Phrase, language_of
from stretchplan.words.phrases import capitalized
from stretchplan.words.steps import told

__all__ = ["frame"]

_MOST_COLUMNS = 80
_MOST_LINES = 20
_FEWEST_BODY_LINES = 2


def frame(session: Session, plan: Plan, size: tuple[int, int], *, blocks: bool) -> list[Line]:
    """Return the lines of the screen, not more and not wider than ``size``: columns and lines.

    ``blocks`` says whether the bars may be made of block characters.
    """
    # The last column stays free: some terminals break the line there.
    width, height = max(MIN_WIDTH, min(_MOST_COLUMNS, size[0] - 1)), min(_MOST_LINES, size[1])
    step = session.steps[session.at]
    head = list(_head(step, plan, width))
    foot = list(_foot(session, plan, width, blocks=blocks))
    room = height - len(head) - len(foot)
    if room < _FEWEST_BODY_LINES:  # a very low window: what to do matters more than what comes then
        foot = [line for line in foot if line]
        room = max(0, height - len(head) - len(foot))
    body = _cut(list(lay_out(_body(step, session, plan), width)), room)
    return [*head, *body, *[()] * (room - len(body)), *foot][:height]


def _head(step: Step, plan: Plan, width: int) -> Iterator[Line]:
    found = _prescription(step, plan)
    if found is not None:
        number = plan.prescriptions.index(found) + 1
        yield from lay_out(
            [Heading(words.of_stretches(number, len(plan.prescriptions), found.full_name), "title")], width
        )
    yield from lay_out([Heading(words.on_side(capitalized(step_heading(step)), step.side))], width)


def _body(step: Step, session: Session, plan: Plan) -> Iterator[Block]:
    yield Paragraph(told(step))
    if step.kind in WORK_KINDS or step.kind == "rest":
        return
    after = session.at + 1
    following = session.steps[after] if after < len(session.steps) else None
    if following is not None and following.kind in WORK_KINDS:  # it can be read now, and hardly in the stretch
        yield Paragraph(say(words.AFTER_THAT, what=told(following)), "quiet")


def _foot(session: Session, plan: Plan, width: int, *, blocks: bool) -> Iterator[Line]:
    step = session.steps[session.at]
    second = min(int(session.elapsed), step.seconds - 1)
    half, cue = words.breath(step.breathing, second) if step.breathing is not None else ("", "")
    yield ()
    left = words.left(session.seconds_left)
    yield (Span(left, "strong"), *([Span(f"  {half}", "good")] if half else []))
    yield (Span(_fitting(cue, width)),)
    yield (Span(_bar(session.elapsed, step.seconds, width, blocks=blocks)),)
    yield (Span(_fitting(say(words.THEN, what=_next(session, plan)), width), "quiet"),)
    yield ()
    at = min(step.start_seconds + int(session.elapsed), plan.total_seconds)
    text = words.of_session(at, plan.total_seconds)
    bar = _bar(at, plan.total_seconds, width - len(text) - 1, blocks=blocks)
    yield (Span(f"{text} {bar}", "quiet"),)
    if session.is_paused:
        yield (Span(_fitting(f"{say(words.PAUSED)}: {say(words.KEYS_PAUSED)}", width), "warn"),)
    else:
        yield (Span(_fitting(say(words.KEYS), width), "quiet"),)


def _next(session: Session, plan: Plan) -> str:
    after = session.at + 1
    if after == len(session.steps):
        return say(words.THE_END)
    step = session.steps[after]
    found = _prescription(step, plan)
    if found is None:
        return coming(step, Phrase(step_heading(step).lower(), language_of(plan))).text
    return coming(step, Phrase(found.name, language_of(plan))).text


def _prescription(step: Step, plan: Plan) -> Prescription | None:
    return next((p for p in plan.prescriptions if p.stretch_id == step.stretch_id), None)


def _bar(done: float, total: int, width: int, *, blocks: bool) -> str:
    full, rest = ("█", "░") if blocks else ("#", "-")
    cells = min(width, int(width * done / total)) if total else 0
    return full * cells + rest * (width - cells)


def _fitting(text: str, width: int) -> str:
    """Return a text in one line, cut where it is too long."""
    line = next(iter(lay_out([Heading(text)], 10_000)))
    whole = "".join(span.text for span in line)
    return whole if width_of(whole) <= width else next(pieces(whole, width - 1)) + "…"


def _cut(lines: list[Line], most: int) -> list[Line]:
    """Return the first lines; the last of them says that there is more."""
    if len(lines) <= most:
        return lines
    kept = lines[:most]
    if kept and kept[-1]:
        last = kept[-1][-1]
        kept[-1] = (*kept[-1][:-1], Span(f"{last.text[:-1]}…", last.role))
    return kept
