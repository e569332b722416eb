"""``stretchplan verify`` and ``compare``: what a catalogue, a policy and rules make of a grid of requests."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from stretchplan._version import __version__
from stretchplan.base.crew import WorkerLost, available_cores
from stretchplan.base.errors import InvalidRequest
from stretchplan.base.messages import problems
from stretchplan.base.strict_json import UnreadableJSON, read_strictly
from stretchplan.base.text import quoted
from stretchplan.catalog import Catalog
from stretchplan.catalog.loader import BUILTIN
from stretchplan.cli import output
from stretchplan.cli.batch.parts import Parts
from stretchplan.cli.batch.progress_bar import progress_bar
from stretchplan.cli.exits import BadUsage, Exit, FileTrouble
from stretchplan.cli.files import read_bytes, what_went_wrong
from stretchplan.cli.formats import FORMATS_OF_A_COMPARISON, FORMATS_OF_A_VERIFICATION, format_for
from stretchplan.cli.option_groups import GRID
from stretchplan.cli.result import CommandResult
from stretchplan.cli.sources import read_catalog, read_policy, read_rules, refuse_shared_input
from stretchplan.cli.stop import Stop
from stretchplan.planning.planner import NODE_BUDGET
from stretchplan.render.document.blocks import Block, Heading, Paragraph
from stretchplan.render.pages.verification import comparison_page, verification_page
from stretchplan.results.comparison import Comparison
from stretchplan.results.verification import VERIFICATION_FORMAT, Grid, Verification
from stretchplan.rulebook.rules import RULES_VERSION
from stretchplan.verification.compare import compare as compare_verifications
from stretchplan.verification.grid import GridFields, make_grid, require_known_areas
from stretchplan.verification.join import joined
from stretchplan.verification.run import MOST_WORKERS, answered_parts
from stretchplan.verification.tally import Tally
from stretchplan.verification.work import Work
from stretchplan.words import verification as words

__all__ = ["compare", "verify"]

_PARTS_VERSION: Final = 1


def verify(
    catalog: str | None,
    policy_file: str | None,
    rules: str | None,
    workers: int | None,
    node_budget: int | None,
    format_name: str | None,
    output_file: str | None,
    **grid: Any,
) -> CommandResult:
    """Go through a grid of requests."""
    format_name = format_for(format_name, output_file, FORMATS_OF_A_VERIFICATION)
    size = _workers(workers)
    if catalog is None:
        raise BadUsage("name the catalogue to verify: seven, anywhere, both, or a file in TOML or JSON")
    refuse_shared_input({"the catalogue": catalog, "--policy": policy_file})
    work = _work(read_catalog(catalog), policy_file, rules, node_budget, _fields(grid))
    if output_file in (None, "-"):
        made = _gone_through(work, size, None, rules, lambda made: "")
        return _shown(made, format_name)
    assert output_file is not None
    made = _gone_through(work, size, _target(output_file), rules, lambda made: _content(made, format_name))
    output.say(f"wrote {output_file}")
    return CommandResult(page=_brief(made), exit=_exit(made))


def compare(
    old: str | None,
    new: str | None,
    old_policy: str | None,
    new_policy: str | None,
    old_rules: str | None,
    new_rules: str | None,
    workers: int | None,
    node_budget: int | None,
    format_name: str | None,
    output_file: str | None,
    **grid: Any,
) -> CommandResult:
    """Say which requests get another answer."""
    format_name = format_for(format_name, output_file, FORMATS_OF_A_COMPARISON)
    size = _workers(workers)
    if old is None or new is None:
        raise BadUsage("name two catalogues, or two verifications saved as JSON: the old one and the new one")
    refuse_shared_input({"OLD": old, "NEW": new, "--old-policy": old_policy, "--new-policy": new_policy})
    sides = _side(old, "old", old_policy, old_rules), _side(new, "new", new_policy, new_rules)
    saved = [side for side in sides if isinstance(side, Verification)]
    fields = _fields(grid)
    if saved and fields:
        raise BadUsage(f"--{next(iter(fields))}: the grid is that of the saved verification; leave the option out")
    if saved:
        on = saved[0].grid
    else:
        names = tuple(dict.fromkeys(name for one in sides for name in one.area_ids))
        with _naming_options():
            on = make_grid(names, fields)
            require_known_areas(on, names, "either catalogue")
    made: list[Verification] = []
    for side, policy_file, rules in zip(sides, (old_policy, new_policy), (old_rules, new_rules), strict=True):
        if isinstance(side, Verification):
            made.append(side)
            continue
        work = _work(side, policy_file, rules, node_budget, on, unknown_areas=True)
        made.append(_gone_through(work, size, None, rules, lambda made: ""))
    found = compare_verifications(*made)
    if output_file in (None, "-") or format_name in ("text", "json"):
        shown = _shown(found, format_name)
        return CommandResult(shown.data, shown.page, shown.format_name, output_file, shown.content, shown.exit)
    return CommandResult(content=_content(found, format_name), output_file=output_file, exit=_exit(found))


def _workers(given: int | None) -> int:
    if given is not None and not 1 <= given <= MOST_WORKERS:
        raise BadUsage(f"--workers: {given} is not allowed; it must be 1 to {MOST_WORKERS}")
    return available_cores() if given is None else given


def _fields(grid: dict[str, Any]) -> GridFields:
    """Return the axes that the options state."""
    return {name: grid[name] for name in GRID if grid[name] is not None}  # type: ignore[return-value]


def _work(
    catalog: Catalog,
    policy_file: str | None,
    rules: str | None,
    node_budget: int | None,
    grid: GridFields | Grid,
    *,
    unknown_areas: bool = False,
) -> Work:
    policy, own_rules = read_policy(policy_file, catalog), read_rules(rules)
    with _naming_options():
        return Work(
            catalog,
            policy=policy,
            rules=own_rules,
            node_budget=NODE_BUDGET if node_budget is None else node_budget,
            unknown_areas=unknown_areas,
            grid=grid,
        )


@contextmanager
def _naming_options() -> Iterator[None]:
    """Name the option in place of the grid's field in errors about its value."""
    try:
        yield
    except InvalidRequest as error:
        found = [(problem, problem.where.rpartition(".")[2]) for problem in error.problems]
        raise InvalidRequest(
            *(replace(problem, where=f"--{axis}") if axis in GRID else problem for problem, axis in found)
        ) from None


