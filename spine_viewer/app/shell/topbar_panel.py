"""Widgets of the top bar."""

from __future__ import annotations

from collections.abc import Callable

from spine_viewer.app import html
from spine_viewer.app.explore.search_logic import SearchLogic
from spine_viewer.app.explore.search_panel import SearchPanel
from spine_viewer.app.shell.language_logic import LanguageLogic
from spine_viewer.app.shell.language_panel import LanguageSwitch
from spine_viewer.app.shell.topbar_logic import TopbarLogic
from spine_viewer.app.text import live, shown
from spine_viewer.app.widgets import icon_button, switch

AUDIENCES = ("patient", "professional")


class TopbarPanel:
    """Brand, search, audience, language, ``share``, undo and redo, ``more`` tools, help.

    ``search_shut`` is the name of a state: nothing can be searched for while it is true.
    """

    def __init__(
        self,
        logic: TopbarLogic,
        language: LanguageLogic,
        search: SearchLogic,
        search_shut: str,
        keep: Callable[[], None],
        share: Callable[[], None],
        *more: Callable[[], None],
    ) -> None:
        name = logic.typed.name
        with html.Header(classes="topbar"):
            with html.Div(classes="brand"):
                html.H1(shown("page.title"), classes="brand-name")
            SearchPanel(search, search_shut)
            audiences = [(one, live(f"topbar.{one}")) for one in AUDIENCES]
            switch(live("topbar.words_for"), audiences, logic.address, name.audience)
            LanguageSwitch(language)
            share()
            with html.Div(classes="tools"):
                icon_button("undo", live("topbar.undo"), logic.undo, disabled=(f"!{name.can_undo}",))
                icon_button("redo", live("topbar.redo"), logic.redo, disabled=(f"!{name.can_redo}",))
                icon_button("share", live("state.button"), (keep, "[]"))
                for tool in more:
                    tool()
                icon_button("help", live("topbar.help"), (logic.toggle_help, "[]"))
