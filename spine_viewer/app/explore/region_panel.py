"""Widgets that choose the region."""

from __future__ import annotations

from spine_viewer.app import html
from spine_viewer.app.explore.region_logic import RegionLogic
from spine_viewer.app.widgets import switch

REGIONS = (("cervical", "Neck"), ("thoracic", "Chest"), ("lumbar", "Lower back"), ("whole", "All"))


class RegionPanel:
    """One button per region."""

    def __init__(self, logic: RegionLogic) -> None:
        name = logic.typed.name
        with html.Div(classes="section plain"):
            html.H2("Region")
            switch("Region", REGIONS, logic.choose, name.region, wide=True, key="region")
