"""Widgets of the list of structures."""

from __future__ import annotations

from spine_viewer.app import html
from spine_viewer.app.explore.structures_logic import StructuresLogic


class StructuresPanel:
    """Groups that fold; one button per structure."""

    def __init__(self, logic: StructuresLogic) -> None:
        name = logic.typed.name
        with html.Details(classes="section", v_for=f"group in {name.groups}", key="group.title", open=("group.open",)):
            html.Summary("{{ group.title }} <small>{{ group.items.length }}</small>")
            with html.Ul(classes="structures"), html.Li(v_for="item in group.items", key="item.id"):
                html.Button(
                    "{{ item.name }}",
                    type="button",
                    click=(logic.choose, "[item.id]"),
                    aria_pressed=(f"{name.selection} === item.id",),
                    data_structure=("item.id",),
                )
