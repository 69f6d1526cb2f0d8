"""Validators over every shipped bone and nerve: a list of small rules, all run and reported together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import manifold3d
import numpy as np
import pyvista as pv
import trimesh

from spine_viewer.anatomy.bones.model import Face
from spine_viewer.anatomy.ids import CERVICAL, LUMBAR
from spine_viewer.anatomy.levels import POSES, load_levels, segment_name
from spine_viewer.anatomy.manifest import file_sha256
from spine_viewer.anatomy.present import present
from spine_viewer.anatomy.regions import region_with
from spine_viewer.anatomy.rigid import apply
from spine_viewer.anatomy.rules.finding import Finding
from spine_viewer.anatomy.shading import on_face
from spine_viewer.anatomy.spine import DETAILS, Spine

EXPECTED_GENUS = {"vertebra": 1, "sacrum": 17, "coccyx": 0, "hip": 1, "occiput": 1, "rib": 0}
EXPECTED_GENUS |= dict.fromkeys(CERVICAL, 3)
FACET_GAP_MM = {"lumbar": (2.0, 4.0)}
YOUNGER_GAP_MM = (2.0, 4.0)  # neck and chest
SURFACE_TOLERANCE_MM = 0.35
MEDIAL_BRANCH_REACH_MM = 2.5
SAMPLES = 40_000


@dataclass(frozen=True)
class Shipped:
    """The spine in every pose, as the rules see it."""

    poses: dict[str, Spine]

    @property
    def first(self) -> Spine:
        """The standing spine."""
        return self.poses["standing"]


Rule = Callable[[Shipped], Iterator[Finding]]


def _solid(mesh: pv.PolyData) -> trimesh.Trimesh:
    return trimesh.Trimesh(mesh.points, mesh.regular_faces, process=False)


def _manifold(mesh: pv.PolyData) -> manifold3d.Manifold:
    return manifold3d.Manifold(
        manifold3d.Mesh(np.ascontiguousarray(mesh.points, np.float32), mesh.regular_faces.astype(np.uint32))
    )


def expected_genus(bone: str) -> int:
    """Number of tunnels of a healthy bone's surface."""
    return EXPECTED_GENUS.get(bone.split("_")[0], EXPECTED_GENUS["vertebra"])


def meshes_are_closed(shipped: Shipped) -> Iterator[Finding]:
    """Display, coarse and inner meshes are closed with outward normals."""
    for bone in shipped.first.bones:
        for detail in DETAILS:
            solid = _solid(shipped.first.bone(bone).local(detail))
            ok = bool(solid.is_watertight and solid.is_winding_consistent and solid.volume > 0.0)
            yield Finding("closed", f"{bone} {detail}", ok, f"{solid.volume:.0f} mm3", "closed, outward")


def bones_are_one_body(shipped: Shipped) -> Iterator[Finding]:
    """Each display mesh is a single body."""
    for bone in shipped.first.bones:
        count = int(_solid(shipped.first.bone(bone).local_mesh).body_count)
        yield Finding("one body", bone, count == 1, str(count), "1")


def genus_is_right(shipped: Shipped) -> Iterator[Finding]:
    """Each display and coarse mesh has the tunnels of its bone and no more."""
    for bone in shipped.first.bones:
        for detail in ("display", "coarse"):
            genus = 1 - _solid(shipped.first.bone(bone).local(detail)).euler_number // 2
            want = expected_genus(bone)
            yield Finding("genus", f"{bone} {detail}", genus == want, str(genus), str(want))


def files_match_manifest(shipped: Shipped) -> Iterator[Finding]:
    """Every mesh file is the one that the manifest was written for."""
    spine = shipped.first
    for bone, entry in spine.manifest.bones.items():
        for detail, prefix in DETAILS.items():
            ok = file_sha256(spine.folder / f"{prefix}{bone}.ply") == entry.sha256[detail]
            yield Finding("checksum", f"{bone} {detail}", ok, "match" if ok else "differs", "match")
    for pose in spine.manifest.poses.values():
        for name, soft in pose.soft.items():
            ok = file_sha256(spine.folder / soft.file) == soft.sha256
            yield Finding("checksum", f"{soft.file} ({name})", ok, "match" if ok else "differs", "match")


