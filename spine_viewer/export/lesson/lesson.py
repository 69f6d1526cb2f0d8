"""A lesson: one HTML file that holds everything it shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from spine_viewer import __version__
from spine_viewer.anatomy.regions import region_with
from spine_viewer.errors import InputError
from spine_viewer.export.lesson import heat, texts, xray
from spine_viewer.export.lesson.codec import Packed
from spine_viewer.export.lesson.page import lesson_page
from spine_viewer.export.lesson.record import Film, Recorder
from spine_viewer.export.lesson.store import MeshStore
from spine_viewer.progress import Progress
from spine_viewer.render.lights import LIGHTS
from spine_viewer.scene.compose import shipped_palette
from spine_viewer.scene.request import DEFAULT_LAYERS

if TYPE_CHECKING:
    from spine_viewer.anatomy.spine import Spine
    from spine_viewer.procedures import Plan

FORMAT = 1


@dataclass(eq=False)
class LessonMaker:
    """Makes lessons on one prone spine; what they share is worked out once.

    Parameters
    ----------
    spine : Spine
        In the pose ``prone``.
    """

    spine: Spine
    _shared: dict[str, Packed] = field(default_factory=dict)

    def html(
        self,
        procedure: str,
        joint: str,
        side: str,
        language: str = "en",
        variant: str | None = None,
        progress: Progress | None = None,
    ) -> str:
        """The lesson of a procedure on a joint and side.

        ``language`` is the one that it opens in, all are inside; ``progress`` is told the part that is done, 0 to 1.

        Raises
        ------
        InputError
            If there is no such procedure, joint or side, or nothing would be seen.
        """
        from spine_viewer.procedures import plan

        planned = plan(self.spine, procedure, joint=joint, side=side, variant=variant)
        return self.html_of_plan(planned, language, progress)

    def html_of_plan(self, plan: Plan, language: str = "en", progress: Progress | None = None) -> str:
        """The lesson of a plan on this spine, which may be that of a session of several joints."""
        film = film_of_plan(self.spine, plan)
        store = MeshStore(self._shared)
        head = document(film, store, language, progress)
        return lesson_page(head, {name: store.section(name) for name in ("view", "xray")})


def film_of(spine: Spine, procedure: str, joint: str, side: str, variant: str | None = None) -> Film:
    """The film of a plan on a spine, with its heat in even tissue and its fluids."""
    from spine_viewer.procedures import plan

    return film_of_plan(spine, plan(spine, procedure, joint=joint, side=side, variant=variant))


def film_of_plan(spine: Spine, plan: Plan) -> Film:
    """As :func:`film_of` for a plan that is there already."""
    from spine_viewer.procedures.heat import heat_in_even_tissue
    from spine_viewer.procedures.spreads import spreads_of

    burns = None if plan.lesion is None else heat_in_even_tissue(plan)
    return Film(spine, plan, plan.timeline(), burns, spreads_of(spine, plan))


def document(film: Film, store: MeshStore, language: str = "en", progress: Progress | None = None) -> dict[str, Any]:
    """Everything that a lesson says and shows but the meshes, which are put into ``store``."""
    plan, recorder = film.plan, Recorder(film, store, progress)
    items = recorder.items()
    if not any(item["layer"] == "bones" for item in items):
        raise InputError(f"the lesson of {plan.procedure} at {plan.joint} would show no bone")
    bodies = xray.beam_bodies(film.spine, plan.joint, store)
    palette = shipped_palette()
    return {
        "format": FORMAT,
        "version": __version__,
        "language": language,
        "subject": {
            "procedure": plan.procedure,
            "joint": plan.joint,
            "side": plan.side,
            "region": region_with(plan.joint),
        },
        "words": texts.interface(),
        **texts.title(film),
        "steps": texts.steps(film, recorder.parts),
        "recovery": texts.recovery(film),
        "sources": texts.sources(film),
        "meshes": store.heads(),
        "items": items,
        "pain": recorder.pain(),
        "paths": recorder.paths(),
        "cameras": recorder.cameras(),
        "signals": recorder.signals() | {"colour": list(palette.style("signal").colour)},
        "burn": heat.profiles_of(film.heat),
        "layers": sorted(DEFAULT_LAYERS - {"labels"}),
        "lights": [{"at": at, "colour": colour, "strength": strength} for _, at, colour, strength in LIGHTS],
        "beam": {"colour": list(palette.style("beam").colour), "opacity": palette.style("beam").opacity},
        "background": [palette.backgrounds["studio"].top, palette.backgrounds["studio"].bottom],
        "xray": {
            "bodies": bodies,
            "arms": recorder.arms(),
            "fluids": recorder.fluids(),
            "needles": [
                {"id": f"needle:{i}", "diameter_mm": one.needle.outer_diameter_mm, "length_mm": one.needle.length_mm}
                for i, one in enumerate(p for n in plan.nerves for p in n.placements)
            ],
            **xray.settings(),
        },
    }
