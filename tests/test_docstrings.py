"""Does every public name say its units, ranges, forms, errors and sources, in the form that the API reference reads?"""

import doctest
import os
import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import griffe
import pytest
from hypothesis import HealthCheck, settings
from pydantic import BaseModel

import stretchplan as sp
from stretchplan.base.models import OutputModel
from tests.support.raised import ERRORS, Sources

MODULES = ["batch", "catalog", "errors", "render", "testing", "verification", "widget"]
LARGEST = 2**53 - 1
"""What JSON numbers hold exactly; a field that has only this bound needs none in words."""
UNITS = re.compile(
    r"\b(seconds?|minutes?|days?|weeks?|weekdays?|hours?|bytes|KiB|MiB|characters|cells|lines?|degrees|pixels|times|"
    r"sets?|repetitions|breaths?|stretches|sessions|steps?|nodes|requests|situations|searches|doses|plans|rows|parts|"
    r"processes|threads|versions?|count|number|how many|half-seconds|quarter-seconds|millimetres|0 to 10)\b",
    re.IGNORECASE,
)
NUMBER = re.compile(r"\b(int|float|SafeInt|Decimal|StrictInt)\b")
LISTED_BY = ("`stretchplan.catalog.POSITIONS`", "`stretchplan.catalog.LOADS`", "`stretchplan.conditions`")
"""What lists the values of a type with many, so that a text may name that instead."""


def words(text: str) -> str:
    return " ".join(text.split())


def says(text: str, number: float) -> bool:
    """Return whether a text has a number: 1000 or 1,000, and not as a part of another one."""
    return re.search(rf"(?<![\d.,])({number}|{number:,})(?![\d]|[.,]\d)", text) is not None


class Documented:
    """A public function or class, with its docstring as griffe reads it for the reference."""

    def __init__(self, member: griffe.Object) -> None:
        self.member = member
        self.path = member.canonical_path
        self.text = member.docstring.value if member.docstring else ""
        parts = member.docstring.parse("numpy", warnings=False) if member.docstring else []
        self.sections: dict[str, Any] = {part.kind.value: part.value for part in parts}

    def items(self, *kinds: str) -> dict[str, str]:
        """Return the texts of some sections by name; ``a, b`` and ``**fields`` are taken apart."""
        return {
            name.strip("* "): words(item.description)
            for kind in kinds
            for item in self.sections.get(kind, ())
            for name in item.name.split(",")
        }

    def text_of(self, name: str) -> str:
        """Return the text of a parameter or attribute; one that says "As for …" is that of the other name."""
        text = self.items("parameters", "attributes").get(name, "")
        other = re.match(r"As for :\w+:`(?:\w+\.)*(\w+)`", text)
        found = next((one for one in (*functions(), *classes()) if other and one.member.name == other[1]), None)
        return text if found is None else found.text_of(name)

    @property
    def family(self) -> list["Documented"]:
        """A class and its bases in this package, the last base first."""
        kinds = [kind for kind in reversed(self.object.__mro__) if kind.__module__.startswith("stretchplan.")]
        return [Documented(griffe_of(kind)) for kind in kinds]

    @property
    def object(self) -> Any:
        """The class itself."""
        return getattr(import_module(self.member.module.canonical_path), self.member.name)

    @property
    def is_property(self) -> bool:
        """Whether it is read like an attribute, so that its docstring names a thing."""
        return any("property" in str(one.value) for one in self.member.decorators)

    @property
    def parameters(self) -> list[griffe.Parameter]:
        """The parameters that a caller gives; Hypothesis gives the first one of a composite strategy."""
        given = [one for one in self.member.parameters if one.name not in ("self", "cls")]
        return given[1:] if any("composite" in str(one.value) for one in self.member.decorators) else given


@cache
def package() -> griffe.Module:
    loaded = griffe.load("stretchplan", search_paths=[str(Path(sp.__file__).parents[1])])
    assert isinstance(loaded, griffe.Module)
    return loaded


def griffe_of(kind: type) -> griffe.Object:
    """Return what griffe read of a class. An error says that it is from the public module, which lists only some."""
    module = package()[kind.__module__.removeprefix("stretchplan.")]
    found = module.members.get(kind.__name__) or package()[f"base.errors.{kind.__name__}"]
    return found.final_target if found.is_alias else found


def public() -> Iterator[griffe.Object]:
    """Yield each public function and class of the package and of its public modules once."""
    seen = set()
    for module in ["", *(f"{name}." for name in MODULES)]:
        for name in import_module(f"stretchplan.{module}".strip(".")).__all__:
            member = package()[f"{module}{name}"]
            member = member.final_target if member.is_alias else member
            if member.canonical_path not in seen and (member.is_function or member.is_class):
                seen.add(member.canonical_path)
                yield member


@cache
def classes() -> list[Documented]:
    return [Documented(member) for member in public() if member.is_class]


