"""The heat of a plan's burns over time: in even tissue at once, beside the bones of the spine on request."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from spine_viewer.errors import InputError
from spine_viewer.lesion import simulate, simulate_at
from spine_viewer.lesion.growth import Growth
from spine_viewer.lesion.ring_growth import RingGrowth
from spine_viewer.procedures.lesions import moved_pair
from spine_viewer.procedures.model import NervePlan

if TYPE_CHECKING:
    from spine_viewer.anatomy.spine import Spine
    from spine_viewer.lesion.space import Electrode, SpaceGrowth
    from spine_viewer.procedures.planner import Plan

PERFUSIONS = ("body", "bench")

BurnKey = tuple[str, int]  # nerve id, and which of its burns
Progress = Callable[[float, "SpaceGrowth | None"], None]


@dataclass(frozen=True, eq=False)
class Heat:
    """How every burn of a plan grows.

    Parameters
    ----------
    perfusion : str
        ``bench`` or ``body``.
    even : mapping of (nerve, burn) to Growth
        In even tissue; every burn is there.
    bone : mapping of (nerve, burn) to Growth
        Beside the bones of the spine, as far as worked out.
    """

    perfusion: str
    even: Mapping[BurnKey, Growth]
    bone: Mapping[BurnKey, Growth] = field(default_factory=dict)

    def at(self, key: BurnKey, seconds: float) -> Growth:
        """The growth to show at a second: beside bone where that is known so far, else in even tissue."""
        known = self.bone.get(key)
        return known if known is not None and known.known_s >= seconds - 1e-6 else self.even[key]

    def beside(self, bone: Mapping[BurnKey, Growth]) -> Heat:
        """The same with these growths beside bone."""
        return replace(self, bone=bone)


def heat_in_even_tissue(plan: Plan, perfusion: str = "body") -> Heat:
    """The burns of a plan in muscle alone; takes a fraction of a second.

    Raises
    ------
    InputError
        The plan burns nothing, or the perfusion is unknown.
    """
    settings = _settings(plan)
    if plan.lesion is not None and plan.lesion.spacing_mm:
        pairs = [(key, nerve_of(plan, key[0]).burns[key[1]]) for key in burns_of(plan)]
        return Heat(perfusion, {key: moved_pair(burn, plan.lesion, perfusion) for key, burn in pairs})
    made = simulate(perfusion=perfusion, **settings)
    growths = {
        (nerve.nerve, k): RingGrowth(made, burn.tip, burn.direction)
        for nerve in plan.nerves
        for k, burn in enumerate(nerve.burns)
    }
    return Heat(perfusion, growths)


def heat_beside_bone(
    spine: Spine, plan: Plan, key: BurnKey, perfusion: str = "body", progress: Progress | None = None
) -> SpaceGrowth:
    """One burn of a plan beside the bones of the spine; takes some seconds.

    Parameters
    ----------
    spine : Spine
        The one that was planned on.
    plan : Plan
    key : (str, int)
        Nerve and burn. The tissue starts unheated for each burn.
    perfusion : str
    progress : callable, optional
        Called with the part that is done, 0 to 1, and the growth so far when more of it is known; what it raises ends
        the work.

    Raises
    ------
    InputError
        There is no such burn, or the perfusion is unknown.
    """
    from spine_viewer.lesion.space import SpaceGrowth

    settings = _settings(plan)

    def tell(part: float, lesion: Any) -> None:
        if progress is not None:
            progress(part, None if lesion is None else SpaceGrowth(lesion))

    ones = electrodes_of(plan, key)
    lesion = simulate_at(
        ones,
        settings["temperature_c"],
        settings["seconds"],
        perfusion,
        bone=spine.distance_to_bone,
        bipolar=len(ones) > 1,
        progress=tell,
    )
    return SpaceGrowth(lesion)


def heat_of(
    spine: Spine,
    plan: Plan,
    burns: Sequence[BurnKey] = (),
    perfusion: str = "body",
    progress: Callable[[float], None] | None = None,
) -> Heat:
    """The heat of a plan with some of its burns beside bone, worked out now; each takes some seconds.

    ``progress`` is called with the part of all the work that is done, 0 to 1.
    """
    heat, made = heat_in_even_tissue(plan, perfusion), {}
    for n, key in enumerate(burns):

        def tell(part: float, _growth: object, before: int = n) -> None:
            if progress is not None:
                progress((before + part) / len(burns))

        made[key] = heat_beside_bone(spine, plan, key, perfusion, tell)
    return heat.beside(made)


def electrodes_of(plan: Plan, key: BurnKey) -> tuple[Electrode, ...]:
    """The electrode of a burn in its place, or the two of a bipolar pair."""
    from spine_viewer.lesion.space import Electrode

    first, burn = electrode_of(plan, key), nerve_of(plan, key[0]).burns[key[1]]
    if burn.partner_tip is None or burn.partner_direction is None:
        return (first,)
    return first, Electrode(burn.partner_tip, burn.partner_direction, first.gauge, first.tip_mm, first.kind)


def electrode_of(plan: Plan, key: BurnKey) -> Electrode:
    """The electrode of a burn in its place, the first of a pair."""
    from spine_viewer.lesion.space import Electrode

    nerve, burn = nerve_of(plan, key[0]), key[1]
    if not 0 <= burn < len(nerve.burns):
        raise InputError(f"no burn {burn} of {key[0]}; allowed: 0 to {len(nerve.burns) - 1}")
    place, settings = nerve.burns[burn], _settings(plan)
    return Electrode(place.tip, place.direction, settings["gauge"], settings["tip_mm"], settings["kind"])


def nerve_of(plan: Plan, nerve: str) -> NervePlan:
    """The plan of one nerve.

    Raises
    ------
    InputError
        The plan does not treat it.
    """
    for one in plan.nerves:
        if one.nerve == nerve:
            return one
    raise InputError(f"{nerve!r} is not treated; allowed: {', '.join(n.nerve for n in plan.nerves)}")


def burns_of(plan: Plan) -> tuple[BurnKey, ...]:
    """Every burn of a plan, in the order of treatment."""
    return tuple((nerve.nerve, k) for nerve in plan.nerves for k in range(len(nerve.burns)))


def _settings(plan: Plan) -> dict[str, Any]:
    lesion = plan.lesion
    if lesion is None:
        raise InputError(f"{plan.procedure} burns nothing; allowed: a procedure with heat lesions")
    return {
        "gauge": lesion.gauge,
        "tip_mm": lesion.active_tip_mm,
        "temperature_c": lesion.temperature_c,
        "seconds": lesion.seconds,
        "kind": lesion.kind,
    }
