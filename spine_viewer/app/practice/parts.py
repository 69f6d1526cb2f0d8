"""Widgets that several exercises show: why something did not go, a mark for kept or missed, and bars of a score."""

from __future__ import annotations

from spine_viewer.app import html
from spine_viewer.app.text import shown
from spine_viewer.app.widgets import icon


def problem(name: str) -> None:
    """Why something did not go: ``name`` is the state that holds the reason."""
    with html.P(classes="problem", role="alert", v_if=name):
        html.Span(shown("quiz.problem"))
        html.Span(f"{{{{ ' ' + {name} }}}}")


def mark(good: str, words: tuple[str, str], signs: tuple[str, str] = ("check", "close")) -> None:
    """A sign and unseen words for what is good and what is not; ``good`` is an expression."""
    for sign, said, when in zip(signs, words, (good, f"!({good})"), strict=True):
        with html.Span(v_if=when, classes="sign"):
            html.Span(icon(sign))
            html.Span(shown(said), classes="unseen")


def bars(rows: str, figure: str, told: str = "''") -> None:
    """A bar for each row ``one`` with ``name`` and ``percent``; ``figure`` and ``told`` are expressions beside it."""
    with html.Ul(classes="bars"), html.Li(v_for=f"one in {rows}", key="one.name"):
        with html.Span():
            html.Span("{{ one.name }}")
            html.Span(f"{{{{ {told} }}}}", classes="quiet bar-told", v_if=told)
        with html.Span(classes="quiz-line", aria_hidden="true"):
            html.Span(style=("`width: ${one.percent}%`",))
        html.Span(f"{{{{ {figure} }}}}", classes="bar-figure")
