"""Makes docstrings fit for the API reference: a Griffe extension that mkdocs.yml names."""

import re
from typing import Any

import griffe

ROLE = re.compile(r":[a-z]+:`~?([^`]+)`")
"""A role such as ``:func:`check```."""
PAGE = re.compile(r"(?<![\w/`])docs/([\w/-]+)\.md")
"""A page that a docstring names. The pages that show docstrings are three folders below the site."""
EXAMPLE = re.compile(r"^>>> .*(?:\n.+)*", re.MULTILINE)
FIELD = re.compile(r"^Field\((?:default=)?([^,)]+).*\)$")
REQUIRED = re.compile(r"^Required\[(.*)\]$")


class ReadableDocstrings(griffe.Extension):
    """Shows roles as code, pages as links, examples of a module as blocks, and the fields of a model as parameters."""

    def on_object(self, *, obj: griffe.Object, **_: Any) -> None:
        """Change the docstring of one module, class, function or attribute."""
        if obj.docstring:
            if isinstance(obj, griffe.Class):
                name_fields(obj)
            obj.docstring.value = PAGE.sub(r"[\g<0>](../../../\1/)", ROLE.sub(r"`\1`", obj.docstring.value))
            if obj.is_module:
                obj.docstring.value = EXAMPLE.sub(r"```pycon\n\g<0>\n```", obj.docstring.value)


def name_fields(model: griffe.Class) -> None:
    """Give a class that takes ``**fields`` the parameters that its docstring lists, with their types and defaults.

    The types are those that callers may give, from the classes ``…Fields`` beside it; the defaults are the model's.
    """
    made = model.members.get("__init__")
    if not isinstance(made, griffe.Function) or [p.kind.value for p in made.parameters][1:] != ["variadic keyword"]:
        return
    beside = [one for name, one in model.module.members.items() if name.endswith("Fields") and one.is_class]
    given = {name: one.annotation for kind in beside for name, one in kind.members.items() if one.is_attribute}
    parts = model.docstring.parse("numpy", warnings=False) if model.docstring else []
    listed = [entry for part in parts if part.kind.value == "parameters" for entry in part.value]
    if not listed:
        return
    fields = griffe.Parameters(griffe.Parameter("self", kind=griffe.ParameterKind.positional_only))
    for entry in listed:
        field = model.members.get(entry.name)
        is_field = isinstance(field, griffe.Attribute) and "property" not in field.labels
        default = shown(model, field) if is_field else "None"
        annotation = given.get(entry.name, field.annotation if is_field else None)
        if annotation is not None:
            annotation = REQUIRED.sub(r"\1", str(annotation))
        fields.add(
            griffe.Parameter(entry.name, annotation=annotation, default=default, kind=griffe.ParameterKind.keyword_only)
        )
    made.parameters, made.overloads = fields, None


def shown(model: griffe.Class, field: griffe.Attribute) -> str | None:
    """Return the default of a field as a reader understands it: a number of the rulebook instead of its name."""
    default = None if field.value is None else FIELD.sub(r"\1", str(field.value))
    if default and default.startswith("bounds."):
        bound = model.package["rulebook"]["bounds"][default.removeprefix("bounds.")]
        return str(bound.value)
    return default
