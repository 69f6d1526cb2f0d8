"""GLB and STL files, read back by other libraries and compared with the scene."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import numpy as np
import pytest
import trimesh

from spine_viewer.anatomy.spine import Spine
from spine_viewer.errors import InputError
from spine_viewer.export.bodies import Body, bodies_of
from spine_viewer.export.glb import GLTF_FROM_LPS, glb, to_gltf
from spine_viewer.export.opened import opened
from spine_viewer.export.stl import stl
from spine_viewer.render.polydata import polydata
from spine_viewer.scene import SceneRequest
from spine_viewer.scene.compose import compose
from spine_viewer.scene.cut import Cut
from spine_viewer.scene.model import Style

ONLY = ("L4", "L5", "disc:L4-L5", "medial_branch:L3:left")


@pytest.fixture(scope="module")
def bodies():
    spine = Spine.load("standing")
    layers = frozenset({"bones", "discs", "nerves"})
    scene = compose(spine, SceneRequest(region="lumbar", layers=layers))
    return {body.name: body for body in bodies_of(scene, spine, "coarse") if body.name in ONLY}


def box(name: str, corner: tuple[float, float, float], side: float = 10.0, opacity: float = 1.0) -> Body:
    cube = trimesh.creation.box((side, side, side))
    return Body(name, np.asarray(cube.vertices) + corner, np.asarray(cube.faces), None, Style((0.2, 0.4, 0.6), opacity))


def test_axes_turn_without_mirroring_and_millimetres_become_metres():
    assert np.linalg.det(GLTF_FROM_LPS) == pytest.approx(1.0)
    left, back, up = to_gltf(np.array([[1000.0, 0, 0], [0, 1000.0, 0], [0, 0, 1000.0]]))
    assert np.allclose(left, (1, 0, 0)) and np.allclose(up, (0, 1, 0)) and np.allclose(back, (0, 0, -1))


def test_vtk_reads_the_glb_with_its_names_sizes_and_colours(bodies, tmp_path: Path):
    from vtkmodules.util.numpy_support import vtk_to_numpy
    from vtkmodules.vtkIOGeometry import vtkGLTFReader

    path = tmp_path / "a.glb"
    path.write_bytes(glb(tuple(bodies.values())))
    reader = vtkGLTFReader()
    reader.SetFileName(str(path))
    reader.Update()
    assert {reader.GetOutput().GetNumberOfBlocks()} == {len(bodies)}
    leaves = reader.GetOutput().NewIterator()
    points = []
    while not leaves.IsDoneWithTraversal():
        points.append(vtk_to_numpy(leaves.GetCurrentDataObject().GetPoints().GetData()))
        leaves.GoToNextItem()
    for body, found in zip(bodies.values(), points, strict=True):
        assert np.allclose(found, to_gltf(body.vertices), atol=1e-6)

    content = path.read_bytes()
    (length,) = struct.unpack("<I", content[12:16])
    document = json.loads(content[20 : 20 + length])
    assert [node["name"] for node in document["nodes"]] == list(bodies)
    attributes = {mesh["name"]: mesh["primitives"][0]["attributes"] for mesh in document["meshes"]}
    assert "COLOR_0" in attributes["L4"] and "COLOR_0" not in attributes["medial_branch:L3:left"]


def test_glass_stays_glass():
    content = glb((box("glass", (0, 0, 0), opacity=0.3), box("stone", (20, 0, 0))))
    (length,) = struct.unpack("<I", content[12:16])
    materials = json.loads(content[20 : 20 + length])["materials"]
    modes = {
        m["name"]: (m.get("alphaMode", "OPAQUE"), m["pbrMetallicRoughness"]["baseColorFactor"][3]) for m in materials
    }
    assert modes["stone"] == ("OPAQUE", 1.0)
    light = next(m for m in materials if m["name"] == "stone")["pbrMetallicRoughness"]["baseColorFactor"][:3]
    assert light == pytest.approx((0.0331, 0.1329, 0.3185), abs=0.003), "amounts of light, not levels of a screen"
    assert modes["glass"][0] == "BLEND" and modes["glass"][1] == pytest.approx(0.3, abs=0.01)


def read_stl(content: bytes, folder: Path) -> trimesh.Trimesh:
    path = folder / "a.stl"
    path.write_bytes(content)
    return trimesh.load_mesh(path)


def test_a_bone_keeps_its_volume_and_place_and_is_closed(bodies, tmp_path: Path):
    bone = bodies["L4"]
    found = read_stl(stl((bone,)), tmp_path)
    wanted = trimesh.Trimesh(bone.vertices, bone.faces)
    assert found.is_watertight
    assert found.volume == pytest.approx(wanted.volume, rel=1e-3)
    assert np.allclose(found.bounds, wanted.bounds, atol=0.01)


def test_what_overlaps_is_one_solid_and_counts_once(tmp_path: Path):
    found = read_stl(stl((box("a", (0, 0, 0)), box("b", (5, 0, 0)), box("c", (40, 0, 0)))), tmp_path)
    assert found.is_watertight and found.volume == pytest.approx(1500.0 + 1000.0)
    assert len(found.split()) == 2


def test_bones_and_disc_print_as_closed_pieces(bodies, tmp_path: Path):
    three = [bodies[name] for name in ("L4", "L5", "disc:L4-L5")]
    found = read_stl(stl(three), tmp_path)
    assert found.is_watertight
    apart = sum(trimesh.Trimesh(b.vertices, b.faces).volume for b in three)
    assert 0.97 * apart < found.volume <= apart * 1.001


def test_an_open_surface_is_refused_by_name():
    cube = box("open", (0, 0, 0))
    with pytest.raises(InputError, match="open is not closed"):
        stl((Body("open", cube.vertices, cube.faces[1:], None, cube.style),))


def half_of(body: Body, left_mm: float) -> tuple[float, float]:
    """Volume (mm3) and surface (mm2) of what lies to the right of a sagittal plane, closed, as VTK cuts it."""
    from vtkmodules.vtkCommonDataModel import vtkPlane, vtkPlaneCollection
    from vtkmodules.vtkFiltersCore import vtkMassProperties
    from vtkmodules.vtkFiltersGeneral import vtkClipClosedSurface

    plane, planes, clip, mass = vtkPlane(), vtkPlaneCollection(), vtkClipClosedSurface(), vtkMassProperties()
    plane.SetOrigin(left_mm, 0, 0)
    plane.SetNormal(-1, 0, 0)
    planes.AddItem(plane)
    clip.SetInputData(polydata(body.vertices, body.faces))
    clip.SetClippingPlanes(planes)
    mass.SetInputConnection(clip.GetOutputPort())
    mass.Update()
    return mass.GetVolume(), mass.GetSurfaceArea()


def test_what_a_plane_cuts_is_cut_and_closed(tmp_path: Path):
    spine = Spine.load("standing")
    request = SceneRequest(region="lumbar", layers=frozenset({"bones"}), cut=Cut("sagittal", 4.0))
    bone = next(body for body in bodies_of(compose(spine, request), spine, "coarse") if body.name == "L4")
    whole = trimesh.Trimesh(bone.vertices, bone.faces)
    volume, area = half_of(bone, 4.0)
    printed = read_stl(stl((bone,)), tmp_path)
    assert printed.is_watertight and printed.volume == pytest.approx(volume, rel=1e-3)
    assert 0.3 * whole.volume < printed.volume < 0.7 * whole.volume

    parts = {body.name: body for body in opened((bone,))}
    assert set(parts) == {"L4", "L4:cut", "L4:core"}
    shell, face, core = (trimesh.Trimesh(b.vertices, b.faces) for b in parts.values())
    assert shell.bounds[1][0] == pytest.approx(4.0, abs=1e-3) and len(parts["L4"].colours) == len(shell.vertices)
    assert face.area == pytest.approx(area - shell.area, rel=0.01)
    assert 0.5 * face.area < core.area < face.area, "cortical bone is left about the cancellous one"
    assert (face.face_normals[:, 0] > 0.99).all(), "it faces who looks at the cut"


def test_an_empty_scene_is_refused():
    spine = Spine.load("standing")
    scene = compose(spine, SceneRequest(region="lumbar", layers=frozenset({"labels"})))
    with pytest.raises(InputError, match="nothing to write"):
        bodies_of(scene, spine)
