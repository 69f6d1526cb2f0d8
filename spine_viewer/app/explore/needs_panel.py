"""Widgets that answer what a joint needs; part of its card."""

from __future__ import annotations

from spine_viewer.app import html
from spine_viewer.app.explore.needs_logic import NeedsLogic
from spine_viewer.app.text import live, shown
from spine_viewer.app.widgets import icon


class NeedsPanel:
    """A question; asked, the nerves with their bones, the numbering trap, and a button per procedure."""

    def __init__(self, logic: NeedsLogic) -> None:
        name = logic.typed.name
        with html.Div(classes="needs", v_if=f"{name.joint}"):
            with html.Div(v_if=f"{name.asked}"):
                html.P(f"{shown('needs.answer')} {{{{ {name.title} }}}}", classes="needs-of")
                with (
                    html.Ul(classes="needs-nerves"),
                    html.Li(v_for=f"nerve in {name.nerves}", key="nerve.id"),
                    html.Button(type="button", click=(logic.choose, "[nerve.id]"), data_nerve=("nerve.id",)),
                ):
                    html.Span("{{ nerve.name }}", classes="needs-name")
                    html.Span("{{ nerve.place }}", classes="needs-place")
                with html.P(classes="needs-trap", v_if=f"{name.trap}"):
                    html.Span(icon("warn"))
                    html.Span(f"{{{{ {name.trap} }}}}")
                with html.Button(
                    v_for=f"one in {name.procedures}",
                    key="one.id",
                    type="button",
                    classes="solid-button wide-button",
                    click=(logic.open, "[one.id]"),
                    data_open_procedure=("one.id",),
                ):
                    html.Span(f"{shown('needs.open')} <span :lang='one.language' data-told>{{{{ one.title }}}}</span>")
                html.P(shown("needs.none"), v_if=f"!{name.procedures}.length", classes="quiet")
            html.Button(
                f"{{{{ {name.asked} ? {live('needs.asked')} : {live('needs.ask')} }}}}",
                type="button",
                id="needs-ask",
                classes="wide-button",
                v_bind_class=f"{name.asked} ? 'outline-button' : 'solid-button'",
                click=logic.ask,
                aria_expanded=(f"{name.asked}",),
            )
