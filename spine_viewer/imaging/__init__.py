"""What the C-arm sees: geometry, named views, exact projection and the simulated fluoroscopy picture."""

from spine_viewer.imaging.carm import CArm, angles_of
from spine_viewer.imaging.projector.paths import LeakyMeshWarning, PathLengths, path_lengths, project, warm_up
from spine_viewer.imaging.views import VIEWS, trajectory_view, view

__all__ = [
    "VIEWS",
    "CArm",
    "LeakyMeshWarning",
    "PathLengths",
    "angles_of",
    "path_lengths",
    "project",
    "trajectory_view",
    "view",
    "warm_up",
]
