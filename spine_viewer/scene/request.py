"""What somebody asks to see."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from spine_viewer.anatomy.ids import SIDES, choose
from spine_viewer.anatomy.languages import DEFAULT_LANGUAGE, LANGUAGES
from spine_viewer.anatomy.regions import region
from spine_viewer.errors import InputError
from spine_viewer.scene.cut import Cut

Audience = Literal["patient", "professional"]
AUDIENCES = ("patient", "professional")
LAYERS = (
    "bones",
    "discs",
    "cartilage",
    "ligaments",
    "nerves",
    "cord",
    "avoid",
    "skin",
    "needle",
    "lesion",
    "c_arm",
    "labels",
)
DEFAULT_LAYERS = frozenset({"bones", "discs", "cartilage", "ligaments", "nerves", "needle", "lesion", "labels"})
VIEWS = (
    "posterior",
    "anterior",
    "left",
    "right",
    "superior",
    "oblique-left",
    "oblique-right",
    "close-up",
    "room",
    "guided",
)


@dataclass(frozen=True)
class SceneRequest:
    """What is asked for; every field has a sensible default.

    Parameters
    ----------
    region : str
        One of ``anatomy.regions.REGIONS``; a joint outside of it is shown in its own region.
    view : str
        One of ``VIEWS``. ``close-up`` looks at the nerves of ``joint``; ``room`` shows the patient and the C-arm;
        ``guided`` is the view that the procedure's step asks for.
    layers : frozenset of str
        Which of ``LAYERS`` are drawn.
    hidden : frozenset of str
        Structure ids that are not drawn.
    ghosted, isolated : frozenset of str
        Structure ids or layers drawn as glass; where ``isolated`` is not empty everything else is.
    explode : float
        How far structures are moved apart, 0 to 1.
    cut : Cut or None
        A plane that cuts the anatomy.
    marks : tuple of Mark
        Two or three points to measure between.
    notes : tuple of Note
        Texts pinned to structures.
    focus : tuple of str
        Structure ids that the named views look at in place of the region.
    selection : str or None
        Structure id that is picked out.
    audience, language : str
        Words on labels and captions; the language one of ``anatomy.languages.LANGUAGES``.
    told_in : str or None
        Another language for what is told of the procedure and the recovery, where they have no words in ``language``.
    procedure, joint, side : str or None
        ``joint`` is a level pair, ``L4-L5`` (or ``sacroiliac``).
    variant : str or None
        Another way to do the procedure than the default one.
    time_s : float or None
        Time on the procedure's timeline, s.
    after_days : float or None
        Days after a neurotomy, for the recovery view.
    carm : imaging.CArm or None
        Where the C-arm stands; None leaves it to the timeline.
    injection : procedures.moment.InjectionWish or None
        How injections differ from the plan.
    """

    region: str = "lumbar"
    view: str = "posterior"
    layers: frozenset[str] = field(default=DEFAULT_LAYERS)
    hidden: frozenset[str] = frozenset()
    ghosted: frozenset[str] = frozenset()
    isolated: frozenset[str] = frozenset()
    explode: float = 0.0
    cut: Cut | None = None
    marks: tuple[Any, ...] = ()
    notes: tuple[Any, ...] = ()
    focus: tuple[str, ...] = ()
    selection: str | None = None
    audience: str = "professional"
    language: str = DEFAULT_LANGUAGE
    told_in: str | None = None
    procedure: str | None = None
    joint: str | None = None
    side: str | None = None
    variant: str | None = None
    time_s: float | None = None
    after_days: float | None = None
    carm: Any = None
    injection: Any = None

    def __post_init__(self) -> None:
        region(self.region)
        choose(self.view, VIEWS, "view")
        choose(self.audience, AUDIENCES, "audience")
        choose(self.language, LANGUAGES, "language")
        for layer in self.layers:
            choose(layer, LAYERS, "layer")
        if not 0.0 <= self.explode <= 1.0:
            raise InputError(f"explode {self.explode!r}; allowed: 0 to 1")
        if self.side is not None:
            choose(self.side, SIDES, "side")
        for name, value in (("time_s", self.time_s), ("after_days", self.after_days)):
            if value is not None and not 0.0 <= value < 1e7:
                raise InputError(f"{name} must be zero or more, got {value!r}")

    def shows(self, layer: str) -> bool:
        """Whether a layer is drawn."""
        return layer in self.layers
