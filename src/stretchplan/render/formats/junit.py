"""Write a verification or a comparison as JUnit XML, which services for continuous integration show."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final
from xml.etree import ElementTree as ET

from stretchplan.render.escape import escape_control_chars
from stretchplan.results.comparison import AnswerChange, Comparison
from stretchplan.results.verification import FAULTS, Finding, Verification
from stretchplan.words import verification as words

__all__ = ["report_to_junit"]

_NO_CHARACTERS: Final = re.compile("[\ufffe\uffff]")
"""What XML forbids besides the control characters."""


def report_to_junit(made: Verification | Comparison) -> str:
    """Return a verification or a comparison as JUnit XML.

    Each kind of fault, or of change, is a test case; one that was found is a failure for each time, with the smallest
    example. Nothing tells how long it took.

    Parameters
    ----------
    made
        Any of the two, also one read from a file: its texts are escaped, and what XML cannot hold is written out.

    Returns
    -------
    str
        The XML, as CI servers read it.

    Examples
    --------
    >>> from stretchplan.render import report_to_junit
    >>> from stretchplan.verification import verify
    >>> made = verify(days=[3], minutes=[10], areas=1, conditions=0, pain=[None])
    >>> report_to_junit(made).splitlines()[0]
    '<?xml version="1.0" encoding="UTF-8"?>'
    """
    if isinstance(made, Verification):
        suite, failures = _verified(made, " ".join(("stretchplan", "verify", made.catalog.id)))
    else:
        name = " ".join(("stretchplan", "compare", made.old.catalog.id, made.new.catalog.id))
        suite, failures = _compared(made, name)
    for key, value in (
        ("tests", len(suite.findall("testcase"))),
        ("failures", failures),
        ("errors", 0),
        ("skipped", 0),
    ):
        suite.set(key, str(value))
    root = ET.Element("testsuites")
    root.append(suite)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _verified(made: Verification, name: str) -> tuple[ET.Element, int]:
    suite = ET.Element("testsuite", name=_clean(name))
    failures = 0
    notes: list[str] = []
    for kind, what in words.KINDS.items():
        found = [finding for finding in made.findings if finding.kind == kind]
        if kind not in FAULTS:
            notes += [finding.message for finding in found]
            continue
        if not found:
            ET.SubElement(suite, "testcase", classname="stretchplan.verify", name=f"not: {what}")
        for finding in found:
            _failure(suite, f"{what}: {finding.subject}", kind, finding.message, _of_finding(finding))
            failures += 1
    counted = words.COUNTED.format(f"{made.requests:,}", f"{made.problems:,}")
    covered = [counted, *words.grid_words(made.grid)]
    ET.SubElement(suite, "system-out").text = _clean("\n".join([*covered, *notes, words.HONEST]))
    return suite, failures


def _of_finding(finding: Finding) -> list[str]:
    lines = [finding.message]
    if finding.smallest is not None:
        lines += [
            f"{words.SMALLEST}: {words.request_words(finding.smallest)}",
            finding.smallest.model_dump_json(exclude_defaults=True),
        ]
    return lines + ([f"{words.REQUESTS}: {finding.requests:,}"] if finding.requests else [])


def _compared(made: Comparison, name: str) -> tuple[ET.Element, int]:
    suite = ET.Element("testsuite", name=_clean(name))
    for kind, what in words.CHANGES.items():
        if not getattr(made, kind):
            ET.SubElement(suite, "testcase", classname="stretchplan.compare", name=f"none {what}")
    for change in made.changes:
        what = f"{change.requests:,} {words.CHANGES[change.kind]}"
        _failure(suite, f"{what}: {'; '.join(change.behind)}", change.kind, what, _of_change(change))
    ET.SubElement(suite, "system-out").text = _clean(words.SAME_ANSWER.format(f"{made.same:,}", f"{made.requests:,}"))
    return suite, len(made.changes)


def _of_change(change: AnswerChange) -> list[str]:
    return [
        *change.behind,
        f"{words.SMALLEST}: {words.request_words(change.smallest)}",
        words.BEFORE.format(words.answer_words(change.old)),
        words.NOW.format(words.answer_words(change.new)),
    ]


def _failure(suite: ET.Element, name: str, kind: str, message: str, lines: Sequence[str]) -> None:
    command = "compare" if kind in words.CHANGES else "verify"
    case = ET.SubElement(suite, "testcase", classname=f"stretchplan.{command}", name=_clean(name))
    failure = ET.SubElement(case, "failure", type=kind, message=_clean(message))
    failure.text = "\n".join(map(_clean, lines))


def _clean(text: str) -> str:
    """Return a text that XML can hold; what it cannot is written out."""
    lines = (escape_control_chars(line) for line in text.split("\n"))
    return _NO_CHARACTERS.sub(lambda match: f"\\u{ord(match[0]):04x}", "\n".join(lines))