@cache
def functions() -> list[Documented]:
    return [Documented(member) for member in public() if member.is_function]


@cache
def methods() -> list[Documented]:
    """Return the public methods; those that Hypothesis calls in the state machine are nobody's to call."""
    found = [one for owner in classes() for name, one in owner.member.members.items() if not name.startswith("_")]
    found = [one for one in found if one.is_function and not one.is_alias]
    return [Documented(one) for one in found if not re.search(r"@(rule|invariant|initialize|precondition)", one.source)]


@cache
def fields() -> list[tuple[str, str, str, list[dict[str, Any]]]]:
    """Return each field of a public model: its path, its text, the class's text, and its plain parts in JSON Schema."""
    found = []
    for one in classes():
        model = one.object
        if not (isinstance(model, type) and issubclass(model, BaseModel)):
            continue
        texts = {name: text for kind in one.family for name, text in kind.items("attributes", "parameters").items()}
        schema = model.model_json_schema()
        own = schema
        while "$ref" in own:
            own = schema["$defs"][own["$ref"].rpartition("/")[2]]
        for name, part in own.get("properties", {}).items():
            parts = list(plain(part, schema.get("$defs", {})))
            if issubclass(model, OutputModel):  # counts and seconds of what comes out are never negative
                parts = [{key: value for key, value in one.items() if (key, value) != ("minimum", 0)} for one in parts]
            found.append((f"{one.path}.{name}", texts.get(name, ""), words(one.text), parts))
    return found


