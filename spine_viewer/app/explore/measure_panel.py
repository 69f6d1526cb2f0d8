"""Widgets of the measuring tool."""

from __future__ import annotations

from spine_viewer.app import html
from spine_viewer.app.explore.measure_logic import MeasureLogic
from spine_viewer.app.text import live, shown
from spine_viewer.app.widgets import icon


class MeasurePanel:
    """A switch, what to click next, the results."""

    def __init__(self, logic: MeasureLogic) -> None:
        name = logic.typed.name
        with html.Div(classes="section plain"):
            html.H2(shown("measure.title"))
            with html.Div(classes="measure-row"):
                with html.Button(
                    type="button",
                    id="measure",
                    classes="outline-button",
                    click=(logic.toggle, "[]"),
                    aria_pressed=(f"{name.on}",),
                ):
                    html.Span(icon("ruler"))
                    html.Span(f"{{{{ {name.on} ? {live('measure.stop')} : {live('measure.start')} }}}}")
                html.Button(
                    shown("measure.clear"),
                    type="button",
                    id="measure-clear",
                    classes="outline-button",
                    click=logic.clear,
                    v_if=f"{name.points} > 0",
                )
            html.P(f"{{{{ {name.hint} }}}}", classes="quiet", role="status", v_if=f"{name.on}")
            with html.Ul(classes="measured", v_if=f"{name.results}.length"):
                html.Li("{{ one }}", v_for=f"one in {name.results}", key="one")
