"""Widgets of the layer tree."""

from __future__ import annotations

from typing import Any

from spine_viewer.app import html
from spine_viewer.app.explore.layers_logic import LayersLogic
from spine_viewer.app.explore.tree_logic import TreeLogic
from spine_viewer.app.explore.visibility_logic import VisibilityLogic
from spine_viewer.app.text import live, shown
from spine_viewer.app.widgets import icon, icon_button

ANATOMY = ("bones", "discs", "cartilage", "ligaments", "nerves", "cord", "avoid", "skin")
TOOLS = ("needle", "lesion")
OTHER = ("c_arm", "labels")


class TreePanel:
    """A switch per layer; unfolded, its structures with hiding, glass and isolating."""

    def __init__(self, tree: TreeLogic, layers: LayersLogic, visibility: VisibilityLogic, mode: str) -> None:
        self._tree, self._layers, self._visibility = tree, layers, visibility
        self._look = visibility.typed.name
        with html.Details(classes="section", open=True):
            html.Summary(shown("tree.title"))
            html.Button(
                shown("tree.show_all"),
                type="button",
                classes="outline-button tree-all",
                click=visibility.show_all,
                v_if=f"{self._look.altered}",
                data_tool="show-all",
            )
            with html.Div(classes="toggles"):
                for layer in ANATOMY:
                    self._layer(layer)
                for layer in TOOLS:
                    self._switch(layer, v_if=f"{mode} !== 'explore'")
                for layer in OTHER:
                    self._switch(layer)

    def _switch(self, layer: str, **more: Any) -> None:
        on = self._layers.typed.name.on
        with html.Button(
            type="button",
            role="switch",
            click=(self._layers.toggle, f"['{layer}']"),
            aria_checked=(f"{on}.includes('{layer}')",),
            data_layer=layer,
            **more,
        ):
            html.Span(classes="toggle-knob")
            html.Span(shown(f"layers.{layer}"))

    def _layer(self, layer: str) -> None:
        name = self._tree.typed.name
        unfold = live("tree.unfold", layer=live(f"layers.{layer}"))
        unfolded = f"{name.open}.includes('{layer}')"
        with html.Div(classes="tree-layer", v_show=f"{name.counts}['{layer}'] !== 0"):
            with html.Div(classes="tree-row"):
                self._switch(layer)
                html.Button(
                    icon("chevron"),
                    type="button",
                    classes="icon-button small tree-fold",
                    click=(self._tree.unfold, f"['{layer}']"),
                    title=(unfold,),
                    aria_label=(unfold,),
                    aria_expanded=(unfolded,),
                    data_unfold=layer,
                )
            with html.Div(classes="tree-open", v_if=unfolded):
                self._actions(f"'{layer}'", whole=True)
                self._structures(layer)

    def _actions(self, target: str, whole: bool = False) -> None:
        """Isolate and glass; of a structure also coming near."""
        with html.Div(classes="tree-actions"):
            if not whole:
                html.Button(shown("tree.look"), type="button", click=(self._visibility.look_at, f"[{target}]"))
            html.Button(
                shown("tree.only_layer" if whole else "tree.only"),
                type="button",
                click=(self._visibility.isolate, f"[{target}]"),
                aria_pressed=(f"{self._look.isolated}.includes({target})",),
                data_isolate=(target,),
            )
            html.Button(
                shown("tree.glass"),
                type="button",
                click=(self._visibility.ghost, f"[{target}]"),
                aria_pressed=(f"{self._look.ghosted}.includes({target})",),
                data_ghost=(target,),
            )

    def _structures(self, layer: str) -> None:
        name, look = self._tree.typed.name, self._look
        with html.Ul(classes="structures"), html.Li(v_for=f"item in {name.items}['{layer}']", key="item.id"):
            html.Span("{{ item.head }}", classes="tree-head", v_if="item.head")
            with html.Div(classes="tree-row"):
                html.Button(
                    "{{ item.name }}",
                    type="button",
                    click=(self._tree.choose, "[item.id]"),
                    aria_pressed=(f"{name.selection} === item.id",),
                    data_structure=("item.id",),
                    v_bind_class=f"{{ faint: {look.hidden}.includes(item.id) || {look.ghosted}.includes(item.id) }}",
                )
                for shown, label in ((True, "tree.hide"), (False, "tree.show")):
                    hidden = f"{look.hidden}.includes(item.id)"
                    icon_button(
                        "eye" if shown else "eye-off",
                        live(label),
                        (self._visibility.hide, "[item.id]"),
                        classes="icon-button small",
                        v_if=f"!{hidden}" if shown else hidden,
                        data_hide=("item.id",),
                    )
            with html.Div(v_if=f"{name.selection} === item.id"):
                self._actions("item.id")