def _gone_through(
    work: Work, workers: int, target: Path | None, rules: str | None, content: Callable[[Verification], str]
) -> Verification:
    """Go through the grid; with a target, what is done is kept beside it, and the report is written there."""
    if target is None:
        tallies: dict[int, Tally] = {}
        try:
            with Stop(at_once=False) as stop, progress_bar(work.grid.requests, "requests") as report:
                done = 0
                for part, tally in answered_parts(work, work.parts, workers, lambda: stop.asked is not None):
                    tallies[part.number] = tally
                    done += tally.requests
                    report(done, done)
                stop.check()
        except WorkerLost as error:
            raise FileTrouble(f"{error}; nothing is kept without --output") from None
        return joined(work, [tallies[part.number] for part in work.parts])
    folder = target.with_name(f"{target.name}.parts")
    results: list[Verification] = []

    def join(whole: Path, paths: Iterable[Path]) -> None:
        made = joined(work, [Tally.from_json(json.loads(path.read_bytes())) for path in paths])
        results.append(made)
        whole.write_text(content(made), encoding="utf-8", newline="\n")

    try:
        with Parts(folder, _made_from(work, rules)) as parts:
            _answer_rest(work, workers, parts)
            parts.finish(target, join)
    except WorkerLost as error:
        raise FileTrouble(f"{error}; the same command goes on from there") from None
    except OSError as error:
        raise FileTrouble(f"{quoted(str(target))} cannot be written: {what_went_wrong(error)}") from None
    return results[0]


def _answer_rest(work: Work, workers: int, parts: Parts) -> None:
    """Answer the parts of the work that are not kept yet, and keep each."""
    done = sum(part.rows for part in parts.done)
    left = [number for _, start, end in parts.gaps(len(work.parts)) for number in range(start, end)]
    try:
        with Stop(at_once=False) as stop, progress_bar(work.grid.requests, "requests") as report:
            report(done, done)
            some = (work.parts[number] for number in left)
            for part, tally in answered_parts(work, some, workers, lambda: stop.asked is not None):
                text = json.dumps(tally.to_json())
                parts.add(partial(_write, text), tally.requests, part.number + 1, {}, 0, part.number)
                done += tally.requests
                report(done, done)
            stop.check()
    except KeyboardInterrupt:
        output.say(f"stopped; {done:,} requests are done, and the same command goes on from there")
        raise


