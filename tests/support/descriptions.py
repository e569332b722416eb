"""The sentences of base/descriptions.json: the first one of each docstring, and of each entry in its list of fields."""

import importlib
import json
import pkgutil
import re
from inspect import cleandoc
from pathlib import Path
from typing import Literal, get_args, get_origin

import stretchplan
from stretchplan.base.described import Described
from stretchplan.inputs.screening import QUESTIONS

FILE = Path(__file__).parents[2] / "src/stretchplan/base/descriptions.json"
_SECTIONS = ("Attributes", "Parameters")


def models():
    """Return the library's models, by name."""
    for module in pkgutil.walk_packages(stretchplan.__path__, "stretchplan."):
        if not module.name.startswith(("stretchplan.testing", "stretchplan.cli", "stretchplan.__main__")):
            importlib.import_module(module.name)
    found, todo = {}, [Described]
    while todo:
        model = todo.pop()
        todo += model.__subclasses__()
        if model.__module__.startswith("stretchplan."):
            found[model.__name__] = model
    return dict(sorted(found.items()))


def sentence(text):
    """Return the first sentence of a docstring's text, without markup."""
    plain = re.sub(r":[a-z]+:`~?([^`]+)`", r"\1", " ".join(text.split())).replace("``", "")
    plain = re.sub(r"\bNone\b", "null", plain)  # JSON's word for it
    return re.split(r"(?<=[.?!])\s", plain, maxsplit=1)[0]


def described(model):
    """Return the sentences about a model and about the fields that its docstring lists."""
    text = cleandoc(model.__doc__ or "")
    found = {"": sentence(text.split("\n\n")[0])}
    for title in _SECTIONS:
        section = re.search(rf"^{title}\n-+\n((?:.|\n)*?)(?=^\w+\n-+\n|\Z)", text, re.MULTILINE)
        for entry in (
            re.finditer(r"^(\S.*)\n((?:(?: {4}.*)?\n)*(?: {4}.*)?)", section[1], re.MULTILINE) if section else ()
        ):
            for name in re.split(r"[\s,]+", entry[1]):
                found[name] = sentence(entry[2])
    for name, field in model.model_fields.items():
        if name not in found and get_origin(field.annotation) is Literal and len(get_args(field.annotation)) == 1:
            found[name] = f"Always {get_args(field.annotation)[0]}."
    return found


def content():
    """Return the text of the file."""
    table = {name: described(model) for name, model in models().items()}
    table["Screening"] |= {question.id: question.text for question in QUESTIONS}
    return json.dumps(table, indent=1, ensure_ascii=False) + "\n"