def plain(part: dict[str, Any], others: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the parts of a property that hold no others: numbers, texts, and lists with what is in them."""
    if "$ref" in part:
        part = others[part["$ref"].rpartition("/")[2]]
        if part.get("type") == "object":
            return
    for one in (*part.get("anyOf", ()), *part.get("oneOf", ()), *part.get("allOf", ())):
        yield from plain(one, others)
    yield part
    if isinstance(part.get("items"), dict):
        yield from plain(part["items"], others)


def test_every_public_name_has_a_docstring():
    assert [one.path for one in (*classes(), *functions(), *methods()) if len(one.text) < 20] == []
    assert min(len(classes()), len(functions()), len(methods())) > 60


def test_no_double_colon_is_shown():
    """The reference reads Markdown, in which two colons before an indented block are text."""
    texts = {one.path: one.text for one in (*classes(), *functions(), *methods())}
    texts |= {name: import_module(f"stretchplan.{name}").__doc__ or "" for name in MODULES}
    assert [path for path, text in texts.items() if re.search(r"::\s*$", text, re.MULTILINE)] == []


def test_every_parameter_is_described_and_no_other():
    unsaid = []
    for one in (*functions(), *methods()):
        given, named = {parameter.name for parameter in one.parameters}, one.items("parameters", "other parameters")
        if given ^ named.keys():
            unsaid.append(f"{one.path}: {sorted(given - named.keys())} {sorted(named.keys() - given)}")
    assert unsaid == []


def test_every_attribute_is_described():
    missing = [path for path, text, _, _ in fields() if not text]
    models = {path.rpartition(".")[0] for path, *_ in fields()}
    for one in classes():
        named = {name for kind in one.family for name in kind.items("attributes", "parameters")}
        own = {n for n, m in one.member.members.items() if m.is_attribute and not n.startswith("_") and not m.docstring}
        given = {parameter.name for parameter in one.parameters}
        missing += [
            f"{one.path}.{name}" for name in sorted(own | given if one.path not in models else ()) if name not in named
        ]
    assert missing == []


def test_numbers_have_a_unit():
    bare = [
        f"{path}: {text}"
        for path, text, _, parts in fields()
        if any(part.get("type") in ("integer", "number") for part in parts)
        and not UNITS.search(f"{path.rpartition('.')[2].replace('_', ' ')} {text}")
    ]
    for one in (*functions(), *methods(), *classes()):
        for parameter in one.parameters:
            text = f"{parameter.name.replace('_', ' ')}: {one.text_of(parameter.name)}"
            if NUMBER.search(str(parameter.annotation)) and not UNITS.search(text):
                bare.append(f"{one.path}: {text}")
    assert bare == []


RANGE = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
LENGTH = ("minLength", "maxLength", "minItems", "maxItems", "maxProperties")


def test_ranges_are_said():
    """The bounds of a number stand beside it; those of texts and lists may stand once for the whole class."""
    unsaid = []
    for path, text, whole, parts in fields():
        for part in parts:
            bounds = [(key, part[key], text) for key in RANGE if key in part and abs(part[key]) < LARGEST]
            bounds += [(key, part[key], f"{text} {whole}") for key in LENGTH if part.get(key, 0) > 1]
            unsaid += [f"{path}: {key} {bound}: {text}" for key, bound, where in bounds if not says(where, bound)]
    assert unsaid == []


def test_forms_are_shown():
    """A text of a certain form has an example of that form, in code, in its words or in those of its class."""
    unshown = []
    for path, text, whole, parts in fields():
        for part in parts:
            shown = re.findall(r"``(.+?)``", f"{text} {whole}") + re.findall(r"\b\d{4}-\d{2}-\d{2}\b", text)
            if "pattern" in part and not any(re.fullmatch(part["pattern"], one) for one in shown):
                unshown.append(f"{path}: {part['pattern']}: {text}")
    assert unshown == []


def test_values_are_named_or_where_they_are_listed():
    unnamed = []
    for path, text, whole, parts in fields():
        for part in parts:
            missing = [
                value for value in part.get("enum", ()) if value is not None and str(value) not in f"{text} {whole}"
            ]
            if missing and not any(name in text for name in LISTED_BY):
                unnamed.append(f"{path}: {missing}: {text}")
    assert unnamed == []


def test_what_is_returned_is_said():
    unsaid = []
    for one in (*functions(), *methods()):
        first = one.text.split(maxsplit=1)[0]
        said = one.is_property or first in ("Return", "Yield", "Draw") or one.sections.keys() & {"returns", "yields"}
        if str(one.member.returns) not in ("None", "NoReturn", "Iterator[None]") and not said:
            unsaid.append(f"{one.path}: {words(one.text)[:80]}")
    assert unsaid == []


NEVER = {
    # They make a plan only where the search has found one.
    ("stretchplan.planning.planner.Planner.assemble", "Infeasible"),
    ("stretchplan.planning.planner.Planner.assemble", "SearchExhausted"),
    ("stretchplan.planning.planner.Planner.alternatives", "Infeasible"),
    # It gives no date, so none is wrong.
    ("stretchplan.programme.journal.Journal.records", "InvalidRequest"),
}
"""Errors that the calls by name would let out of a function, and that cannot come."""


def test_errors_are_listed():
    sources, unlisted = Sources(), []
    for one in (*functions(), *methods()):
        module = one.member.module.canonical_path.removeprefix("stretchplan.")
        listed = ", ".join(str(item.annotation) for item in one.sections.get("raises", ())).split(", ")
        said = {name.strip("()").rpartition(".")[2] for name in listed}
        for error in sorted(sources.errors(module, one.path.removeprefix(f"stretchplan.{module}."))):
            if not any(kind.__name__ in said for kind in ERRORS[error].__mro__) and (one.path, error) not in NEVER:
                unlisted.append(f"{one.path}: {error}")
    assert unlisted == []


def test_functions_have_an_example():
    assert [one.path for one in functions() if ">>>" not in one.text] == []


@pytest.fixture
def few_examples() -> Iterator[None]:
    """Let Hypothesis draw few examples, and take the time it needs on a busy machine."""
    settings.register_profile("few", settings(), max_examples=10, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("few")
    yield
    settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.mark.usefixtures("few_examples")
def test_the_examples_do_what_they_say():
    tried = 0
    for name in sorted({one.member.module.canonical_path for one in (*functions(), *classes())}):
        failed, some = doctest.testmod(import_module(name), optionflags=doctest.ELLIPSIS)
        assert failed == 0, name
        tried += some
    assert tried > 150


STATES_A_FACT = re.compile(
    r"\b(guidelines?|stud(y|ies)|trials?|evidence|physiotherap\w+|in practice|commonly|published (by|standards?)|"
    r"from \d+ (only|nothing|on)|for (seven|\d+) days)\b",
    re.IGNORECASE,
)
SOURCE = re.compile(r"``([a-z0-9-]+)``|docs/[\w/-]+\.md|\bRFC \d+|\bISO \d+|\b10\.\d{4}/|\bDOI\b|[Nn]o (source|trial)")


def test_a_fact_names_its_source():
    """What is said of bodies and rules names a rule, which has its source, or the page, standard or paper itself."""
    rules, unsourced = {rule.id for rule in sp.rules()}, []
    for one in (*classes(), *functions(), *methods()):
        head = words(one.text.split("\n\n")[0])
        for name, text in {"": head, **one.items("parameters", "attributes", "returns")}.items():
            sources = [found[1] is None or found[1] in rules for found in SOURCE.finditer(text)]
            if STATES_A_FACT.search(re.sub(r"``.+?``", "", text)) and not any(sources):
                unsourced.append(f"{one.path}.{name}: {text}")
    assert unsourced == []


def test_a_bound_of_a_policy_names_the_rule_that_it_narrows():
    """Bounds that no rule has, such as the longest session, say that null adds none."""
    policy = next(one for one in classes() if one.object is sp.Policy)
    rules = {rule.id for rule in sp.rules()}
    for name, text in policy.items("parameters").items():
        if NUMBER.search(str(policy.member.members[name].annotation)):
            assert "adds no bound" in text or rules & set(re.findall(r"``(.+?)``", text)), name
