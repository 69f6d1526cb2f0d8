"""What can be done with the C-arm, and its form in a file (``{"do": "move", "oblique_deg": 25}``)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from spine_viewer.learning.script import read_script, write_script

Number = Annotated[float, Field(allow_inf_nan=False)]
Share = Annotated[float, Field(gt=0.0, le=1.0)]
ANGLES = ("oblique_deg", "tilt_deg")
JOINTS = ("wig_wag_deg", "table_height_mm", "pan_along_mm", "pan_across_mm", "source_to_detector_mm")


class _Action(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Move(_Action):
    """Joints of the C-arm to where they shall stand; what is left out stays.

    ``oblique_deg`` (orbit) towards the patient's left and ``tilt_deg`` towards the head, as the machine shows them; the
    rest from the start: ``wig_wag_deg``, ``table_height_mm`` up, ``pan_along_mm`` of the beam to the head,
    ``pan_across_mm`` to the patient's left; ``source_to_detector_mm``.
    """

    do: Literal["move"] = "move"
    oblique_deg: Number | None = None
    tilt_deg: Number | None = None
    wig_wag_deg: Number | None = None
    table_height_mm: Number | None = None
    pan_along_mm: Number | None = None
    pan_across_mm: Number | None = None
    source_to_detector_mm: Number | None = None

    @model_validator(mode="after")
    def _moves(self) -> Move:
        if not self.asked:
            raise ValueError(f"names no joint; allowed: {', '.join((*ANGLES, *JOINTS))}")
        return self

    @property
    def asked(self) -> dict[str, float]:
        """The joints that are moved, by name."""
        values = {name: getattr(self, name) for name in (*ANGLES, *JOINTS)}
        return {name: value for name, value in values.items() if value is not None}


class Frame(_Action):
    """What the beam covers: ``field`` by its name, and the collimator's blades."""

    do: Literal["frame"] = "frame"
    field: str | None = None
    iris: Share | None = None
    shutters: Share | None = None
    shutter_turn_deg: Number | None = None


class Expose(_Action):
    """One picture; only it shows how well the view is set."""

    do: Literal["expose"] = "expose"


class Hint(_Action):
    """Which movement would mend the worst gauge of the last picture."""

    do: Literal["hint"] = "hint"


class Finish(_Action):
    """The view is set, as the last picture shows it."""

    do: Literal["finish"] = "finish"


Action = Move | Frame | Expose | Hint | Finish
_ADAPTER: TypeAdapter[Action] = TypeAdapter(Annotated[Action, Field(discriminator="do")])


def read_actions(content: Any, place: str = "actions") -> tuple[Action, ...]:
    """A script: a list of actions, or an object with one under ``actions``."""
    return read_script(_ADAPTER, content, place)


def write_actions(actions: tuple[Action, ...]) -> list[dict[str, Any]]:
    """The JSON form of a script; reading it back gives equal actions."""
    return write_script(actions)
