"""The pages of ``docs/`` in the app: the few forms of Markdown that they use, as HTML."""

from __future__ import annotations

import re
from html import escape

LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")
CODE = re.compile(r"`([^`]+)`")
STRONG = re.compile(r"\*\*([^*]+)\*\*")
SLANTED = re.compile(r"(?<![\w*])\*([^*]+)\*(?![\w*])")
RULE = re.compile(r"\|[\s:|-]+\|")


def as_html(text: str, title: bool = True) -> str:
    """HTML of a page of headings, paragraphs, lists and tables; everything else in it is shown as it stands.

    Parameters
    ----------
    text : str
        Markdown.
    title : bool
        Keep the heading of the whole page.

    Notes
    -----
    A link to another page names that page, since the app does not hold it.
    """
    parts = [part for block in re.split(r"\n\s*\n", text.strip()) for part in _parts(block)]
    return "\n".join(_block(part) for part in parts if title or not part.startswith("# "))


def _parts(block: str) -> list[str]:
    """A heading and what follows it without an empty line are two blocks."""
    head, _, rest = block.partition("\n")
    return [head, *_parts(rest)] if head.startswith("#") and rest else [block]


def _block(block: str) -> str:
    lines = block.split("\n")
    if block.startswith("#"):
        marks, _, words = block.partition(" ")
        return f"<h{len(marks)}>{_inline(words)}</h{len(marks)}>"
    if block.startswith("|"):
        return _table(lines)
    if block.startswith("- "):
        items = re.split(r"\n- ", "\n" + block)[1:]
        return "<ul>" + "".join(f"<li>{_inline(item)}</li>" for item in items) + "</ul>"
    return f"<p>{_inline(block)}</p>"


def _table(lines: list[str]) -> str:
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines if not RULE.fullmatch(line)]
    head, *body = rows
    top = "".join(f'<th scope="col">{_inline(cell)}</th>' for cell in head)
    rest = "".join("<tr>" + "".join(f"<td>{_inline(cell)}</td>" for cell in row) + "</tr>" for row in body)
    return f"<table><thead><tr>{top}</tr></thead><tbody>{rest}</tbody></table>"


def _inline(text: str) -> str:
    found = escape(" ".join(text.split()), quote=False)
    found = CODE.sub(r"<code>\1</code>", found)
    found = LINK.sub(lambda m: f"{m[1]} (<code>docs/{m[2]}</code>)", found)
    return SLANTED.sub(r"<em>\1</em>", STRONG.sub(r"<strong>\1</strong>", found))
