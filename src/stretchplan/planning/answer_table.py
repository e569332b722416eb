"""How are many answers remembered in little memory? As numbers of the parts that they share.

A plan of the built-in catalogue is some thousand Python objects, and most of what it says is said in other plans too:
a step, a reason, a notice. So each different part is held once, and an answer is a row of small numbers. Requests that
are alike (:mod:`stretchplan.planning.alike`) also share those numbers, so that one of them is planned and checked.
Tables of answers and texts of answers are put together from the parts, and no model is made for an answer that is
remembered.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Hashable, Iterable
from functools import partial
from hashlib import sha256
from struct import Struct
from typing import Any, Final, NamedTuple

from stretchplan.base.errors import StretchPlanError
from stretchplan.base.translation import ENGLISH, speaking
from stretchplan.inputs.request import PlanRequest
from stretchplan.planning.alike import Alike
from stretchplan.planning.planner import Planner, answer_once, terms_of
from stretchplan.results.plan import Plan
from stretchplan.results.refusals import Infeasible, SeeAClinician

__all__ = [
    "BATCH_CACHE_MIB",
    "LISTS",
    "NUMBERS",
    "PLAN",
    "REQUEST_FIELDS",
    "SINGLE",
    "Answer",
    "AnswerTable",
    "Parts",
    "answer_text",
]

BATCH_CACHE_MIB: Final = 128
"""About how many MiB the caches of a batch may take, unless the caller says otherwise: answers have half of it."""

PLAN: Final = "plan"
"""The kind of an answer that is a plan; others are the kinds of errors."""

NUMBERS: Final = "I"
"""How arrays hold the numbers of parts: four bytes each."""

REQUEST_FIELDS: Final = tuple(PlanRequest.model_fields)
_REQUEST_BYTES: Final = array(NUMBERS).itemsize * len(REQUEST_FIELDS)
_TWO_NUMBERS: Final = Struct(2 * NUMBERS)
LISTS: Final = ("prescriptions", "schedule", "coverage", "left_out", "notices", "effects", "own_rules")
"""The fields of a plan whose entries are parts, each for itself."""
_PLACE: Final = {name: place for place, name in enumerate(LISTS)}
SINGLE: Final = tuple(name for name in Plan.model_fields if name not in {"request", *LISTS})
"""The other fields of a plan, each a part as a whole, but for the request, of which each field is a part."""

_REMEMBERED_ERRORS: Final = (Infeasible, SeeAClinician)
"""The errors worth remembering: others are those of a wrong row, or of a search that ended too early."""

_PART_BYTES: Final = 500
_TEXT_BYTES: Final = 2
_ANSWER_BYTES: Final = 500
_SHARED_BYTES: Final = 1_000
"""At most about how much memory these take on CPython 3.11: a part, each byte of its text, an answer, and what alike
answers share. Where columns are made, parts take a third of that, by measurement, in Python and Arrow together."""


class Parts:
    """The different values of one part of answers, numbered in the order in which they came.

    ``texts`` has the JSON text of each, if they are to be kept. If not, a reader takes the values that came since it
    last took some, and keeps them in its own form; parts are then told apart by the digests of their texts.
    """

    def __init__(self, *, keep_texts: bool) -> None:
        self.texts: list[str] = []
        self._keep_texts = keep_texts
        self._fresh: list[Any] = []
        self.size: int = 0
        """About how many bytes of memory they take."""
        self._numbers: dict[Hashable, int] = {}

    def number(self, key: Hashable, value: Any, text: Callable[[], str] | None = None) -> int:
        """Return the number of a part; ``key`` tells it from others, and is its text unless ``text`` makes it."""
        told_apart_by = key if self._keep_texts or text is not None else sha256(str(key).encode()).digest()
        number = self._numbers.get(told_apart_by)
        if number is None:
            number = self._numbers[told_apart_by] = len(self._numbers)
            if self._keep_texts:
                self.texts.append(str(key) if text is None else text())
            else:
                self._fresh.append(value)
            self.size += _PART_BYTES + (_TEXT_BYTES * len(str(key)) if text is None else 0)
        return number

    def take_fresh(self) -> list[Any]:
        """Return the values that came since the last call."""
        fresh, self._fresh = self._fresh, []
        return fresh


class _Shared(NamedTuple):
    """What the plans for alike requests share: the numbers of their parts.

    Numbers are kept as the bytes of arrays, which take half the memory.
    """

    single: bytes
    lists: tuple[bytes, ...]  # in the order of LISTS
    notices_before: int  # how many of the notices come before those about the screening


class Answer(NamedTuple):
    """An answer as numbers of parts: a plan, or an error."""

    kind: str  # PLAN, or the kind of error
    request: bytes | None = None  # the numbers of its parts, as bytes of an array
    notices: bytes | None = None
    shared: _Shared | None = None
    error: int = 0

    def list_of(self, name: str) -> bytes:
        """Return the parts of a field of a plan that is a list, as the bytes of an array."""
        assert self.shared is not None
        assert self.notices is not None
        return self.notices if name == "notices" else self.shared.lists[_PLACE[name]]


class AnswerTable:
    """A planner's answers to the rows of a batch, each remembered as numbers of shared parts.

    A row that has a plan is kept as one ``bytes``: the numbers of its request's parts, of its notices and of what it
    shares. An :class:`Answer` is made of them when it is asked for; held instead, it would take twice the memory.

    One thread uses it at a time. Numbers of parts hold until :meth:`clear`, which a user calls between two pieces of
    work when the table is full.

    With ``keep_texts``, answers can be told as text (:func:`answer_text`); without, their values can be taken.
    """

    def __init__(self, planner: Planner, *, keep_texts: bool = True) -> None:
        self._planner = planner
        self._keep_texts = keep_texts
        self._alike = Alike(terms_of(planner))
        self.parts: dict[str, Parts] = {}
        self.clear()

    def clear(self) -> None:
        """Forget everything; numbers of parts begin anew."""
        names = (*REQUEST_FIELDS, *(f"plan.{name}" for name in (*SINGLE, *LISTS)), "error")
        self.parts = {name: Parts(keep_texts=self._keep_texts) for name in names}
        self._requests = [self.parts[name] for name in REQUEST_FIELDS]
        self._single = [(name, self.parts[f"plan.{name}"]) for name in SINGLE]
        self._answers: dict[Hashable, bytes | Answer] = {}
        """A plan's numbers, or an error: few rows have one."""
        self._shared: list[_Shared] = []
        self._shared_numbers: dict[bytes, int] = {}
        """The number of what plans share, by the key of alike requests."""
        self._told_apart: dict[Hashable, int] = {}
        """A number for each value in a key of alike requests: few values are in many keys."""
        self._keys_bytes = 0
        self._lists: list[bytes] = []
        """The different lists of parts: many answers have equal ones."""
        self._list_numbers: dict[bytes, int] = {}

    @property
    def size(self) -> int:
        """About how many bytes of memory the table takes."""
        answers = _ANSWER_BYTES * len(self._answers) + _SHARED_BYTES * len(self._shared)
        return answers + self._keys_bytes + sum(parts.size for parts in self.parts.values())

    def known(self, key: Hashable) -> Answer | None:
        """Return the answer that is remembered for a row, by its key: equal rows have equal keys."""
        kept = self._answers.get(key)
        return self._plan(kept) if isinstance(kept, bytes) else kept

    def answer(self, asked: PlanRequest | StretchPlanError, key: str | bytes | None = None) -> Answer:
        """Return the answer to a request, or pass an error on; it is remembered for ``key`` unless that is None.

        Raises
        ------
        PolicyError
            If one of the caller's own rules would loosen a rule of the library, or raises.
        """
        given = self._answer(asked) if isinstance(asked, PlanRequest) else asked
        kept = given if isinstance(given, bytes) else self._error(given)
        if key is not None and isinstance(given, (bytes, *_REMEMBERED_ERRORS)):
            self._answers[key] = kept
            self._keys_bytes += len(key)
        return self._plan(kept) if isinstance(kept, bytes) else kept

    def _plan(self, numbers: bytes) -> Answer:
        notices, number = _TWO_NUMBERS.unpack_from(numbers, _REQUEST_BYTES)
        return Answer(PLAN, numbers[:_REQUEST_BYTES], self._lists[notices], self._shared[number])

    def _answer(self, asked: PlanRequest) -> bytes | StretchPlanError:
        try:
            request = self._planner.read(asked)
        except StretchPlanError as error:
            return error.with_traceback(None)
        with speaking(request.language or ENGLISH):
            return self._answer_to(request)

    def _answer_to(self, request: PlanRequest) -> bytes | StretchPlanError:
        """Return a plan as the numbers of its request's parts, of its list of notices, and of what it shares."""
        key = self._alike_key(request)
        number = None if key is None else self._shared_numbers.get(key)
        if number is None:
            plan = answer_once(self._planner, request)
            if not isinstance(plan, Plan):
                return plan
            number = len(self._shared)
            self._shared.append(self._share(plan))
            if key is not None:
                self._shared_numbers[key] = number
        shared = self._shared[number]
        notices = array(NUMBERS, shared.lists[_PLACE["notices"]])
        own = (self._entry("notices", notice) for notice in self._alike.screening_notices(request))
        notices[shared.notices_before : shared.notices_before] = array(NUMBERS, own)
        numbers = array(NUMBERS)
        for name, parts in zip(REQUEST_FIELDS, self._requests, strict=True):
            value = getattr(request, name)
            if name == "history" and value is not None:  # it may be long, so its text is counted and no key holds it
                numbers.append(parts.number(_field_text(request, name), value))
            else:
                numbers.append(parts.number(value, value, partial(_field_text, request, name)))
        numbers.extend((self._list_number(notices), number))
        return numbers.tobytes()

    def _alike_key(self, request: PlanRequest) -> bytes | None:
        key = self._alike.key(request)
        if key is None:
            return None
        return array(NUMBERS, (self._told_apart.setdefault(value, len(self._told_apart)) for value in key)).tobytes()

    def _share(self, plan: Plan) -> _Shared:
        numbers = (parts.number(_field_text(plan, name), getattr(plan, name)) for name, parts in self._single)
        single = self._held_once(array(NUMBERS, numbers))
        before, after = self._alike.other_notices(plan)
        entries: dict[str, Iterable[Any]] = {name: getattr(plan, name) for name in LISTS}
        entries |= {"coverage": plan.coverage.items(), "notices": (*before, *after)}
        lists = (
            self._held_once(array(NUMBERS, (self._entry(name, value) for value in entries[name]))) for name in LISTS
        )
        return _Shared(single, tuple(lists), len(before))

    def _held_once(self, numbers: array[int]) -> bytes:
        """Return numbers as bytes: of equal ones those that came first."""
        return self._lists[self._list_number(numbers)]

    def _list_number(self, numbers: array[int]) -> int:
        """Return the number of a list of parts."""
        held = numbers.tobytes()
        number = self._list_numbers.setdefault(held, len(self._lists))
        if number == len(self._lists):
            self._lists.append(held)
        return number

    def _entry(self, name: str, value: Any) -> int:
        """Return the number of an entry of a list."""
        if name == "coverage":
            area, covered = value
            text = f"{json.dumps(area, ensure_ascii=False)}:{covered.model_dump_json()}"
        else:
            text = value.model_dump_json()
        return self.parts[f"plan.{name}"].number(text, value)

    def _error(self, error: StretchPlanError) -> Answer:
        text = json.dumps(error.to_dict(), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        return Answer(error.kind, error=self.parts["error"].number(text, error))


def _field_text(model: PlanRequest | Plan, name: str) -> str:
    """Return a field and its value as they stand in the model's JSON; nothing if the JSON leaves the field out."""
    return model.model_dump_json(include={name})[1:-1]


def answer_text(table: AnswerTable, answer: Answer) -> str:
    """Return a plan as its JSON, or an error as that of its problem details.

    Parameters
    ----------
    table
        The table that the answer is of, with texts.
    answer
        The answer.
    """
    if answer.request is None or answer.shared is None:
        return table.parts["error"].texts[answer.error]
    fields = []
    numbers = zip(REQUEST_FIELDS, array(NUMBERS, answer.request), strict=True)
    request = (table.parts[name].texts[number] for name, number in numbers)
    single = dict(zip(SINGLE, array(NUMBERS, answer.shared.single), strict=True))
    for name in Plan.model_fields:
        if name == "request":
            fields.append(f'"request":{{{",".join(filter(None, request))}}}')
        elif name in single:
            fields.append(table.parts[f"plan.{name}"].texts[single[name]])
        else:
            texts = table.parts[f"plan.{name}"].texts
            start, end = "{}" if name == "coverage" else "[]"
            fields.append(f'"{name}":{start}{",".join([texts[n] for n in array(NUMBERS, answer.list_of(name))])}{end}')
    return f"{{{','.join(fields)}}}"
