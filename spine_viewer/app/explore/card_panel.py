"""Widgets of the card."""

from __future__ import annotations

from spine_viewer.app import html
from spine_viewer.app.explore.card_logic import CardLogic
from spine_viewer.app.explore.needs_logic import NeedsLogic
from spine_viewer.app.explore.needs_panel import NeedsPanel
from spine_viewer.app.explore.notes_logic import NotesLogic
from spine_viewer.app.explore.notes_panel import CardNotes
from spine_viewer.app.explore.visibility_logic import VisibilityLogic
from spine_viewer.app.text import live, shown
from spine_viewer.app.widgets import icon, icon_button


class CardPanel:
    """Title, numbering trap, text, and the source that opens on demand."""

    def __init__(
        self, logic: CardLogic, needs: NeedsLogic, visibility: VisibilityLogic, notes: NotesLogic, mode: str
    ) -> None:
        asked = needs.typed.name.asked
        name, look = logic.typed.name, visibility.typed.name
        with html.Section(classes="card", aria_live="polite", aria_label=(live("card.label"),)):
            with html.Div(v_if=f"{name.shown}"):
                with html.Div(classes="card-head"):
                    html.H2(f"{{{{ {name.title} }}}}", id="card-title")
                    icon_button(
                        "close", live("card.close"), logic.close, classes="icon-button small", v_if=f"{name.picked}"
                    )
                html.P(f"{{{{ {name.subtitle} }}}}", classes="card-subtitle", v_if=f"{name.subtitle} && !{asked}")
                html.P(f"{{{{ {name.text} }}}}", classes="card-text", v_if=f"!{asked}")
                with html.Div(v_if=f"{name.picked} && {mode} === 'explore' && !{asked}", classes="card-tools"):
                    html.Button(shown("tree.look"), type="button", click=(visibility.look_at, f"[{name.drawn}]"))
                    html.Button(
                        shown("tree.only"),
                        type="button",
                        click=(visibility.isolate, f"[{name.drawn}]"),
                        aria_pressed=(f"{look.isolated}.includes({name.drawn})",),
                    )
                    html.Button(
                        shown("tree.glass"),
                        type="button",
                        click=(visibility.ghost, f"[{name.drawn}]"),
                        aria_pressed=(f"{look.ghosted}.includes({name.drawn})",),
                    )
                    html.Button(shown("tree.hide"), type="button", click=(visibility.hide, f"[{name.drawn}]"))
                NeedsPanel(needs)
                with html.Div(v_if=f"{name.picked} && {mode} === 'explore' && !{asked}"):
                    CardNotes(notes, name.drawn)
                html.P(f"{{{{ {name.names} }}}}", classes="card-names quiet", v_if=f"{name.names}")
                with html.Details(classes="source"):
                    html.Summary(f"{shown('common.source_of')} <span class='status'>{{{{ {name.status} }}}}</span>")
                    html.P(f"{{{{ {name.source} }}}}", lang="en")
                    html.P(f"{{{{ {name.status} }}}}: {{{{ {name.status_text} }}}}.", classes="quiet")
            with html.Div(v_else=True, classes="card-empty"):
                html.Span(icon("target"), classes="card-empty-icon")
                html.P(shown("card.empty"))
