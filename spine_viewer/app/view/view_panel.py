"""Widgets of the 3D view."""

from __future__ import annotations

from spine_viewer.app import html
from spine_viewer.app.view.view_logic import ViewLogic
from spine_viewer.app.widgets import Picture, icon_button

VIEWS = (
    ("posterior", "Back"),
    ("oblique-left", "Oblique L"),
    ("left", "Left"),
    ("anterior", "Front"),
    ("right", "Right"),
    ("oblique-right", "Oblique R"),
    ("superior", "Top"),
    ("room", "Room"),
)
CLOSE_VIEW = ("close-up", "Joint")
FILM_VIEW = ("guided", "Film")


class ViewPanel:
    """The picture with its names, and the named views over it."""

    def __init__(self, logic: ViewLogic, choose: object) -> None:
        name = logic.typed.name
        with html.Main(classes="view", aria_label="3D view"):
            with html.Div(classes="views", role="toolbar", aria_label="Look from"):
                for view, text in VIEWS:
                    self._button(logic, view, text)
                with html.Span(v_if="RailState__mode === 'procedure'", classes="views-more"):
                    self._button(logic, *FILM_VIEW)
                with html.Span(v_if="RailState__mode !== 'explore'", classes="views-more"):
                    self._button(logic, *CLOSE_VIEW)
                icon_button(
                    "reset",
                    "Back to this view",
                    logic.reset,
                    classes="icon-button small",
                    disabled=(f"!{name.turned} && !{name.focused}",),
                )
            with html.Div(classes="stage"):
                Picture(
                    "view",
                    label="3D view of the spine. Drag or use the arrow keys to turn, plus and minus to come nearer.",
                    interactive=True,
                    told="told-view",
                    choose=(choose, "[$event]"),
                )
                html.Div("Loading the spine…", classes="view-loading", v_if=f"!{name.loaded}", role="status")
                html.Div(
                    "Simplified typical anatomy, nerves drawn thicker than life. Not a guide to treating a patient.",
                    classes="view-note",
                )

    @staticmethod
    def _button(logic: ViewLogic, view: str, text: str) -> None:
        name = logic.typed.name
        html.Button(
            text,
            type="button",
            click=(logic.look, f"['{view}']"),
            aria_pressed=(f"{name.view} === '{view}' && !{name.turned} && !{name.focused}",),
            data_view=view,
        )
