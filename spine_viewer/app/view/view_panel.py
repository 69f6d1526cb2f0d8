"""Widgets of the 3D view."""

from __future__ import annotations

from spine_viewer.app import html
from spine_viewer.app.text import live, shown
from spine_viewer.app.view.view_logic import ViewLogic
from spine_viewer.app.widgets import Picture, icon_button

VIEWS = ("posterior", "oblique-left", "left", "anterior", "right", "oblique-right", "superior", "room")
CLOSE_VIEW, FILM_VIEW = "close-up", "guided"
CLOSE_MODES = (
    "['procedure', 'after'].includes(RailState__mode)"
    " || RailState__mode === 'practice' && PracticeState__exercise === 'needle'"
)


class ViewPanel:
    """The picture with its names, and the named views over it."""

    def __init__(self, logic: ViewLogic, choose: object) -> None:
        name = logic.typed.name
        with html.Main(classes="view", aria_label=(live("view.label"),)):
            with html.Div(classes="views", role="toolbar", aria_label=(live("view.from"),)):
                for view in VIEWS:
                    self._button(logic, view)
                with html.Span(v_if="RailState__mode === 'procedure'", classes="views-more"):
                    self._button(logic, FILM_VIEW)
                with html.Span(v_if=CLOSE_MODES, classes="views-more"):
                    self._button(logic, CLOSE_VIEW)
                icon_button(
                    "reset",
                    live("view.reset"),
                    logic.reset,
                    classes="icon-button small",
                    disabled=(f"!{name.turned} && !{name.focused}",),
                )
            with html.Div(classes="stage"):
                Picture(
                    "view",
                    label=(live("view.picture"),),
                    interactive=True,
                    told="told-view",
                    choose=(choose, "[$event]"),
                )
                html.Div(shown("view.loading"), classes="view-loading", v_if=f"!{name.loaded}", role="status")
                html.Div(shown("view.note"), classes="view-note")

    @staticmethod
    def _button(logic: ViewLogic, view: str) -> None:
        name = logic.typed.name
        html.Button(
            shown(f"view.{view}"),
            type="button",
            click=(logic.look, f"['{view}']"),
            aria_pressed=(f"{name.view} === '{view}' && !{name.turned} && !{name.focused}",),
            data_view=view,
        )
