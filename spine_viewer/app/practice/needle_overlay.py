"""What lies over the X-ray in needle practice: the place of the needle in hand, and afterwards both ways."""

from __future__ import annotations

from spine_viewer.app import html
from spine_viewer.app.html import Element
from spine_viewer.app.practice.needle_logic import NeedleLogic


def needle_overlay(logic: NeedleLogic) -> None:
    """A cross, and lines: what is drawn is told beside it in words, so it is hidden from screen readers."""
    name = logic.typed.name
    here = "RailState__mode === 'practice' && PracticeState__exercise === 'needle'"
    with html.Div(v_if=here, aria_hidden="true"):
        html.Div(
            v_for=f"(one, n) in {name.lines}.filter((one) => one.kind === 'aim')",
            key="n",
            classes="xray-aim",
            style=("`left: ${one.points.split(',')[0]}%; top: ${one.points.split(',')[1]}%`",),
        )
        with Element("svg", classes="xray-lines", viewBox="0 0 100 100", preserveAspectRatio="none"):
            lines = f"{name.lines}.filter((one) => one.kind !== 'aim')"
            Element("polyline", v_for=f"(one, n) in {lines}", key="'halo' + n", points=("one.points",), classes="halo")
            Element(
                "polyline", v_for=f"(one, n) in {lines}", key="n", points=("one.points",),
                v_bind_class="one.kind",
            )  # fmt: skip
