"""One moment of the film: what is true, not how it is drawn. World mm, LPS."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from spine_viewer.procedures.model import Array, Needle, View

if TYPE_CHECKING:
    from spine_viewer.lesion.growth import Growth
    from spine_viewer.procedures.film_steps import TimelineStep
    from spine_viewer.procedures.recovery import RecoveryMoment


@dataclass(frozen=True, eq=False)
class NeedlePose:
    """A needle: ``tip`` and ``hub`` (3,), unit ``direction`` (3,) from hub to tip, ``depth_mm`` below the skin."""

    index: int
    nerve: str
    tip: Array
    hub: Array
    direction: Array
    depth_mm: float
    visible: bool
    moving: bool
    needle: Needle


@dataclass(frozen=True, eq=False)
class LesionState:
    """A lesion so far: ``seconds`` of heating at the electrode ``tip`` (3,), ``fraction`` 0 to 1 of its time.

    ``width_mm`` across the electrode, ``length_mm`` along it; ``outline`` (k, 2) the edge so far, mm: away from the
    axis, and along it from the tip (0) up the shaft; turn it about the axis for the shape (empty before tissue dies).
    ``temperature_c`` is that of the tip while it heats, None when it has stopped. ``pair`` is the growth of a bipolar
    lesion, which no edge turned about an axis can tell.
    """

    nerve: str
    burn: int
    tip: Array
    direction: Array
    seconds: float
    fraction: float
    width_mm: float
    length_mm: float
    outline: Array
    heating: bool
    temperature_c: float | None
    pair: Growth | None = None


@dataclass(frozen=True)
class NerveState:
    """``state`` 0 healthy to 1 dead, ``signal_passed`` 1 as before to 0 none, ``blocked`` below a half."""

    nerve: str
    state: float
    signal_passed: float
    blocked: bool


@dataclass(frozen=True, eq=False)
class Injectate:
    """Fluid beside a nerve, in the skin or in a vein.

    ``kind`` is ``contrast``, ``anaesthetic`` or ``skin_anaesthetic``, ``fraction`` the share given, 0 to 1,
    ``volume_ml`` what is in by now (None in the skin), ``centre`` (3,) where it goes in, ``needle`` the index of the
    needle, ``in_vessel`` whether it runs off in a vein, ``given_now`` whether the step of this moment gives it.
    """

    nerve: str
    kind: str
    fraction: float
    volume_ml: float | None
    centre: Array
    needle: int = 0
    in_vessel: bool = False
    given_now: bool = False


@dataclass(frozen=True)
class InjectionWish:
    """What somebody wants to see of the injections, other than what is planned.

    ``in_vessel``: the contrast of the step runs off in a vein; ``anaesthetic_ml``: so much local anaesthetic.
    """

    in_vessel: bool = False
    anaesthetic_ml: float | None = None


AS_PLANNED = InjectionWish()


@dataclass(frozen=True)
class Stimulation:
    """A test current: ``kind`` ``sensory`` or ``motor``, Hz and volts now."""

    nerve: str
    kind: str
    hz: float
    volts: float


@dataclass(frozen=True, eq=False)
class Moment:
    """Everything true at ``t_s``.

    ``view`` is what the C-arm is asked for (angles on the way there while ``view_moving``), ``highlighted`` the ids
    that the caption speaks of, ``camera`` a hint for the 3D view and ``focus`` (3,) where it looks; ``recovery`` is
    set in the recovery step only.
    """

    t_s: float
    step: TimelineStep
    progress: float
    needles: tuple[NeedlePose, ...]
    view: View
    view_moving: bool
    lesions: tuple[LesionState, ...]
    nerves: tuple[NerveState, ...]
    injectates: tuple[Injectate, ...]
    stimulation: Stimulation | None
    highlighted: tuple[str, ...]
    camera: str
    focus: Array
    recovery: RecoveryMoment | None

    @property
    def index(self) -> int:
        """Place of the step in the film, from 0."""
        return self.step.index

    def name(self, audience: str = "patient", language: str = "en") -> str:
        """Name of the step."""
        return self.step.name(audience, language)

    def caption(self, audience: str = "patient", language: str = "en") -> str:
        """Caption in plain words (``patient``) or with figures (``professional``)."""
        return self.step.caption(audience, language)
