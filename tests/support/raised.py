"""Which of our own errors can a function raise, as far as its source and what it calls by name say?"""

import ast
from pathlib import Path

import stretchplan as sp

PACKAGE = Path(sp.__file__).parent
ERRORS = {name: getattr(sp.errors, name) for name in sp.errors.__all__}
ERRORS = {name: kind for name, kind in ERRORS.items() if isinstance(kind, type) and issubclass(kind, Exception)}
# Their only error is about a name that they do not have, and the library calls them with names that they have.
HARMLESS = {"builtin_catalog", "builtin_of", "speaking"}


class Body(ast.NodeVisitor):
    """What one function raises and calls, each with the errors that a ``try`` around it catches."""

    def __init__(self, function: ast.AST, owner: str) -> None:
        self.raised: set[tuple[str, frozenset[str]]] = set()
        self.called: set[tuple[str, frozenset[str]]] = set()
        self.owner = owner
        self.caught: frozenset[str] = frozenset()
        self.generic_visit(function)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """Leave out a function inside: what it raises, it raises when somebody calls it."""

    def visit_Try(self, node: ast.Try) -> None:
        """Go through a ``try``: what a handler catches for good does not leave its body."""
        outside = self.caught
        for handler in node.handlers:
            if not any(isinstance(one, ast.Raise) and one.exc is None for one in ast.walk(handler)):
                self.caught |= set(ast.unparse(handler.type).strip("()").split(", ")) if handler.type else {"Exception"}
        for one in node.body:
            self.visit(one)
        self.caught = outside
        for one in (*node.handlers, *node.orelse, *node.finalbody):
            self.visit(one)

    def visit_Raise(self, node: ast.Raise) -> None:
        """Note an error of ours: ``raise Error``, ``raise Error(…)`` or ``raise Error.of(…)``."""
        raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
        if raised is not None:
            self.raised |= {(name, self.caught) for name in ast.unparse(raised).split(".") if name in ERRORS}
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        """Note a call of a name, or of a method of the same object."""
        called = ast.unparse(node.func)
        for prefix in ("self.", "cls."):
            called = called.replace(prefix, f"{self.owner}.", 1) if called.startswith(prefix) else called
        self.called.add((called, self.caught))
        self.generic_visit(node)


class Sources:
    """The functions of the package, and what each module imports from others."""

    def __init__(self) -> None:
        self.bodies: dict[tuple[str, str], Body] = {}
        self.imported: dict[tuple[str, str], tuple[str, str]] = {}
        for path in sorted(PACKAGE.rglob("*.py")):
            module = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
            self._read(ast.parse(path.read_text(encoding="utf-8")), module, "")

    def _read(self, node: ast.AST, module: str, owner: str) -> None:
        for one in ast.iter_child_nodes(node):
            if isinstance(one, ast.ImportFrom) and (one.module or "").startswith("stretchplan."):
                source = one.module.removeprefix("stretchplan.")
                self.imported |= {(module, name.asname or name.name): (source, name.name) for name in one.names}
            if isinstance(one, ast.FunctionDef):
                self.bodies[module, f"{owner}.{one.name}".lstrip(".")] = Body(one, owner)
            self._read(one, module, one.name if isinstance(one, ast.ClassDef) else owner)

    def errors(self, module: str, name: str, seen: frozenset[tuple[str, str]] = frozenset()) -> set[str]:
        """Return the names of our errors that can leave a function of a module."""
        while (module, name) in self.imported:
            module, name = self.imported[module, name]
        if (module, name) in seen or (module, name) not in self.bodies or name in HARMLESS:
            return set()
        body = self.bodies[module, name]
        found = {error for error, caught in body.raised if not stopped(error, caught)}
        for called, caught in body.called:
            inner = self.errors(module, called, seen | {(module, name)})
            found |= {error for error in inner if not stopped(error, caught)}
        return found


def stopped(error: str, caught: frozenset[str]) -> bool:
    """Return whether handlers that catch these catch this error."""
    return any(kind.__name__ in caught for kind in ERRORS[error].__mro__)
