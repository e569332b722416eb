"""Write the parts of the guided page for reading and printing: notices, stretches, and reasons."""

from __future__ import annotations

from collections.abc import Iterator

from stretchplan.base.translation import say
from stretchplan.render.escape import escaped, filled, isolated, lang, phrased
from stretchplan.render.guided.pictures import Pictures
from stretchplan.results.plan import WORK_KINDS, Plan, Step
from stretchplan.words import guided, pages
from stretchplan.words.languages import Phrase, joined, language_of, notice_phrases, own_language, told_phrases
from stretchplan.words.moves import position_words
from stretchplan.words.phrases import listed
from stretchplan.words.steps import breathing_phrases, dose_words, minutes_seconds

__all__ = ["about", "get_up", "not_safe", "notices", "reasons", "stretches", "worse_choices"]


def notices(plan: Plan) -> str:
    """Return what to mind before the start as the entries of a list in this library's language.

    What the name of a stretch says already with its form is left out.
    """
    own = own_language(language_of(plan))
    texts = (notice_phrases(notice, plan) for notice in pages.to_mind(plan))
    return "".join(f"<li>{phrased(text, own)}</li>" for text in texts)


def about(plan: Plan) -> str:
    """Return what is to say about the session as a whole, as paragraphs; empty if nothing is."""
    language = language_of(plan)
    own = own_language(language)
    ours = lang("" if own == language else own)
    texts = (notice_phrases(notice, plan) for notice in plan.notices if notice.kind == "session")
    return "".join(f'<p class="quiet"{ours}>{phrased(text, own)}</p>' for text in texts)


def get_up(plan: Plan) -> str:
    """Return how the session ends, as a paragraph after the stretches; empty if no step gets up."""
    language = language_of(plan)
    own = own_language(language)
    ours = lang("" if own == language else own)
    steps = [step for step in plan.schedule if step.kind == "get_up"]
    return "".join(
        f"<p{ours}><b>{escaped(guided.step_heading(step))}.</b> {phrased(told_phrases(step, language), own)}</p>"
        for step in steps
    )


def not_safe(plan: Plan) -> str:
    """Return what is left out for safety, in a line that only the printed sheet shows; empty if nothing is."""
    language = language_of(plan)
    ours = lang("" if (own := own_language(language)) == language else own)
    theirs = "" if own == language else language
    names = [isolated(name, theirs) for name in pages.left_out_in_brief(plan, for_safety=True)]
    if not names:
        return ""
    line = filled(say(pages.NOT_SAFE_NAMES), stretches=escaped(listed("{}" for _ in names)).format(*names))
    return f'<p class="printed"{ours}>{line}</p>'


def stretches(plan: Plan, pictures: Pictures) -> str:
    """Return the stretches as the entries of a list, in the order of the session."""
    return "\n".join(_stretch(plan, number, pictures) for number in range(len(plan.prescriptions)))


def _stretch(plan: Plan, number: int, pictures: Pictures) -> str:
    prescription = plan.prescriptions[number]
    steps = [(place, step) for place, step in enumerate(plan.schedule) if step.stretch_id == prescription.stretch_id]
    language = language_of(plan)
    ours = lang("" if (own := own_language(language)) == language else own)
    theirs = "" if own == language else language
    lines = "".join(f"<p>{phrased(text, language)}</p>" for text in _how([step for _, step in steps], language))
    side = pictures.first_side(number)
    first = ""
    if prescription.sides == "each" and side in {"left", "right"}:
        first = f', <b class="{side}">{escaped(say(guided.SIDE_FIRST[side]))}</b>'
    start, place = (minutes_seconds(steps[0][1].start_seconds), steps[0][0]) if steps else ("-", 0)
    starting = say(guided.STARTING, time=start, position=position_words(prescription.position))
    go_to = filled(say(guided.GO_TO), stretch=isolated(prescription.name, theirs))
    return (
        f'<li><div class="thumb">{pictures.still(number)}</div><div class="how">'
        f"<h3>{isolated(prescription.full_name)}</h3>"
        f'<p class="dose"{ours}>{escaped(dose_words(prescription))}{first}</p>{lines}'
        f'<p class="quiet"{ours}><span class="start">{escaped(starting)} </span>'
        f"{isolated(prescription.why)}</p>"
        f'<button type="button" class="go-to" data-step="{place}"{ours} hidden>{go_to}</button>'
        "</div></li>"
    )


def _how(steps: list[Step], language: str) -> Iterator[tuple[Phrase, ...]]:
    """Yield the first setup and the first cue of a stretch as one text, then how to breathe."""
    into = next((step for step in steps if step.kind not in WORK_KINDS), None)
    work = next((step for step in steps if step.kind in WORK_KINDS), None)
    yield joined(phrase for step in (into, work) if step for phrase in told_phrases(step, language))
    if work and work.breathing:
        yield breathing_phrases(work, language)


def reasons(plan: Plan) -> str:
    """Return the section about the effects of conditions and the stretches left out; empty without either."""
    effects = "".join(f"<li>{isolated(effect.text)}</li>" for effect in plan.effects)
    left_out = "".join(f"<li>{isolated(reason)}</li>" for reason, _ in pages.left_out(plan))
    parts = [
        f"<h2>{escaped(title)}</h2><ul>{entries}</ul>"
        for title, entries in ((say(pages.CONDITIONS_CHANGE), effects), (say(pages.LEFT_OUT), left_out))
        if entries
    ]
    language = language_of(plan)
    ours = lang("" if (own := own_language(language)) == language else own)
    return f'<section class="reasons"{ours}>{"".join(parts)}</section>' if parts else ""


def worse_choices(plan: Plan) -> str:
    """Return a box for each stretch, with room for what was done of it, as the entries of a list."""
    language = language_of(plan)
    theirs = "" if own_language(language) == language else language
    return "".join(
        f'<li><label><input type="checkbox" data-number="{number}" aria-describedby="done-{number}"> '
        f'{isolated(prescription.name, theirs)}</label> <span class="quiet" id="done-{number}"></span></li>'
        for number, prescription in enumerate(plan.prescriptions)
    )
