"""Widgets of the top bar."""

from __future__ import annotations

from collections.abc import Callable

from spine_viewer.app import html
from spine_viewer.app.shell.topbar_logic import TopbarLogic
from spine_viewer.app.text import text
from spine_viewer.app.widgets import icon, icon_button, switch

AUDIENCES = (("patient", "Patient"), ("professional", "Professional"))


class TopbarPanel:
    """Brand, search, audience, undo and redo, snapshot, help."""

    def __init__(self, logic: TopbarLogic, share: Callable[[], None]) -> None:
        name = logic.typed.name
        with html.Header(classes="topbar"):
            with html.Div(classes="brand"):
                html.Span("Spine viewer", classes="brand-name")
            self._search(logic)
            switch("Words for", AUDIENCES, logic.address, name.audience)
            with html.Div(classes="tools"):
                icon_button("undo", "Undo (Ctrl+Z)", logic.undo, disabled=(f"!{name.can_undo}",))
                icon_button("redo", "Redo (Ctrl+Shift+Z)", logic.redo, disabled=(f"!{name.can_redo}",))
                icon_button("share", text("state.button"), (share, "[]"))
                icon_button("snapshot", "Save a picture of the 3D view", "svSave('snapshot_view')")
                icon_button("help", "Help, sources and limits (?)", (logic.toggle_help, "[]"))

    @staticmethod
    def _search(logic: TopbarLogic) -> None:
        name = logic.typed.name
        with html.Div(classes="search", role="search"):
            html.Span(icon("search"), classes="search-icon")
            html.Input(
                id="search",
                type="search",
                placeholder="Find a bone, joint or nerve  ( / )",
                autocomplete="off",
                v_model=(name.query,),
                role="combobox",
                aria_label="Find a structure",
                aria_controls="search-found",
                aria_expanded=(f"{name.found}.length > 0",),
                v_on_keydown_enter=f"{name.found}.length && trigger('choose_structure', [{name.found}[0].id])",
                v_on_keydown_esc=f"{name.query} = ''",
            )
            with html.Ul(id="search-found", classes="found", v_if=f"{name.query}.trim()", aria_label="Found"):
                with html.Li(v_for=f"item in {name.found}", key="item.id"):
                    html.Button("{{ item.name }}", type="button", click=(logic.choose, "[item.id]"))
                html.Li("Nothing has this name.", v_if=f"!{name.found}.length", classes="empty")
