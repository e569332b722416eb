"""Makes docstrings fit for the API reference: a Griffe extension that mkdocs.yml names."""

import re
from typing import Any

import griffe

ROLE = re.compile(r":[a-z]+:`~?([^`]+)`")
"""A role such as ``:func:`check```."""
PAGE = re.compile(r"(?<![\w/`])docs/([\w/-]+)\.md")
"""A page that a docstring names. The pages that show docstrings are three folders below the site."""
EXAMPLE = re.compile(r"^>>> .*(?:\n.+)*", re.MULTILINE)


class ReadableDocstrings(griffe.Extension):
    """Shows roles as code, pages as links, and the examples of a module as blocks, as those of functions are."""

    def on_object(self, *, obj: griffe.Object, **_: Any) -> None:
        """Change the docstring of one module, class, function or attribute."""
        if obj.docstring:
            obj.docstring.value = PAGE.sub(r"[\g<0>](../../../\1/)", ROLE.sub(r"`\1`", obj.docstring.value))
            if obj.is_module:
                obj.docstring.value = EXAMPLE.sub(r"```pycon\n\g<0>\n```", obj.docstring.value)
