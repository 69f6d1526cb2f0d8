"""What an approach works on: one target of one procedure on one spine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from spine_viewer.errors import InputError
from spine_viewer.procedures.block_needle import BlockLimits
from spine_viewer.procedures.electrode import ElectrodeLimits
from spine_viewer.procedures.hazards import Hazards
from spine_viewer.procedures.lesions import place_burns
from spine_viewer.procedures.measures import keeps_clear, keeps_extras, measure
from spine_viewer.procedures.model import Array, LesionCourse, Needle, Placement, Trajectory
from spine_viewer.procedures.search import Distance, Found
from spine_viewer.procedures.skin import SkinRays
from spine_viewer.procedures.targets import Site
from spine_viewer.procedures.technique import Technique
from spine_viewer.procedures.views import plan_views

if TYPE_CHECKING:
    from spine_viewer.anatomy.spine import Spine

Limits = TypeVar("Limits", ElectrodeLimits, BlockLimits)
HUB_RESERVE_MM = 10.0


@dataclass(frozen=True, eq=False)
class Case:
    """One target, and all that is needed to find the needles for it.

    Parameters
    ----------
    spine : Spine
    technique : Technique
    structure : str
        Id of the nerve, or of the joint, that is aimed at.
    bone, side : str
        Where it is met.
    skin : SkinRays
    hazards : Hazards
    lesion : LesionCourse or None
        How one lesion grows; None for a block.
    """

    spine: Spine = field(repr=False)
    technique: Technique = field(repr=False)
    structure: str
    bone: str
    side: str
    skin: SkinRays = field(repr=False)
    hazards: Hazards = field(repr=False)
    lesion: LesionCourse | None = field(repr=False)

    @property
    def distance(self) -> Distance:
        """Signed distance to the nearest bone: world points (n, 3) -> (n,) mm."""
        distance: Distance = self.spine.distance_to_bone
        return distance

    @property
    def number(self) -> Callable[[str], float]:
        """A figure of the technique by name."""
        return self.technique.number

    @property
    def lengths_mm(self) -> tuple[float, ...]:
        """Needle lengths that exist, shortest first."""
        value = self.technique.needle.length_mm.value
        return tuple(sorted(value)) if isinstance(value, tuple) else (float(value),)

    @property
    def radius_mm(self) -> float:
        """Half the needle's outer diameter."""
        return 0.5 * self.technique.needle.outer_diameter_mm.single

    @property
    def reach_mm(self) -> float:
        """Deepest target that the longest needle reaches."""
        return self.lengths_mm[-1] - HUB_RESERVE_MM

    def needle(self, depth_mm: float) -> Needle:
        """The shortest needle for a depth."""
        spec = self.technique.needle
        return Needle(
            kind=spec.kind,
            gauge=int(spec.gauge.single),
            outer_diameter_mm=spec.outer_diameter_mm.single,
            length_mm=float(next(x for x in self.lengths_mm if x >= depth_mm + HUB_RESERVE_MM)),
            active_tip_mm=spec.active_tip_mm.single,
            bend_deg=spec.bend_deg.single,
        )

    def electrode_limits(self, site: Site, usual: Array) -> ElectrodeLimits:
        """Limits of the technique for an electrode along the nerve; ``usual`` (3,) from skin to tip."""
        return ElectrodeLimits(
            active_tip_mm=self.technique.needle.active_tip_mm.single,
            radius_mm=self.radius_mm,
            reach_mm=self.reach_mm,
            tip_to_nerve_mm=self.number("tip_to_nerve_max_mm"),
            bare_tip_to_target_mm=self.number("tip_to_target_max_mm"),
            angle_deg=self.number(site.angle_limit),
            behind_foramen_mm=self.number(site.border_limit),
            shaft_clearance_mm=self.number("shaft_clearance_mm"),
            contact_mm=self.number("contact_zone_mm"),
            cone_deg=self.number("search_cone_deg"),
            usual=usual,
        )

    def block_limits(self, site: Site) -> BlockLimits:
        """Limits of the technique for a needle on bone beside the nerve."""
        return BlockLimits(
            radius_mm=self.radius_mm,
            reach_mm=self.reach_mm,
            tip_to_nerve_mm=self.number("tip_to_target_max_mm" if site.extras else "tip_to_nerve_max_mm"),
            tip_to_target_mm=self.number("tip_to_target_max_mm"),
            behind_foramen_mm=self.number(site.border_limit),
            shaft_clearance_mm=self.number("shaft_clearance_mm"),
            contact_mm=self.number("contact_zone_mm"),
            cone_deg=self.number("search_cone_deg"),
        )

    def search(self, find: Callable[[Limits], Found], limits: Limits) -> Found:
        """The needle found near the ideal direction; where there is none, further from it; then with finer steps.

        Raises the :exc:`InputError` of the last try.
        """
        for some in (limits, *limits.wider(self.number("search_cone_widest_deg"))):
            try:
                return find(some)
            except InputError as error:
                refusal = error
        raise refusal

    def keeps_clear(self, found: Found) -> bool:
        """Whether a needle keeps the technique's distances to what it must avoid."""
        return keeps_clear(self, found)

    def keeps(self, site: Site) -> Callable[[Found], bool]:
        """A question to a needle: does it keep clear, and keep the limits of the site's own figures?"""
        return lambda found: keeps_extras(self, site, found) and keeps_clear(self, found)

    def placed(self, site: Site, found: Found, name: str = "") -> Placement:
        """A needle that was found, with its lesions, views and checks."""
        needle = self.needle(found.depth_mm)
        alone = self.lesion is not None and not self.lesion.spacing_mm  # a pair is known when both needles are
        burns = place_burns(site, found, self.technique, self.lesion, self.distance) if self.lesion and alone else ()
        return Placement(
            name=name,
            target=site.target,
            needle=needle,
            trajectory=Trajectory(found.entry, found.tip, found.direction, found.depth_mm),
            views=plan_views(
                self.spine, self.bone, self.side, site.target.point, found.direction, self.technique.views
            ),
            checks=measure(self, site, found, needle),
            site=site,
            burns=burns,
        )
