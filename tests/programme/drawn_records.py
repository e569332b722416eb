"""Draw records of sessions and persons, with hostile text in them."""

from datetime import date

from hypothesis import strategies as st

import stretchplan as sp
from stretchplan.inputs.conditions import CONDITIONS
from stretchplan.inputs.screening import QUESTIONS

HOSTILE = (
    "",
    "\x00",
    "\x1b[2J\x07",
    "a\nb\r\nc\x0b\x0c\x1c\x85\u2028\u2029d",
    "\ufeff\u202egnorw\u202c",
    "<script>alert(1)</script>",
    "'); DROP TABLE session; --",
    '{"person": {"injured_on": null}}',
    "=1+1",
    "{0.__class__}%s%n",
    "😀\U0010ffff",
    "n" * 2000,
)

texts = st.sampled_from(HOSTILE) | st.text(max_size=40)
pains = st.none() | st.integers(0, 10)
sides = st.sampled_from(["each", "both", "left", "right"])
doses = st.builds(
    sp.RecordedDose, sets=st.integers(1, 100), hold_seconds=st.integers(1, 3600), sides=sides
) | st.builds(sp.RecordedDose, sets=st.integers(1, 100), repetitions=st.integers(1, 1000), sides=sides)
names = st.sampled_from([stretch.id for stretch in sp.builtin_catalog("both").stretches]) | st.text(
    min_size=1, max_size=64
)
stretches = st.builds(
    sp.StretchRecord, stretch_id=names, planned=st.none() | doses, done=st.none() | doses, aggravated=st.booleans()
)


def records():
    return st.builds(
        sp.SessionRecord,
        on=st.dates(),
        stretches=st.lists(stretches, max_size=4, unique_by=lambda entry: entry.stretch_id),
        stopped_early=st.booleans(),
        pain_before=pains,
        pain_after=pains,
        pain_next_day=pains,
        before_injury=st.booleans(),
        finger_to_floor_mm=st.none() | st.integers(0, 2000),
        note=texts,
    )


@st.composite
def persons(draw):
    screening = draw(
        st.none()
        | st.dictionaries(
            st.sampled_from([question.id for question in QUESTIONS]), st.sampled_from(["yes", "no", "unanswered"])
        )
    )
    return sp.Person(
        injured_on=draw(st.none() | st.dates()),
        minutes=draw(st.none() | st.integers(1, 240)),
        profile={
            "conditions": draw(st.sets(st.sampled_from(sorted(CONDITIONS)))),
            "avoid_stretches": draw(st.sets(names, max_size=2)),
        },
        screening=screening,
        screened_on=None if screening is None else draw(st.none() | st.dates()),
    )


def plain(day=1, note="", **fields):
    """Return a record of March 2026."""
    stretch = {"stretch_id": "cat_cow", "done": {"sets": 2, "repetitions": 5, "sides": "both"}}
    return sp.SessionRecord(on=date(2026, 3, day), note=note, **{"stretches": [stretch], **fields})
