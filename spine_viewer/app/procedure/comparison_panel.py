"""Widgets of the comparison: the electrode along the nerve and across it, side by side."""

from __future__ import annotations

from spine_viewer.app import html
from spine_viewer.app.procedure.comparison_logic import ComparisonLogic
from spine_viewer.app.procedure.comparison_view import BELOW_MM, HALF_WIDTH_MM, VIEW_BOX
from spine_viewer.scene.compose import shipped_palette


def _svg() -> str:
    """One way as an SVG that follows ``way.shapes``."""
    kinds = shipped_palette().kinds
    width = 2 * HALF_WIDTH_MM
    nerve = f'<line x1="{-HALF_WIDTH_MM}" x2="{HALF_WIDTH_MM}" :y1="s.nerve.y" :y2="s.nerve.y"'
    return (
        '<template v-for="s in [way.shapes]">'
        f'<svg viewBox="{VIEW_BOX}" aria-hidden="true">'
        f'<polygon :points="s.warm" fill="{kinds["heat_45"].colour}" opacity="0.35"/>'
        f'<polygon :points="s.dead" fill="{kinds["lesion"].colour}" opacity="0.55"/>'
        f'<rect x="{-HALF_WIDTH_MM}" y="0" width="{width}" height="{BELOW_MM}" fill="{kinds["bone"].colour}"/>'
        f'{nerve} :stroke-width="s.nerve.width" stroke="{kinds["medial_branch"].colour}"/>'
        '<line v-if="s.held.any" :x1="s.held.from" :x2="s.held.to" :y1="s.nerve.y" :y2="s.nerve.y" '
        f':stroke-width="s.nerve.width" stroke="{kinds["lesion"].colour}"/>'
        '<rect v-bind="s.shaft" fill="#3d4650" opacity="0.8"/>'
        '<rect v-bind="s.metal" fill="#f4f7fa" opacity="0.7" stroke="#3d4650" stroke-width="0.2"/>'
        "</svg></template>"
    )


class ComparisonPanel:
    """A question that opens, a button that asks for the work, its progress, and the two pictures."""

    def __init__(self, logic: ComparisonLogic, shown: str) -> None:
        name = logic.typed.name
        with html.Details(classes="section compare", v_if=shown):
            html.Summary(f"{{{{ {name.words}.why }}}}")
            html.Button(
                f"{{{{ {name.words}.compare }}}}",
                type="button",
                classes="text-button",
                click=logic.ask,
                v_if=f"!{name.ways}.length && !{name.working}",
            )
            html.P(f"{{{{ {name.words}.not_compared }}}}", v_if=name.failed, classes="problem", role="status")
            with html.Label(v_if=name.working, classes="heat-work"):
                html.Span(f"{{{{ {name.words}.comparing }}}}")
                html.Progress(f"{{{{ {name.part} }}}} %", max=100, value=(name.part,))
            with (
                html.Div(v_if=f"{name.ways}.length", classes="ways", role="img", aria_label=(name.described,)),
                html.Div(v_for=f"way in {name.ways}", key="way.name", classes="way"),
            ):
                html.Strong("{{ way.name }}")
                html.Div(_svg())
                html.Span("{{ way.held }}")
            html.P(f"{{{{ {name.note} }}}}", v_if=f"{name.ways}.length", classes="quiet")
