"""The film as a lesson keeps it: every item, the camera and the C-arm over time, as the scene composes them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from spine_viewer.anatomy.pain_path import STEP_MM, pain_paths
from spine_viewer.anatomy.regions import belongs, region_with
from spine_viewer.export.lesson.codec import pack
from spine_viewer.export.lesson.samples import Part, Sample, parts_of
from spine_viewer.export.lesson.store import MeshStore, arrays_of, fewer
from spine_viewer.export.lesson.tracks import Row, thinned
from spine_viewer.scene import LAYERS, SceneRequest, compose
from spine_viewer.scene.compose import nerve_states
from spine_viewer.scene.fluid_items import unit_ball
from spine_viewer.scene.guided import blended
from spine_viewer.scene.model import Array, Camera, Item, Scene, StructureGeometry, TubeGeometry
from spine_viewer.scene.pain_items import ACTION as PAIN
from spine_viewer.scene.pain_items import (
    BEAD_AT_JOINT,
    BEAD_MM,
    BEADS_APART_MM,
    BEADS_GROW_MM,
    BRAIN,
    PIECES,
    TRAIL_MM,
    pain_ways,
)
from spine_viewer.scene.signals import RADIUS_MM, SPACING_MM, SPEED_MM_S, signal_runs

if TYPE_CHECKING:
    from spine_viewer.anatomy.spine import Spine
    from spine_viewer.procedures import Plan, Timeline

RECORDED = frozenset(LAYERS) - {"labels"}
PATH_STEP_MM = 1.3
NEAR, FAR, SOFT, FLUID = 0.7, 0.4, 0.6, 0.2  # of the triangles: of bones of the joint, other bones, soft parts, fluids
AWAY, BRAIN_SHARE = 0.1, 0.25  # of what only the way of the pain shows: bones and discs of other regions, the brain
PAIN_STEP_MM = 4.0
ONE_BY_ONE = ("signal:", "c_arm:beam", "pain:way:", "pain:bead:")  # kept as what they are made from
COLOUR, OPACITY, SIZE, PLACE = 0.01, 0.01, 0.02, 0.05  # how far a track may be off; sizes and places in mm
TURN = 0.0015
TRAVEL = 0.3  # part of the first phase of the recovery in which the camera comes near


@dataclass(eq=False)
class Film:
    """What a lesson is made from: a plan on a spine, its timeline, and how its heat and fluids spread."""

    spine: Spine
    plan: Plan
    timeline: Timeline
    heat: Any = None
    spreads: Any = None

    @property
    def request(self) -> SceneRequest:
        """The request that every scene of the lesson is one of."""
        return SceneRequest(
            view="guided",
            layers=RECORDED,
            procedure=self.plan.procedure,
            joint=self.plan.joint,
            side=self.plan.side,
        )

    def request_at(self, sample: Sample, **more: Any) -> SceneRequest:
        """The request at a moment; ``more``: other fields of it. The days after the procedure are seen close up."""
        wanted: dict[str, Any] = {"time_s": sample.film_s, "after_days": sample.day}
        if sample.day is not None:
            wanted["view"] = "close-up"
        return replace(self.request, **(wanted | more))

    def scene(self, sample: Sample, **more: Any) -> Scene:
        """The scene at a moment; ``more``: other fields of its request."""
        request = self.request_at(sample, **more)
        recovery = self.timeline.recovery
        return compose(self.spine, request, self.plan, self.timeline, recovery, self.heat, self.spreads)


@dataclass(eq=False)
class _Track:
    item: Item
    shapes: list[dict[str, Any]] = field(default_factory=list)
    rows: dict[int, Row] = field(default_factory=dict)
    places: dict[int, Row] = field(default_factory=dict)


class Recorder:
    """Goes through a film once and keeps what it sees; ``progress`` is told the part that is done, 0 to 1."""

    def __init__(self, film: Film, store: MeshStore, progress: Callable[[float], None] | None = None) -> None:
        self._film, self._store = film, store
        self.parts = parts_of(film.timeline)
        self._times: list[float] = []
        self._tracks: dict[str, _Track] = {}
        self._cameras: list[Row] = []
        self._arms: list[Row | None] = []
        self._fluids: dict[str, dict[int, Row]] = {}
        self._fluid_meshes: dict[str, dict[str, Any]] = {}
        self._runs: dict[str, dict[int, Row]] = {}
        self._ways: dict[str, dict[int, Row]] = {}
        self._paths: dict[str, list[float]] = {}
        for done, part in enumerate(self.parts, 1):
            for sample in part.samples:
                self._record(part, sample)
            if progress is not None:
                progress(done / len(self.parts))

    def _record(self, part: Part, sample: Sample) -> None:
        index, scene = len(self._times), self._film.scene(sample)
        self._times.append(sample.time_s)
        moment = self._film.timeline.at(sample.film_s)
        for item in scene.items:
            if not item.id.startswith(ONE_BY_ONE):
                self._see(index, item, moment)
        self._cameras.append(_camera_row(self._camera(part, sample, scene)))
        request = scene.fluoroscopy
        self._arms.append(None if request is None else _arm_row(request.carm))
        for fluid in () if request is None else request.fluids:
            self._see_fluid(index, fluid)
        if moment.step.action == PAIN:
            for way in pain_ways(moment, self._pain_paths):
                self._ways.setdefault(way.nerve, {})[index] = (way.front_mm, way.ahead_mm)
        after = None if sample.day is None else self._film.timeline.recovery.at(sample.day)
        states = nerve_states(moment, after)
        treated = {n.nerve: n.target.point for n in self._film.plan.nerves}
        runs = () if moment.step.action == PAIN else signal_runs(self._film.spine, moment, states, treated)
        for run in runs:
            self._runs.setdefault(run.nerve, {})[index] = (run.end_mm,)
            self._keep_path(f"signal:{run.nerve}", run.path)

    def _camera(self, part: Part, sample: Sample, scene: Scene) -> Camera:
        """The scene's camera; on the way to the recovery it comes from that of the film."""
        if part.phase != 0:
            return scene.camera
        share = min((sample.time_s - part.start_s) / (TRAVEL * part.duration_s), 1.0)
        before = self._film.scene(Sample(0.0, part.step.start_s - 1e-3)).camera
        return blended(before, scene.camera, share * share * (3.0 - 2.0 * share))

    @cached_property
    def _pain_paths(self) -> dict[str, Array]:
        spine = self._film.spine
        return pain_paths(spine, spine.joint(self._film.plan.joint_id))

    def _see(self, index: int, item: Item, moment: Any) -> None:
        track = self._tracks.setdefault(item.id, _Track(item))
        shape, size = self._shape(item, moment)
        if shape not in track.shapes:
            track.shapes.append(shape)
        style = item.style
        track.rows[index] = (
            float(track.shapes.index(shape)),
            *(round(c, 3) for c in style.colour),
            round(style.opacity, 3),
            size,
        )
        if item.matrix is not None:
            track.places[index] = tuple(float(x) for x in item.matrix[:3, 3])

    def _shape(self, item: Item, moment: Any) -> tuple[dict[str, Any], float]:
        """What is drawn, and its size: radius of a tube or a ball (mm), or seconds of a burn."""
        geometry = item.geometry
        if item.matrix is not None and _is_ball(item):
            return {"ball": True}, round(float(item.matrix[0, 0]), 3)
        if isinstance(geometry, StructureGeometry):
            return {"mesh": self._structure(item, geometry.structure_id)}, 0.0
        if isinstance(geometry, TubeGeometry):
            key = f"{item.id}#{len(geometry.path)}"  # a treated nerve is drawn in two parts
            self._keep_path(key, geometry.path)
            return {"tube": key}, round(0.5 * geometry.diameter_mm, 3)
        if item.id.startswith("lesion:"):
            state, kind = _burn(item.id, moment)
            back = -np.asarray(state.direction)
            return {"lathe": kind, "tip": _rounded(state.tip), "axis": _rounded(back, 5)}, round(state.seconds, 3)
        return {"mesh": self._made(item)}, 0.0

    def _keep_path(self, key: str, path: Array) -> None:
        if key not in self._paths:
            self._paths[key] = _path(path)

    def _structure(self, item: Item, structure_id: str) -> str:
        from spine_viewer.render.polydata import COLOURS

        mesh = self._film.spine.structure(structure_id).mesh
        share = self._share(item.layer, structure_id)
        return self._store.add(
            structure_id,
            "view",
            lambda: pack(*fewer(arrays_of(mesh, COLOURS), share)),
            f"{structure_id}@{share}",
        )

    def _share(self, layer: str, structure_id: str) -> float:
        """Part of its triangles that a structure keeps."""
        if not belongs(structure_id, None, region_with(self._film.plan.joint)):
            return AWAY
        if layer != "bones":
            return SOFT
        return NEAR if structure_id in self._near else FAR

    @cached_property
    def _near(self) -> frozenset[str]:
        joints = [self._film.spine.joint(one) for one in self._film.plan.joint_ids]
        return frozenset(bone for one in joints for bone in one.bones) | {n.bone for n in self._film.plan.nerves}

    def _made(self, item: Item) -> str:
        """A surface that the scene made: with its edges kept sharp, and fluids with fewer triangles."""
        from spine_viewer.render.polydata import COLOURS, polydata_of

        key = f"made:{item.geometry.fingerprint}"
        share = FLUID if item.layer == "lesion" else BRAIN_SHARE if item.id == BRAIN else None

        def make():  # type: ignore[no-untyped-def]
            mesh = arrays_of(polydata_of(item.geometry, self._film.spine, "fine"), COLOURS)
            return pack(*(mesh if share is None else fewer(mesh, share)))

        return self._store.add(key, "view", make, f"{BRAIN}@{share}" if item.id == BRAIN else "")

    def _see_fluid(self, index: int, fluid: Any) -> None:
        key = f"made:{fluid.geometry.fingerprint}"
        geometry = fluid.geometry
        mesh = (np.asarray(geometry.vertices, dtype=float), np.asarray(geometry.faces, dtype=np.int64), None)
        self._store.add(key, "view", lambda: pack(*fewer(mesh, FLUID)))
        known = self._fluid_meshes.setdefault(fluid.id, {"id": fluid.id, "material": fluid.material, "meshes": []})
        if key not in known["meshes"]:
            known["meshes"].append(key)
        self._fluids.setdefault(fluid.id, {})[index] = (float(known["meshes"].index(key)), round(fluid.share, 4))

    def items(self) -> list[dict[str, Any]]:
        """Every item with its shapes and its track: ``[time, shape, red, green, blue, opacity, size]``."""
        tolerance = (0.0, COLOUR, COLOUR, COLOUR, OPACITY, SIZE)
        found = []
        for track in self._tracks.values():
            item, rows = track.item, [track.rows.get(i) for i in range(len(self._times))]
            entry: dict[str, Any] = {
                "id": item.id,
                "layer": "nerves" if item.id == BRAIN else item.layer,  # the brain comes with the signal, as in the app
                "shine": round(item.style.shine, 3),
                "baked": item.style.baked_colours,
                "shapes": track.shapes,
                "track": _short(thinned(self._times, rows, tolerance)),
            }
            if item.on_top:
                entry["on_top"] = True
            if item.matrix is not None:
                if not _is_ball(item):
                    entry["axes"] = [round(float(x), 6) for x in item.matrix[:3, :3].T.ravel()]
                places = [track.places.get(i) for i in range(len(self._times))]
                entry["places"] = _short(thinned(self._times, places, (PLACE,) * 3))
            found.append(entry)
        return found

    def cameras(self) -> list[list[float]]:
        """``[time, focal point (3), towards the viewer (3), up (3), half height, half width]``, mm."""
        return _short(thinned(self._times, self._cameras, (0.1,) * 3 + (TURN,) * 6 + (0.1, 0.1)), 4)

    def arms(self) -> list[list[float]]:
        """``[time, field, oblique, tilt, isocentre (3), source to detector, source to isocentre]``, degrees and mm.

        The field jumps.
        """
        return _short(thinned(self._times, self._arms, (0.0,) + (0.05,) * 7), 6)

    def fluids(self) -> list[dict[str, Any]]:
        """Contrast in the beam with its track ``[time, mesh, part of its shape that it fills]``."""
        every = range(len(self._times))
        return [
            {
                **known,
                "track": _short(thinned(self._times, [self._fluids[name].get(i) for i in every], (0.0, 0.005)), 4),
            }
            for name, known in self._fluid_meshes.items()
        ]

    def signals(self) -> dict[str, Any]:
        """Beads: spacing and radius (mm), speed (mm/s), and per nerve how far they get: ``[time, mm]``."""
        every = range(len(self._times))
        runs = [
            {
                "path": f"signal:{nerve}",
                "track": _short(thinned(self._times, [rows.get(i) for i in every], (0.1,))),
            }
            for nerve, rows in self._runs.items()
        ]
        return {"spacing": SPACING_MM, "speed": SPEED_MM_S, "radius": RADIUS_MM, "runs": runs}

    def pain(self) -> dict[str, Any]:
        """The way of the pain: radii of its pieces and beads (mm); per nerve how far it has come, and how far the
        pulses behind it have run on: ``[time, mm, mm]``."""
        every = range(len(self._times))
        runs = []
        for nerve, rows in self._ways.items():
            key = f"pain:{nerve}"
            self._paths[key] = [
                round(float(x), 1) for x in self._pain_paths[nerve][:: round(PAIN_STEP_MM / STEP_MM)].ravel()
            ]
            track = _short(thinned(self._times, [rows.get(i) for i in every], (1.0, 1.0)), 2)
            runs.append({"path": key, "track": track})
        return {
            "runs": runs,
            "step": PAIN_STEP_MM,
            "pieces": [0.5 * (TRAIL_MM[0] + (TRAIL_MM[1] - TRAIL_MM[0]) * n / (PIECES - 1)) for n in range(PIECES)],
            "apart": BEADS_APART_MM,
            "beads": [BEAD_AT_JOINT * BEAD_MM, BEAD_MM],
            "grow": BEADS_GROW_MM,
        }

    def paths(self) -> dict[str, list[float]]:
        """Courses of tubes and beads: x, y, z of one point after the other, mm."""
        return self._paths


