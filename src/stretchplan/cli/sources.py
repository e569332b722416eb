"""Read the catalogue and the policy that options name, and make the planner from them."""

import os
import stat
import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from stretchplan.base.errors import PolicyError
from stretchplan.base.models import read
from stretchplan.base.text import did_you_mean, quoted
from stretchplan.base.translation import LanguageName
from stretchplan.catalog import Catalog, builtin_catalog, load_catalog
from stretchplan.catalog.loader import BUILTIN, BuiltinName
from stretchplan.cli.exits import BadUsage, FileTrouble
from stretchplan.cli.files import read_json
from stretchplan.inputs.policy import Policy
from stretchplan.planning.planner import CACHE_MIB, NODE_BUDGET, Planner
from stretchplan.safety.own_rules import OwnRule, checked
from stretchplan.words.phrases import listed

__all__ = ["make_planner", "read_catalog", "read_policy", "read_rules", "refuse_lost_input", "refuse_shared_input"]
__all__ += ["shown_name"]


def shown_name(file: str) -> str:
    """Return the name of an input file for messages."""
    return "standard input" if file == "-" else file


def read_catalog(file: str | None) -> Catalog:
    """Return the catalogue in a file, or the built-in one of that name; the seven for None."""
    name: BuiltinName
    for name in BUILTIN:
        if file == name:  # files of catalogues end in .toml or .json
            return builtin_catalog(name)
    if file is None:
        return builtin_catalog()
    try:
        return load_catalog(file)
    except OSError as error:
        raise FileTrouble(f"{quoted(file)} cannot be read: {error.strerror or error}") from None


def read_policy(file: str | None, catalog: Catalog | None) -> Policy | None:
    """Return the policy in a file; the stretches it names must be in the catalogue, if that is known."""
    if file is None:
        return None
    data = read_json(file)
    try:
        policy = read(Policy, data)
        return policy if catalog is None else Planner(catalog, policy=policy).policy
    except PolicyError as error:
        raise PolicyError(*error.problems, source=shown_name(file)) from None


def read_rules(name: str | None) -> tuple[OwnRule, ...]:
    """Return the caller's own rules, a sequence that a module has: ``module:name``.

    The module may lie in the folder from which the command is given.
    """
    if name is None:
        return ()
    module_name, _, attribute = name.partition(":")
    if not all(part.isidentifier() for part in (*module_name.split("."), attribute)):
        raise BadUsage(f"--rules: {quoted(name)} is not a module and a name in it; give both, such as our_rules:RULES")
    if "" not in sys.path and str(Path.cwd()) not in sys.path:
        sys.path.insert(0, str(Path.cwd()))
    try:
        module = import_module(module_name)
    except Exception as error:  # noqa: BLE001 - whatever the caller's module raises
        why = f"{type(error).__name__}: {error}"
        raise BadUsage(f"--rules: the module {quoted(module_name)} cannot be imported ({why})") from None
    if not hasattr(module, attribute):
        names = [known for known in vars(module) if not known.startswith("_")]
        hint, _ = did_you_mean(attribute, names, f"it has {listed(names[:10]) or 'no names'}")
        raise BadUsage(f"--rules: the module {quoted(module_name)} has no {quoted(attribute)}; {hint}")
    return checked(getattr(module, attribute))


def make_planner(
    catalog: Catalog,
    policy_file: str | None,
    *,
    node_budget: int | None,
    explain: bool = True,
    cache_mib: int = CACHE_MIB,
    language: LanguageName | None = None,
) -> Planner:
    """Return the planner for a catalogue, a file with a policy, a node budget and a language; None is the usual one."""
    return Planner(
        catalog,
        policy=read_policy(policy_file, catalog),
        node_budget=NODE_BUDGET if node_budget is None else node_budget,
        explain=explain,
        cache_mib=cache_mib,
        language=language,
    )


def refuse_shared_input(files: dict[str, str | None]) -> None:
    """Refuse a command line in which two files are standard input; ``files`` has them by the names of their options."""
    names = [name for name, file in files.items() if file == "-"]
    if len(names) > 1:
        raise BadUsage(f"standard input can be read once, and {listed(names)} are both to come from it")


def refuse_lost_input(output_file: str, files: Mapping[str, str | None]) -> None:
    """Refuse an output that would replace a file that is read; ``files`` has those as :func:`refuse_shared_input`."""
    for name, file in files.items():
        if file is not None and _are_one(file, output_file):
            raise BadUsage(f"--output: {quoted(output_file)} is the file of {name} too; give the output another name")


def _are_one(file: str, output_file: str) -> bool:
    """Return whether both are one regular file; ``-`` may be one that the shell has opened as standard input."""
    try:
        found = os.fstat(sys.stdin.fileno()) if file == "-" else Path(file).stat()
        return stat.S_ISREG(found.st_mode) and os.path.samestat(found, Path(output_file).stat())
    except (OSError, ValueError, AttributeError):  # one of them is not there, or names no file
        return False
