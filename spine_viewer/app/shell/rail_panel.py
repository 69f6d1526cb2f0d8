"""Widgets of the mode rail."""

from __future__ import annotations

from spine_viewer.app import html
from spine_viewer.app.choices import MODES
from spine_viewer.app.shell.rail_logic import RailLogic
from spine_viewer.app.text import live, shown
from spine_viewer.app.widgets import icon


class RailPanel:
    """One large button per mode."""

    def __init__(self, logic: RailLogic) -> None:
        name = logic.typed.name
        with html.Nav(classes="rail", aria_label=(live("rail.label"),)):
            for number, mode in enumerate(MODES, start=1):
                with html.Button(
                    type="button",
                    title=(f"{live(f'rail.{mode}')} + ' ({number})'",),
                    click=(logic.go, f"['{mode}']"),
                    aria_current=(f"{name.mode} === '{mode}' ? 'page' : false",),
                ):
                    html.Span(icon(mode), classes="rail-icon")
                    html.Span(shown(f"rail.{mode}"))
            with html.Button(
                type="button",
                classes="rail-drawer",
                title=(live("rail.drawer"),),
                click=logic.toggle_drawer,
                v_if=f"{name.mode} !== 'practice'",
                aria_expanded=(f"{name.drawer}",),
                aria_controls="drawer",
            ):
                html.Span(icon("menu"), classes="rail-icon")
                html.Span(shown("rail.panel"))