def _is_ball(item: Item) -> bool:
    """Whether an item of the way of the pain is a ball, which may grow."""
    return item.id.startswith("pain:") and item.geometry is unit_ball()


def _burn(item_id: str, moment: Any) -> tuple[Any, str]:
    """The burn that an item of heat belongs to, and which surface it is: ``dead`` or a temperature."""
    for state in moment.lesions:
        name = f"lesion:{state.nerve}:{state.burn}"
        if item_id == name:
            return state, "dead"
        if item_id.startswith(f"{name}:"):
            return state, item_id.removeprefix(f"{name}:")
    raise KeyError(item_id)


def _path(points: Array) -> list[float]:
    from spine_viewer.render.tube import resampled

    return [round(float(x), 2) for x in resampled(points, PATH_STEP_MM).ravel()]


def _rounded(values: Any, digits: int = 3) -> list[float]:
    return [round(float(x), digits) for x in values]


def _camera_row(camera: Camera) -> Row:
    rows = (camera.focal_point, -camera.direction, camera.up)
    return (*(float(x) for row in rows for x in row), camera.parallel_scale, camera.half_width_mm)


def _arm_row(arm: Any) -> Row:
    lengths = (arm.source_to_detector_mm, arm.source_to_isocentre_mm)
    return (arm.field_mm, arm.oblique_deg, arm.tilt_deg, *arm.isocentre, *lengths)


def _short(rows: list[list[float]], digits: int = 3) -> list[list[float]]:
    return [[round(float(x), digits) for x in row] for row in rows]
