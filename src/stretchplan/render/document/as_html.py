"""Write a page as HTML, for use inside another page or as a file of its own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from typing import Final

from stretchplan.base.translation import spoken
from stretchplan.render.document.blocks import (
    Block,
    Bullet,
    Cell,
    Column,
    Entry,
    Group,
    Heading,
    Paragraph,
    Table,
    Worded,
)
from stretchplan.render.escape import escaped, isolated, phrased

__all__ = ["html_file", "page_to_html"]

_STYLE: Final = (
    ":root{color-scheme:light dark}"
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:62rem;margin:1.5rem auto;padding:0 1rem;overflow-wrap:anywhere;"
    "background:#fbfaf7;color:#1d2321}"
    "@media screen and (prefers-color-scheme:dark){body{background:#121715;color:#eef2f0}}"
    "@media(max-width:24rem){body{padding:0 .5rem}}"
    "p{max-width:42rem}.sp-title{font-size:1.4rem}.sp-heading{margin-top:1.6rem}"
    ".sp-warn{border-left:.25rem solid;padding-left:.75rem}"
    ".sp-wide{overflow-x:auto}table{border-collapse:collapse}"
    "th,td{text-align:left;padding:.25rem 1rem .25rem 0;border-bottom:1px solid rgba(128,128,128,.35)}"
)
"""The style of a file of its own."""


def html_file(title: str, body: str, style: str = "") -> str:
    """Return one HTML file without scripts, which loads nothing; ``body`` is HTML, and ``style`` more of the style."""
    return (
        f'<!doctype html>\n<html lang="{spoken()}">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escaped(title)}</title>\n<style>{_STYLE}{style}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def page_to_html(blocks: Iterable[Block], *, folded: Collection[str] = (), after_title: str = "") -> str:
    """Return a page as HTML without ids, styles or scripts; every text is escaped.

    Sections whose headings are in ``folded`` are closed at first. ``after_title`` is HTML to put below the title.
    """
    parts = []
    for number, (heading, section) in enumerate(_sections(blocks)):
        body = "".join(_grouped(section))
        if number == 0:
            body = after_title + body
        if heading is None:
            parts.append(body)
        elif heading.text in folded:
            parts.append(f"<details><summary>{_shown(heading.text)}</summary>{body}</details>")
        else:
            parts.append(f'<p class="sp-{heading.role}"><b>{_shown(heading.text)}</b></p>{body}')
    return "\n".join(parts)


def _shown(text: str) -> str:
    return phrased(text.phrases, spoken()) if isinstance(text, Worded) else isolated(text)


def _sections(blocks: Iterable[Block]) -> Iterator[tuple[Heading | None, list[Block]]]:
    heading: Heading | None = None
    section: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading):
            if heading or section:
                yield heading, section
            heading, section = block, []
        else:
            section.append(block)
    yield heading, section


def _grouped(section: list[Block]) -> Iterator[str]:
    """Yield the blocks of a section as HTML; adjacent bullets and entries are one list."""
    for listed, group in groupby(section, lambda block: isinstance(block, Bullet | Entry)):
        inside = "".join(map(_block, group))
        yield f"<ul>{inside}</ul>" if listed else inside


def _block(block: Block) -> str:
    match block:
        case Heading(text):
            return f"<p><b>{_shown(text)}</b></p>"
        case Paragraph(text, role):
            return f'<p class="sp-{role}">{_shown(text)}</p>'
        case Bullet(text, tag):
            return f"<li>{_shown(text)}{_tagged(tag)}</li>"
        case Entry(term, tag, lines):
            below = "".join(f"<br>{f'{_shown(label)}: ' if label else ''}{_shown(text)}" for label, text in lines)
            return f"<li><b>{_shown(term)}</b>{_tagged(tag)}{below}</li>"
        case Table(columns, rows):
            return _table(columns, rows)


def _tagged(tag: str) -> str:
    return f' <span class="sp-quiet">{_shown(tag)}</span>' if tag else ""


def _table(columns: tuple[Column, ...], rows: tuple[tuple[Cell, ...] | Group, ...]) -> str:
    heads = "".join(f'<th scope="col"{_class(c)}>{_shown(c.head or c.name)}</th>' for c in columns)
    body = "".join(
        f'<tr><th scope="rowgroup" colspan="{len(columns)}">{_shown(row.text)}{_tagged(row.tag)}</th></tr>'
        if isinstance(row, Group)
        else f"<tr>{''.join(f'<td{_class(c)}>{_cell(cell)}</td>' for c, cell in zip(columns, row, strict=True))}</tr>"
        for row in rows
    )
    return f'<div class="sp-wide"><table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>'


def _class(column: Column) -> str:
    names = [f"sp-{column.role}", *(["sp-right"] if column.right else [])]
    return f' class="{" ".join(names)}"'


def _cell(cell: Cell) -> str:
    if isinstance(cell, str):
        return _shown(cell)
    return "<br>".join(f'<span class="sp-{span.role}">{_shown(span.text)}</span>' for span in cell if span.text)
