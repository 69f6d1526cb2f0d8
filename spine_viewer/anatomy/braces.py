"""Names in braces, as in ``medial_branch:{n}:{side}``, that stand for a level or a side in the annotations."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from string import Formatter


def braces_in(text: str) -> frozenset[str]:
    """Names in the braces of a text; ``ValueError`` where a brace is not closed."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def require_braces(texts: Iterable[str], allowed: Collection[str]) -> None:
    """``ValueError`` for the first text with a brace that stands for nothing."""
    for text in texts:
        wrong = sorted(braces_in(text).difference(allowed))
        if wrong:
            names = ", ".join(f"{{{name}}}" for name in allowed)
            raise ValueError(f"{{{wrong[0]}}} in {text!r} stands for nothing; allowed: {names}")
