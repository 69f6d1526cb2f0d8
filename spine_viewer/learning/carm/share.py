"""What a gauge is worth."""

from __future__ import annotations

from spine_viewer.imaging.views.gauge import Gauge
from spine_viewer.learning.carm.figures import carm_figures
from spine_viewer.learning.score_file import falling

NONE_BEYOND = {"degrees": "none_beyond_deg", "mm": "none_beyond_mm"}  # by unit


def share(one: Gauge) -> float:
    """1 for a gauge within its limit, falling evenly to 0 as far beyond it as the annotations say."""
    none = carm_figures().limit(NONE_BEYOND.get(one.unit, "none_beyond_share"))
    beyond = one.limit - one.value if one.at_least else one.value - one.limit
    return falling(beyond, 0.0, none)
