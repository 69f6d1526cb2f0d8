"""What the resident can do: small frozen values, and their form in a file (``{"do": "advance", "mm": 20}``)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, field_validator

from spine_viewer.imaging.carm import CArm
from spine_viewer.imaging.machine.collimation import Collimation
from spine_viewer.learning.script import read_one, read_script

Number = Annotated[float, Field(allow_inf_nan=False)]
Millimetres = Annotated[float, Field(gt=0.0, le=300.0, allow_inf_nan=False)]
Seconds = Annotated[float, Field(gt=0.0, le=600.0, allow_inf_nan=False)]
Degrees = Annotated[float, Field(ge=-360.0, le=360.0, allow_inf_nan=False)]
Vector = tuple[Number, Number, Number]
MACHINE = ("wig_wag_deg", "source_to_detector_mm", "source_to_isocentre_mm", "field_mm")
BLADES = ("iris", "shutters", "shutter_turn_deg")


class _Action(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Aimed(_Action):
    direction: Vector

    @field_validator("direction")
    @classmethod
    def _has_length(cls, direction: Vector) -> Vector:
        if sum(x * x for x in direction) < 1e-12:
            raise ValueError("a direction needs a length")
        return direction


class Enter(_Aimed):
    """A needle through the skin: ``point`` (3,) on it, or up to some millimetres off it, and ``direction`` (3,)."""

    do: Literal["enter"] = "enter"
    point: Vector


class Advance(_Action):
    """Forwards by ``mm``; a tip that is not spun steers to its bent side. ``live``: under continuous fluoroscopy."""

    do: Literal["advance"] = "advance"
    mm: Millimetres
    spin: bool = False
    live: bool = False


class Withdraw(_Action):
    """Back along the way it came, by ``mm``; out of the skin where that is all of it."""

    do: Literal["withdraw"] = "withdraw"
    mm: Millimetres
    live: bool = False


class RotateTip(_Action):
    """Turns the bent side of the tip by ``deg``, clockwise seen from the hub. At 0 it points towards the head."""

    do: Literal["rotate"] = "rotate"
    deg: Degrees
    live: bool = False


class Redirect(_Aimed):
    """Turns a needle that is just under the skin to another ``direction`` (3,)."""

    do: Literal["redirect"] = "redirect"
    live: bool = False


class SetView(_Action):
    """A named view of a level, with the detector on the treated side where that matters."""

    do: Literal["view"] = "view"
    name: str
    level: str


class SetArm(_Action):
    """The C-arm at free angles: ``oblique_deg`` towards the patient's left, ``tilt_deg`` towards the head.

    What else a :class:`CArm` has is as usual where it is None.
    """

    do: Literal["arm"] = "arm"
    oblique_deg: Degrees
    tilt_deg: Degrees
    isocentre: Vector
    wig_wag_deg: Degrees | None = None
    source_to_detector_mm: Number | None = None
    source_to_isocentre_mm: Number | None = None
    field_mm: Number | None = None
    iris: Number | None = None
    shutters: Number | None = None
    shutter_turn_deg: Degrees | None = None

    @classmethod
    def of(cls, arm: CArm) -> SetArm:
        """The action that puts the C-arm where ``arm`` is."""
        usual = CArm(arm.isocentre, arm.oblique_deg, arm.tilt_deg)
        more = {name: getattr(arm, name) for name in MACHINE if getattr(arm, name) != getattr(usual, name)}
        open_ = usual.collimation
        more |= {n: v for n, v in vars(arm.collimation).items() if v != getattr(open_, n)}
        return cls(oblique_deg=arm.oblique_deg, tilt_deg=arm.tilt_deg, isocentre=arm.isocentre, **more)

    def arm(self) -> CArm:
        """The C-arm; an :class:`InputError` where it cannot be so."""
        more: dict[str, Any] = {name: getattr(self, name) for name in MACHINE if getattr(self, name) is not None}
        blades = {name: getattr(self, name) for name in BLADES if getattr(self, name) is not None}
        return CArm(self.isocentre, self.oblique_deg, self.tilt_deg, collimation=Collimation(**blades), **more)


class Expose(_Action):
    """One shot."""

    do: Literal["expose"] = "expose"


class Live(_Action):
    """Continuous fluoroscopy for ``seconds``."""

    do: Literal["live"] = "live"
    seconds: Seconds


class Inject(_Action):
    """``ml`` through the needle; ``live``: watched under continuous fluoroscopy."""

    do: Literal["inject"] = "inject"
    fluid: Literal["contrast", "anaesthetic"]
    ml: Annotated[float, Field(gt=0.0, le=10.0, allow_inf_nan=False)]
    live: bool = False


class Stimulate(_Action):
    """Sensory (50 Hz) or motor (2 Hz) stimulation up to ``volts``."""

    do: Literal["stimulate"] = "stimulate"
    kind: Literal["sensory", "motor"]
    volts: Annotated[float, Field(gt=0.0, le=10.0, allow_inf_nan=False)]


class Lesion(_Action):
    """Heat for ``seconds`` at the technique's temperature; None: for the technique's time."""

    do: Literal["lesion"] = "lesion"
    seconds: Seconds | None = None


class Placed(_Action):
    """Says that the needle is in its place for a nerve or joint; ``placement`` names it where there are several."""

    do: Literal["placed"] = "placed"
    nerve: str
    placement: str = ""


class Finish(_Action):
    """The end: the needle is taken out, and the debrief follows."""

    do: Literal["finish"] = "finish"


Action = (
    Enter | Advance | Withdraw | RotateTip | Redirect | SetView | SetArm | Expose | Live | Inject | Stimulate | Lesion
    | Placed | Finish
)  # fmt: skip
_ADAPTER: TypeAdapter[Any] = TypeAdapter(Annotated[Action, Field(discriminator="do")])


def read_action(content: Any, place: str = "action") -> Action:
    """An action from its JSON form; see :func:`spine_viewer.learning.script.read_one`."""
    found: Action = read_one(_ADAPTER, content, place)
    return found


def read_actions(content: Any, place: str = "actions") -> tuple[Action, ...]:
    """A script: a list of actions, or an object with one under ``actions``."""
    return read_script(_ADAPTER, content, place)


def write_actions(actions: tuple[Action, ...]) -> list[dict[str, Any]]:
    """The JSON form of a script; reading it back gives equal actions."""
    return [{"do": one.do, **one.model_dump(mode="json", exclude={"do"})} for one in actions]
