"""Widgets of the fluid panel."""

from __future__ import annotations

from spine_viewer.app import html
from spine_viewer.app.procedure.fluid_logic import STEP_ML, FluidLogic
from spine_viewer.app.widgets import FigureButton, Handler


class FluidPanel:
    """What the fluid reaches, how much of it there is, and contrast in a vein."""

    def __init__(self, logic: FluidLogic, ask: Handler) -> None:
        name = logic.typed.name
        with html.Section(classes="section plain heat fluid", v_if=name.shown, aria_labelledby="fluid-title"):
            html.H2(f"{{{{ {name.words}.heading }}}}", id="fluid-title")
            with html.Div(role="status", classes="fluid-lines"):
                care = ("line.care ? 'care' : ''",)
                with html.P(v_for=f"line in {name.lines}", key="line.text", classes=care):
                    html.Span("{{ line.text }}", v_if=r"!/\d/.test(line.text)")
                    with html.Span(v_else=True):
                        FigureButton(ask, "line.text", "'fluid'")
            html.Button(
                f"{{{{ {name.words}.uptake }}}}",
                v_if=f"{name.kind} === 'contrast' || {name.in_vessel}",
                type="button",
                id="fluid-vessel",
                classes="text-button",
                click=logic.toggle_vessel,
                aria_pressed=(name.in_vessel,),
            )
            with html.Div(v_if=f"{name.kind} === 'anaesthetic'", classes="fluid-volume"):
                html.Label(f"{{{{ {name.words}.slider }}}}: {{{{ {name.ml}.toFixed(2) }}}} mL", html_for="fluid-ml")
                html.Input(
                    id="fluid-ml",
                    type="range",
                    min=(name.least_ml,),
                    max=(name.most_ml,),
                    step=STEP_ML,
                    v_model_number=(name.ml,),
                )
                html.Button(
                    f"{{{{ {name.words}.planned }}}}",
                    type="button",
                    classes="text-button",
                    click=logic.as_planned,
                    disabled=(name.planned,),
                )
            html.P(f"{{{{ {name.words}.note }}}}", classes="quiet")
