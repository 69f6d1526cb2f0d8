"""Widgets of the layer switches."""

from __future__ import annotations

from spine_viewer.app import html
from spine_viewer.app.explore.layers_logic import LayersLogic

LAYERS = (
    ("bones", "Bones"),
    ("discs", "Discs"),
    ("cartilage", "Joint cartilage"),
    ("ligaments", "Ligaments"),
    ("nerves", "Nerves"),
    ("cord", "Spinal cord and roots"),
    ("avoid", "Arteries and pleura"),
    ("skin", "Skin"),
    ("needle", "Needle"),
    ("lesion", "Heat lesion"),
    ("c_arm", "X-ray beam and C-arm"),
    ("labels", "Names"),
)


class LayersPanel:
    """One switch per layer."""

    def __init__(self, logic: LayersLogic) -> None:
        on = logic.typed.name.on
        with html.Details(classes="section", open=True):
            html.Summary("Layers")
            with html.Div(classes="toggles"):
                for layer, text in LAYERS:
                    with html.Button(
                        type="button",
                        role="switch",
                        click=(logic.toggle, f"['{layer}']"),
                        aria_checked=(f"{on}.includes('{layer}')",),
                        data_layer=layer,
                    ):
                        html.Span(classes="toggle-knob")
                        html.Span(text)
