"""Widgets that choose the region."""

from __future__ import annotations

from spine_viewer.app import html
from spine_viewer.app.explore.region_logic import RegionLogic
from spine_viewer.app.text import live, shown
from spine_viewer.app.widgets import switch

REGIONS = ("cervical", "thoracic", "lumbar", "whole")


class RegionPanel:
    """One button per region."""

    def __init__(self, logic: RegionLogic) -> None:
        name = logic.typed.name
        with html.Div(classes="section plain"):
            html.H2(shown("region.label"))
            offered = [(one, live(f"region.{one}")) for one in REGIONS]
            switch(live("region.label"), offered, logic.choose, name.region, wide=True, key="region")
