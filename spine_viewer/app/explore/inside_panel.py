"""Widgets that open the body: moving structures apart, and cutting them."""

from __future__ import annotations

from spine_viewer.app import html
from spine_viewer.app.explore.cut_logic import NONE, CutLogic
from spine_viewer.app.explore.explode_logic import ExplodeLogic
from spine_viewer.app.text import live, shown
from spine_viewer.app.widgets import slider, switch
from spine_viewer.scene.cut import PLANES


class InsidePanel:
    """One slider to move apart; a plane with its place and side."""

    def __init__(self, explode: ExplodeLogic, cut: CutLogic) -> None:
        name, plane = explode.typed.name, cut.typed.name
        with html.Div(classes="section plain inside"):
            html.H2(shown("inside.title"))
            slider(
                "explode",
                live("explode.title"),
                name.percent,
                name.text,
                (0, 100, 1),
                label=live("explode.label"),
                disabled=("!ViewState__loaded",),
            )
            html.Span(shown("cut.title"), classes="inside-name")
            planes = [(one, live(f"cut.{one}")) for one in (NONE, *PLANES)]
            switch(live("cut.label"), planes, cut.choose, plane.plane, wide=True, key="cut")
            with html.Div(v_if=f"{plane.plane} !== '{NONE}'", classes="inside-cut"):
                html.P(f"{{{{ {plane.about} }}}}", classes="quiet")
                html.Output(f"{{{{ {plane.text} }}}}", classes="inside-place")
                html.Input(
                    id="cut-at",
                    type="range",
                    min=(plane.low_mm,),
                    max=(plane.high_mm,),
                    step=1,
                    v_model_number=(plane.at_mm,),
                    aria_label=(live("cut.place"),),
                    aria_valuetext=(plane.text,),
                )
                html.Button(
                    shown("cut.flip"), type="button", classes="outline-button", click=cut.flip, data_tool="flip-cut"
                )