def _write(text: str, path: Path) -> None:
    path.write_text(text, encoding="utf-8")


def _made_from(work: Work, rules: str | None) -> dict[str, Any]:
    """Return what the answers depend on: a run goes on only where all of it is the same."""
    texts = [rule.model_dump_json() for rule in work.terms.own_rule_refs]
    return {
        "work": f"verification {_PARTS_VERSION}",
        "version of stretchplan": [__version__, RULES_VERSION],
        "catalog": work.catalog.digest,
        "policy": hashlib.sha256(work.policy.model_dump_json().encode()).hexdigest(),
        "rules": [rules, hashlib.sha256("\n".join(texts).encode()).hexdigest(), _source_of(work)],
        "node budget": work.node_budget,
        "grid": hashlib.sha256(work.grid.model_dump_json().encode()).hexdigest(),
    }


def _source_of(work: Work) -> str:
    """Return the digest of the files that define the own rules."""
    import inspect

    found = hashlib.sha256()
    for rule in work.rules:
        try:
            found.update(Path(inspect.getfile(type(rule))).read_bytes())
        except (OSError, TypeError):  # defined in no file
            found.update(repr(type(rule)).encode())
    return found.hexdigest()


def _target(name: str) -> Path:
    try:
        target = Path(name).resolve()
        if target.is_dir():
            raise FileTrouble(f"{quoted(name)} cannot be written: it is a directory; give the name of a file")
        if target.exists() and not target.is_file():
            raise FileTrouble(f"{quoted(name)} cannot be written: it is no regular file")
        if not target.parent.is_dir():
            raise FileTrouble(f"{quoted(name)} cannot be written: no such file or directory")
    except (OSError, ValueError) as error:  # ValueError: a name with a null character
        raise FileTrouble(f"{quoted(name)} cannot be written: {what_went_wrong(error)}") from None
    return target


def _content(made: Verification | Comparison, format_name: str) -> str:
    if format_name == "json":
        return made.model_dump_json(indent=1) + "\n"
    if format_name == "html":
        return made.to_html()
    if format_name == "junit":
        return made.to_junit()
    return output.plain_page(_page(made))


def _page(made: Verification | Comparison) -> Iterator[Block]:
    return verification_page(made) if isinstance(made, Verification) else comparison_page(made)


def _shown(made: Verification | Comparison, format_name: str) -> CommandResult:
    if format_name in ("text", "json"):
        return CommandResult(made, _page(made), format_name, exit=_exit(made))
    return CommandResult(content=_content(made, format_name), exit=_exit(made))


def _brief(made: Verification) -> Iterator[Block]:
    yield Heading(words.title(len(made.faults), made.requests), "good" if made.ok else "bad")
    yield Paragraph(f"They come to {made.problems:,} distinct problems; {made.checks:,} plans were checked.")


def _exit(made: Verification | Comparison) -> Exit:
    if made.ok:
        return Exit.OK
    return Exit.VIOLATIONS if isinstance(made, Verification) else Exit.DIFFERENT


# --- The two sides of a comparison


def _side(name: str, which: str, policy_file: str | None, rules: str | None) -> Catalog | Verification:
    """Return the catalogue that a side names, or the verification that its file holds."""
    saved = None if name in BUILTIN or name.endswith(".toml") else _saved(name)
    if saved is None:
        return read_catalog(name)
    for option, given in ((f"--{which}-policy", policy_file), (f"--{which}-rules", rules)):
        if given is not None:
            raise BadUsage(
                f"{option}: {quoted(name)} is a saved verification, made under its own; leave the option out"
            )
    return saved


def _saved(name: str) -> Verification | None:
    """Return the verification in a file; None where the file holds something else."""
    data = read_bytes(name, Verification.max_json_bytes)
    if b"stretchplan-verification/" not in data[:400]:
        return None
    try:
        read_strictly(data, max_bytes=Verification.max_json_bytes)
        return Verification.model_validate_json(data)
    except UnreadableJSON as error:
        raise FileTrouble(f"{quoted(name)}: {error}") from None
    except ValidationError as error:
        first = problems(error, Verification)[0]
        raise FileTrouble(f"{quoted(name)} is not a verification of the form {VERIFICATION_FORMAT}: {first}") from None
