"""Widgets that wear a joint out."""

from __future__ import annotations

from spine_viewer.app import html
from spine_viewer.app.explore.wear_logic import WearLogic
from spine_viewer.app.text import live, shown


class WearPanel:
    """The level, the slider from healthy to severe, and the way back."""

    def __init__(self, logic: WearLogic) -> None:
        name = logic.typed.name
        with html.Details(classes="section", id="wear-section"):
            html.Summary(shown("wear.title"))
            with html.Label(classes="wear"):
                with html.Select(v_model=(name.level,), aria_label=(live("wear.level"),)):
                    html.Option("{{ one.text }}", v_for=f"one in {name.levels}", key="one.value", value=("one.value",))
                html.Output(f"{{{{ {name.text} }}}}")
                html.Input(
                    id="wear",
                    type="range",
                    min=0,
                    max=100,
                    step=5,
                    v_model_number=(name.percent,),
                    aria_label=(live("wear.label"),),
                    aria_valuetext=(name.text,),
                    disabled=("!ViewState__loaded",),
                )
            with html.Div(classes="wear-foot"):
                html.Span(shown("wear.busy"), classes="quiet", role="status", v_if=f"{name.busy}")
                html.Button(
                    shown("wear.look"), type="button", classes="text-button", click=logic.look, v_else_if=f"{name.near}"
                )
                html.Button(
                    shown("wear.heal"), type="button", classes="text-button", click=logic.heal, v_if=f"{name.worn}"
                )
            html.P(shown("wear.note"), classes="quiet")
