"""Where an exercise stands: frozen values that compare equal when they are the same, to the last bit."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace

from spine_viewer.anatomy.ids import choose
from spine_viewer.imaging.carm import CArm
from spine_viewer.imaging.machine.collimation import OPEN, Collimation
from spine_viewer.imaging.machine.motion import stand_beside
from spine_viewer.imaging.machine.setting import Setting
from spine_viewer.imaging.settings import c_arm_facts, figure
from spine_viewer.learning.carm.actions import ANGLES, Frame, Move

DEFAULT_FIELD = "9 in"


@dataclass(frozen=True)
class Pose:
    """How the machine is set: its two angles, its further joints from where it started, its field and collimator."""

    oblique_deg: float
    tilt_deg: float
    setting: Setting = field(default_factory=Setting)
    field_name: str = DEFAULT_FIELD
    collimation: Collimation = OPEN

    def arm(self, start: CArm, side: str) -> CArm:
        """The C-arm set like this, from where it started; the stand is beside the side that is treated."""
        turned = start.turned(self.oblique_deg, self.tilt_deg)
        field_mm = figure(c_arm_facts().geometry.fields_mm, self.field_name)
        moved = self.setting.applied(turned, stand_beside(side))
        return replace(moved, field_mm=field_mm, collimation=self.collimation)

    def moved(self, action: Move) -> Pose:
        """After a movement; raises ``InputError`` beyond the travel of a joint."""
        asked = action.asked
        angles = {name: asked.pop(name) for name in ANGLES if name in asked}
        setting = replace(self.setting, **asked) if asked else self.setting
        return replace(self, **angles, setting=setting)  # type: ignore[arg-type]

    def framed(self, action: Frame) -> Pose:
        """With another field or collimation; raises ``InputError`` for one that the machine has not."""
        blades = {name: getattr(action, name) for name in asdict(self.collimation) if getattr(action, name) is not None}
        field_name = self.field_name if action.field is None else action.field
        choose(field_name, tuple(c_arm_facts().geometry.fields_mm), "field")
        return replace(self, field_name=field_name, collimation=replace(self.collimation, **blades))

    def stands_as(self, other: Pose | None) -> bool:
        """Whether the machine stands the same, whatever the beam covers."""
        return other is not None and replace(self, field_name=other.field_name, collimation=other.collimation) == other


@dataclass(frozen=True)
class State:
    """A moment of an exercise.

    Attributes
    ----------
    pose : Pose
    shot : Pose or None
        How the machine was set at the last exposure.
    steps, exposures, movements, hints : int
        Counted so far; a movement is one joint moved once.
    dose : float
        Relative, as :mod:`spine_viewer.imaging.machine.dose` counts it.
    finished : bool
    """

    pose: Pose
    shot: Pose | None = None
    steps: int = 0
    exposures: int = 0
    movements: int = 0
    hints: int = 0
    dose: float = 0.0
    finished: bool = False
