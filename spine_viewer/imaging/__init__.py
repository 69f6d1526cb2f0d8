"""What the C-arm sees: geometry, named views, exact projection and the simulated fluoroscopy picture."""

from spine_viewer.imaging.carm import CArm, angles_of
from spine_viewer.imaging.fluoroscope import Exposure, Fluoroscope
from spine_viewer.imaging.machine.collimation import Collimation
from spine_viewer.imaging.machine.dose import DoseMeter, dose_rate
from spine_viewer.imaging.machine.room import Room
from spine_viewer.imaging.machine.setting import Setting
from spine_viewer.imaging.materials import Beam, attenuation_per_mm, needle_diameter_mm
from spine_viewer.imaging.overlay import Mark, landmark_overlay
from spine_viewer.imaging.patient import fluoroscope, patient, save_integrals, save_png, snapshot
from spine_viewer.imaging.picture.finish import Look
from spine_viewer.imaging.projector.paths import LeakyMeshWarning, PathLengths, path_lengths, project
from spine_viewer.imaging.solids import Solid, needle, tube
from spine_viewer.imaging.views import VIEWS, Gauge, gauge, trajectory_view, view
from spine_viewer.imaging.warm import warm_up

__all__ = [
    "VIEWS",
    "Beam",
    "CArm",
    "Collimation",
    "DoseMeter",
    "Exposure",
    "Fluoroscope",
    "Gauge",
    "LeakyMeshWarning",
    "Look",
    "Mark",
    "PathLengths",
    "Room",
    "Setting",
    "Solid",
    "angles_of",
    "attenuation_per_mm",
    "dose_rate",
    "fluoroscope",
    "gauge",
    "landmark_overlay",
    "needle",
    "needle_diameter_mm",
    "path_lengths",
    "patient",
    "project",
    "save_integrals",
    "save_png",
    "snapshot",
    "trajectory_view",
    "tube",
    "view",
    "warm_up",
]
