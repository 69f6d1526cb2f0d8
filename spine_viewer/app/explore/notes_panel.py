"""Widgets of the notes: on the card of a structure, and all of them in the side panel."""

from __future__ import annotations

from collections.abc import Callable

from spine_viewer.app import html
from spine_viewer.app.explore.notes_logic import NotesLogic
from spine_viewer.app.text import live, shown
from spine_viewer.app.widgets import icon, icon_button
from spine_viewer.scene.notes import LONGEST


class CardNotes:
    """Notes on what is picked out, and a field for another one."""

    def __init__(self, logic: NotesLogic, selection: str) -> None:
        name = logic.typed.name
        with html.Div(classes="notes"):
            with (
                html.Ul(),
                html.Li(
                    v_for=f"note in {name.notes}.filter(note => note.structure === {selection})",
                    key="note.at",
                    classes="pinned",
                ),
            ):
                html.Span("{{ note.text }}", classes="note-text")
                icon_button("close", live("notes.remove"), (logic.remove, "[note.at]"), classes="icon-button small")
            with html.Button(
                type="button",
                id="note-add",
                classes="outline-button",
                click=(logic.write, "[]"),
                v_if=f"!{name.writing}",
            ):
                html.Span(icon("note"))
                html.Span(shown("notes.add"))
            with html.Div(v_if=f"{name.writing}", classes="note-field"):
                html.Element(
                    "textarea",
                    id="note-text",
                    rows=3,
                    maxlength=LONGEST,
                    autofocus=True,
                    v_model=(name.draft,),
                    aria_label=(live("notes.field"),),
                    placeholder=(live("notes.placeholder"),),
                )
                html.P(f"{{{{ {name.problem} }}}}", classes="problem", role="alert", v_if=f"{name.problem}")
                with html.Div(classes="measure-row"):
                    html.Button(
                        shown("notes.pin"),
                        type="button",
                        id="note-pin",
                        classes="solid-button",
                        click=logic.pin,
                        disabled=(f"!{name.draft}.trim()",),
                    )
                    html.Button(
                        shown("notes.cancel"), type="button", classes="outline-button", click=(logic.write, "[false]")
                    )


class NotesPanel:
    """Every note with its structure; a click goes there."""

    def __init__(self, logic: NotesLogic, look_at: Callable[[str], None]) -> None:
        name = logic.typed.name
        with html.Details(classes="section", open=True, v_if=f"{name.notes}.length"):
            html.Summary(f"{shown('notes.title')} <small>{{{{ {name.notes}.length }}}}</small>")
            with html.Ul(), html.Li(v_for=f"note in {name.notes}", key="note.at", classes="pinned"):
                with html.Button(type="button", click=(look_at, "[note.structure]"), classes="note-go"):
                    html.Span("{{ note.name }}", classes="found-place")
                    html.Span("{{ note.text }}", classes="note-text")
                icon_button("close", live("notes.remove"), (logic.remove, "[note.at]"), classes="icon-button small")
