"""Widgets of the top bar."""

from __future__ import annotations

from collections.abc import Callable

from spine_viewer.app import html
from spine_viewer.app.explore.search_logic import SearchLogic
from spine_viewer.app.explore.search_panel import SearchPanel
from spine_viewer.app.shell.topbar_logic import TopbarLogic
from spine_viewer.app.text import text
from spine_viewer.app.widgets import icon_button, switch

AUDIENCES = (("patient", "Patient"), ("professional", "Professional"))


class TopbarPanel:
    """Brand, search, audience, ``share``, undo and redo, ``more`` tools, snapshot, help."""

    def __init__(
        self,
        logic: TopbarLogic,
        search: SearchLogic,
        keep: Callable[[], None],
        share: Callable[[], None],
        *more: Callable[[], None],
    ) -> None:
        name = logic.typed.name
        with html.Header(classes="topbar"):
            with html.Div(classes="brand"):
                html.H1("Spine viewer", classes="brand-name")
            SearchPanel(search)
            switch("Words for", AUDIENCES, logic.address, name.audience)
            share()
            with html.Div(classes="tools"):
                icon_button("undo", "Undo (Ctrl+Z)", logic.undo, disabled=(f"!{name.can_undo}",))
                icon_button("redo", "Redo (Ctrl+Shift+Z)", logic.redo, disabled=(f"!{name.can_redo}",))
                icon_button("share", text("state.button"), (keep, "[]"))
                for tool in more:
                    tool()
                icon_button("snapshot", "Save a picture of the 3D view", "svSave('snapshot_view')")
                icon_button("help", "Help, sources and limits (?)", (logic.toggle_help, "[]"))
