"""Widgets that choose the region."""

from __future__ import annotations

from spine_viewer.app import html
from spine_viewer.app.explore.region_logic import RegionLogic

REGIONS = (("cervical", "Neck"), ("thoracic", "Chest"), ("lumbar", "Lower back"), ("whole", "All"))


class RegionPanel:
    """One button per region."""

    def __init__(self, logic: RegionLogic) -> None:
        name = logic.typed.name
        with html.Div(classes="section plain"):
            html.H2("Region")
            with html.Div(classes="switch wide", role="group", aria_label="Region"):
                for value, text in REGIONS:
                    html.Button(
                        text,
                        type="button",
                        click=(logic.choose, f"['{value}']"),
                        aria_pressed=(f"{name.region} === '{value}'",),
                        data_region=value,
                    )