def neighbours_do_not_overlap(shipped: Shipped) -> Iterator[Finding]:
    """No two bones share volume in any pose."""
    for pose, spine in shipped.poses.items():
        solids = {bone: _manifold(spine.bone(bone).mesh) for bone in spine.bones}
        for a, b in combinations(spine.bones, 2):
            low_a, low_b = (np.array(spine.bone(x).mesh.bounds).reshape(3, 2) for x in (a, b))
            if (low_a[:, 0] > low_b[:, 1]).any() or (low_b[:, 0] > low_a[:, 1]).any():
                continue
            shared = float((solids[a] ^ solids[b]).volume())
            yield Finding("overlap", f"{a} / {b}, {pose}", shared <= 0.0, f"{shared:.3f} mm3", "0")


def facet_gap(spine: Spine, joint_id: str) -> np.ndarray:
    """Bone-to-bone distances (n,) in mm between the faces of a joint.

    Points are spread evenly over the face of the lower bone; those count whose nearest point of the upper bone lies
    straight ahead, within 30 degrees of the face's own normal there: where the faces are opposed, not their edges.
    """
    joint = spine.joint(joint_id)
    lower = spine.bone(joint.bones[1])
    entry = lower.entry.faces[f"superior_articular_facet:{joint.side}"]
    face = Face(
        np.array(entry.centre), np.array(entry.normal), np.array(entry.up), entry.half_width_mm, entry.half_height_mm
    )
    solid = _solid(lower.local_mesh)
    local, triangle = trimesh.sample.sample_surface(solid, SAMPLES, seed=0)
    normals = solid.face_normals[triangle]
    chosen = (on_face(local, face) >= 0.5) & (normals @ face.normal > 0.5)
    points = apply(lower.matrix, local[chosen])
    ahead = normals[chosen] @ lower.matrix[:3, :3].T
    gaps = []
    for point, normal in zip(points, ahead, strict=True):
        distance, found = spine.bone(joint.bones[0]).measured.closest(point)
        if (found - point) @ normal > np.cos(np.radians(30.0)) * distance:
            gaps.append(distance)
    return np.array(gaps)


def facet_gaps_are_physiological(shipped: Shipped) -> Iterator[Finding]:
    """The bony gap of every facet joint, 5th to 95th percentile over the face, lies within 2 to 4 mm."""
    for pose, spine in shipped.poses.items():
        for joint in spine.joints:
            if spine.joint(joint).kind != "facet":
                continue
            gap = facet_gap(spine, joint)
            low, high = FACET_GAP_MM.get(region_with(joint.split(":")[1]), YOUNGER_GAP_MM)
            if len(gap) < 20:
                yield Finding("facet gap", f"{joint}, {pose}", False, f"{len(gap)} points on the face", "at least 20")
                continue
            p5, p50, p95 = np.percentile(gap, [5, 50, 95])
            ok = bool(p5 >= low and p95 <= high)
            yield Finding("facet gap", f"{joint}, {pose}", ok, f"{p5:.2f} / {p50:.2f} / {p95:.2f} mm", f"{low}-{high}")


def landmarks_lie_where_they_say(shipped: Shipped) -> Iterator[Finding]:
    """Surface landmarks lie on the surface, interior ones inside the bone."""
    for bone in shipped.first.bones:
        owner = shipped.first.bone(bone)
        names = list(owner.entry.landmarks)
        distances = owner.distance(np.array([shipped.first.landmark(f"{bone}:{name}") for name in names]))
        for name, distance in zip(names, distances, strict=True):
            kind = owner.entry.landmarks[name].kind
            ok = distance < -0.5 if kind == "interior" else abs(distance) <= SURFACE_TOLERANCE_MM
            allowed = "< -0.5" if kind == "interior" else f"within {SURFACE_TOLERANCE_MM}"
            yield Finding("landmark", f"{bone}:{name} ({kind})", bool(ok), f"{distance:.2f} mm", allowed)


def nerves_run_outside_bone(shipped: Shipped) -> Iterator[Finding]:
    """No point of a nerve's path lies inside bone."""
    for pose, spine in shipped.poses.items():
        for nerve in spine.nerves:
            least = float(spine.distance_to_bone(spine.nerve(nerve).path).min())
            yield Finding("nerve outside bone", f"{nerve}, {pose}", least > 0.0, f"{least:.2f} mm", "> 0")


