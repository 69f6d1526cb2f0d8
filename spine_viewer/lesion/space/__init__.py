"""Heat about electrodes in any place and pose, beside bone: a solver in three dimensions."""

from spine_viewer.lesion.space.electrode import Electrode
from spine_viewer.lesion.space.growth import SpaceGrowth
from spine_viewer.lesion.space.result import Frame, SpaceLesion
from spine_viewer.lesion.space.simulate_at import simulate_at

__all__ = ["Electrode", "Frame", "SpaceGrowth", "SpaceLesion", "simulate_at"]
