"""What heat does to tissue: ``simulate(gauge=18, tip_mm=10, temperature_c=80, seconds=90) -> Lesion``.

``simulate_at(electrodes, ...) -> SpaceLesion`` takes any place and pose, several electrodes, and bone. What it needs
(compiled loops, surfaces) is loaded when it is first asked for.
"""

from typing import TYPE_CHECKING, Any

from spine_viewer.lesion.lesion import Lesion, allowed, simulate

if TYPE_CHECKING:
    from spine_viewer.lesion.space import Electrode, Frame, SpaceGrowth, SpaceLesion, simulate_at

__all__ = ["Electrode", "Frame", "Lesion", "SpaceGrowth", "SpaceLesion", "allowed", "simulate", "simulate_at"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from spine_viewer.lesion import space

    return getattr(space, name)