def medial_branches_hug_bone(shipped: Shipped) -> Iterator[Finding]:
    """Between the root of the superior articular process and the mamillo-accessory notch a lumbar branch is on bone."""
    for pose, spine in shipped.poses.items():
        for name in spine.nerves:
            nerve = spine.nerve(name)
            if nerve.kind != "medial_branch" or nerve.crosses not in LUMBAR:
                continue
            reach = float(spine.distance_to_bone(bone_contact_part(spine, name)).max())
            ok = reach <= MEDIAL_BRANCH_REACH_MM
            yield Finding(
                "medial branch on bone", f"{name}, {pose}", ok, f"{reach:.2f} mm", f"<= {MEDIAL_BRANCH_REACH_MM}"
            )


def bone_contact_part(spine: Spine, medial_branch: str) -> np.ndarray:
    """The part (k, 3) of a medial branch from the root of the superior articular process to the notch."""
    nerve = spine.nerve(medial_branch)
    ends = [
        spine.landmark(f"{nerve.crosses}:{name}:{nerve.side}")
        for name in ("superior_articular_process_neck", "mamillo_accessory_notch")
    ]
    first, last = sorted(int(np.argmin(np.linalg.norm(nerve.path - end, axis=1))) for end in ends)
    return nerve.path[first : last + 1]


def targets_lie_on_bone(shipped: Shipped) -> Iterator[Finding]:
    """The point where a nerve is treated lies on bone, unless its course says that it hangs in soft tissue there."""
    for pose, spine in shipped.poses.items():
        held = {c.id for c in present(spine.bones).courses if any(p.target and p.on_bone for p in c.course.way)}
        for name in spine.nerves:
            nerve = spine.nerve(name)
            if name in held and nerve.target is not None:
                reach = float(spine.distance_to_bone(nerve.path[nerve.target])[0])
                ok = 0.0 < reach <= MEDIAL_BRANCH_REACH_MM
                yield Finding(
                    "target on bone", f"{name}, {pose}", ok, f"{reach:.2f} mm", f"<= {MEDIAL_BRANCH_REACH_MM}"
                )


def joints_and_nerves_agree(shipped: Shipped) -> Iterator[Finding]:
    """Every nerve of a joint exists, and every articular, medial and lateral branch serves a joint."""
    spine = shipped.first
    for joint in spine.joints:
        missing = [nerve for nerve in spine.joint(joint).nerves if nerve not in spine.nerves]
        yield Finding("joint has its nerves", joint, not missing, ", ".join(missing) or "all there", "all there")
    for name in spine.nerves:
        nerve = spine.nerve(name)
        if nerve.kind in ("medial_branch", "articular_branch", "lateral_branch"):
            ok = bool(nerve.joints) and all(joint in spine.joints for joint in nerve.joints)
            yield Finding("nerve has its joint", name, ok, ", ".join(nerve.joints) or "none", "at least one")


def discs_fill_their_space(shipped: Shipped) -> Iterator[Finding]:
    """Every segment has a closed disc that shares no volume with its bones."""
    names = {f"disc:{segment_name(*segment)}": segment for segment in load_levels().segments}
    for pose, spine in shipped.poses.items():
        for disc, segment in names.items():
            mesh = spine.structure(disc).mesh
            solid = _manifold(mesh)
            shared = sum(float((solid ^ _manifold(spine.bone(bone).mesh)).volume()) for bone in segment)
            ok = bool(_solid(mesh).is_watertight) and shared < 1.0
            yield Finding("disc", f"{disc}, {pose}", ok, f"{shared:.3f} mm3 inside bone", "closed, < 1 mm3")


RULES: tuple[Rule, ...] = (
    meshes_are_closed,
    bones_are_one_body,
    genus_is_right,
    files_match_manifest,
    neighbours_do_not_overlap,
    facet_gaps_are_physiological,
    landmarks_lie_where_they_say,
    nerves_run_outside_bone,
    medial_branches_hug_bone,
    targets_lie_on_bone,
    joints_and_nerves_agree,
    discs_fill_their_space,
)


def run_checks(folder: Path | None = None, rules: tuple[Rule, ...] = RULES) -> list[Finding]:
    """Findings of every rule over the meshes in ``folder`` (default: the shipped ones)."""
    shipped = Shipped({pose: Spine.load(pose, folder) for pose in POSES})
    return [finding for rule in rules for finding in rule(shipped)]
