"""The public names with their signatures, and what a change of them would break for callers; griffe reads both."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import griffe

ROOT = Path(__file__).parents[2]
FILE = ROOT / "tests/golden/public_api.txt"
MODULES = ("", "batch", "catalog", "errors", "render", "testing", "verification", "widget")
"""The modules whose ``__all__`` is the public face; the first one is the package itself."""


def here() -> griffe.Object:
    """Return the package of this checkout."""
    return package(griffe.load("stretchplan", search_paths=[str(ROOT / "src")]))


def package(loaded: griffe.Object | griffe.Alias) -> griffe.Object:
    """Return what griffe has loaded as the package that it is."""
    assert isinstance(loaded, griffe.Module)
    return loaded


def public(package: griffe.Object) -> Iterator[tuple[str, griffe.Object]]:
    """Yield each public name by the shortest path to it, and what it means."""
    seen = set()
    for module in MODULES:
        owner = package[module] if module else package
        for name in sorted(map(str, owner.exports or ())):
            member = owner.members[name]
            member = member.final_target if member.is_alias else member
            if member.canonical_path not in seen and not member.is_module:
                seen.add(member.canonical_path)
                yield f"{module}.{name}".lstrip("."), member


def text(package: griffe.Object) -> str:
    """Return a line for each public name, and one below it for each public member of a class."""
    lines = []
    for path, one in public(package):
        lines += [f"{path}{said}" for said in signatures(one)]
        lines += [f"  .{name}{said}" for name, member in members(one) for said in signatures(member)]
    return "\n".join(lines) + "\n"


def members(one: griffe.Object) -> Iterator[tuple[str, griffe.Object]]:
    """Yield the public members of a class, with the formats that it inherits; how it is made comes first."""
    if one.is_class:
        shown = {name: member for name, member in one.inherited_members.items() if ".formats." in member.canonical_path}
        for name, member in (*one.members.items(), *shown.items()):
            if name in ("__init__", "__call__") or not name.startswith("_"):
                yield name, member.final_target if member.is_alias else member


def signatures(one: griffe.Object) -> list[str]:
    """Return how something is called, in each way that type checkers know, or its type and its default."""
    if one.is_class:
        return [f": class({', '.join(map(str, one.bases))})"]
    if one.is_attribute:
        value = str(one.value) if one.value is not None and "class-attribute" in one.labels else ""
        default = f" = {value if len(value) < 80 else '…'}" if value else ""
        return [f": {one.annotation}{default}" if one.annotation else default]
    return [signature(way) for way in one.overloads or [one]]


def signature(one: griffe.Object) -> str:
    """Return how a function is called, and what it returns."""
    parts, kinds = [], griffe.ParameterKind
    before = None
    for parameter in one.parameters:
        if before is kinds.positional_only and parameter.kind is not before:
            parts.append("/")
        if parameter.kind is kinds.keyword_only and before not in (kinds.keyword_only, kinds.var_positional):
            parts.append("*")
        before = parameter.kind
        if parameter.name not in ("self", "cls"):
            stars = {kinds.var_positional: "*", kinds.var_keyword: "**"}.get(parameter.kind, "")
            default = f" = {parameter.default}" if parameter.default is not None and not stars else ""
            parts.append(f"{stars}{parameter.name}: {parameter.annotation}{default}")
    if before is kinds.positional_only:
        parts.append("/")
    return f"({', '.join(parts)}) -> {one.returns}"


def breakages(old: griffe.Object, new: griffe.Object) -> list[str]:
    """Return what callers of the public names of an old package would meet in a new one, a line for each."""
    found = griffe.find_breaking_changes(face(old), face(new))
    return [f"{change.obj.path}: {change.kind.value}: {change.old_value} → {change.new_value}" for change in found]


def face(package: griffe.Object) -> griffe.Module:
    """Return a module of all public names together; griffe compares the members of modules."""
    made = griffe.Module("face")
    for path, one in public(package):
        one.public = True
        made.members[path] = one
    return made


def last_tag() -> str | None:
    """Return the newest version that is tagged in this checkout."""
    command = ["git", "tag", "--list", "--sort=-v:refname", "v*"]
    tags = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    return next(iter(tags.stdout.split()), None)


def may_break(ref: str, version: str) -> bool:
    """Return whether a version may break callers of a tagged one: its first number rose, or below 1.0 its second."""
    before, now = ref.removeprefix("v").split("."), version.split(".")
    return before[0] != now[0] or (now[0] == "0" and before[1:2] != now[1:2])


def at(ref: str) -> griffe.Object:
    """Return the package as it was at a tag or commit of this checkout."""
    return package(griffe.load_git("stretchplan", ref=ref, repo=ROOT, search_paths=["src"]))
