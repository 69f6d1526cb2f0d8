"""What heat does to tissue: ``simulate(gauge=18, tip_mm=10, temperature_c=80, seconds=90) -> Lesion``.

``simulate_at(electrodes, ...) -> SpaceLesion`` takes any place and pose, several electrodes, and bone.
"""

from spine_viewer.lesion.lesion import Lesion, allowed, simulate
from spine_viewer.lesion.space import Electrode, Frame, SpaceLesion, simulate_at

__all__ = ["Electrode", "Frame", "Lesion", "SpaceLesion", "allowed", "simulate", "simulate_at"]
