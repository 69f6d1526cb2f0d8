"""What the commands hand out when all is well."""

from __future__ import annotations

import json
import socket
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from spine_viewer.anatomy import build, check, folders
from spine_viewer.anatomy.check import Finding


def test_lesion_prints_one_json_document(run) -> None:
    status, out, err = run("lesion", "--gauge", "18", "--tip", "10", "--temperature", "80", "--time", "30", "--json")
    document = json.loads(out)
    assert (status, err) == (0, "")
    assert 2.0 < document["width_mm"] < document["length_mm"]
    assert document["times_s"][-1] == 30.0


def test_lesion_tells_people_the_size(run) -> None:
    status, out, _ = run("lesion", "--time", "30")
    assert status == 0
    assert [line.split()[0] for line in out.splitlines()[1:3]] == ["width", "length"]


def test_lesion_of_two_electrodes_beside_bone_tells_whether_they_join(run) -> None:
    line = "lesion --electrodes 2 --spacing 6 --bipolar --bone 1 --time 20 --temperature 90"
    status, out, err = run(*line.split())
    assert (status, err) == (0, "")
    assert "continuous from one to the next: " in out
    status, out, _ = run(*line.split(), "--json")
    document = json.loads(out)
    assert document["bipolar"] is True
    assert len(document["bridged"]) == 1


def test_lesion_at_a_joint_tells_how_much_of_the_nerve_it_holds(run) -> None:
    status, out, _ = run(
        "lesion", "--joint", "L4-L5", "--side", "left", "--perfusion", "body", "--time", "30", "--json"
    )
    document = json.loads(out)
    assert status == 0
    assert document["nerve"] == "medial_branch:L3:left"
    assert 2.0 < document["covered_mm"] < 30.0
    assert 0.0 < document["covered_percent"] < 100.0


@pytest.mark.parametrize(
    ("joint", "nerves"),
    [
        ("L4-L5", ["medial_branch:L3:left", "medial_branch:L4:left"]),
        ("L5-S1", ["medial_branch:L4:left", "dorsal_ramus:L5:left"]),
    ],
)
def test_plan_names_the_nerves_of_the_joint(run, joint: str, nerves: list[str]) -> None:
    status, out, err = run("plan", "medial-branch-rf", "--joint", joint, "--side", "left", "--json")
    document = json.loads(out)
    assert (status, err) == (0, "")
    assert [nerve["nerve"] for nerve in document["nerves"]] == nerves
    assert document["joint"] == joint


def test_plan_speaks_to_people(run) -> None:
    status, out, _ = run("plan", "medial-branch-block", "--joint", "L4-5", "--side", "right")
    assert status == 0
    assert "L4-L5" in out


def fluoro(run, out: Path, *more: str) -> np.ndarray:
    status, printed, _ = run("fluoro", str(out), "--level", "L4", "--size", "96", *more)
    assert (status, printed) == (0, f"{out}\n")
    assert list(out.parent.iterdir()) == [out]
    return np.load(out) if out.suffix == ".npy" else np.asarray(Image.open(out))


def test_fluoro_npy_holds_line_integrals(run, tmp_path: Path) -> None:
    integrals = fluoro(run, tmp_path / "a.npy", "--side", "left", "--oblique", "25", "--tilt", "10")
    assert (integrals.shape, integrals.dtype) == ((96, 96), np.float32)
    assert np.isfinite(integrals).all()
    assert 2.0 < integrals.max() < 20.0


def test_fluoro_at_a_moment_shows_contrast_and_dead_tissue(run, tmp_path: Path) -> None:
    joint = ("--side", "left", "--joint", "L4-L5", "--procedure")
    moments = (("--at", "check_ap:2"), ("--at", "contrast:1"), ("--at", "contrast:1", "--uptake"))
    before, pool, vein = (fluoro(run, tmp_path / "a.npy", *joint, "medial-branch-block", *more) for more in moments)
    (tmp_path / "a.npy").unlink()
    assert (pool - before).max() > 0.2, "contrast is dense"
    assert ((vein - before) > 0.05).sum() > 3 and not np.array_equal(pool, vein)
    burnt = fluoro(run, tmp_path / "a.png", *joint, "medial-branch-rf", "--at", "lesion:2")
    assert burnt.ndim == 3 and (burnt[..., 0].astype(int) - burnt[..., 2] > 100).any(), "an outline in colour"


def test_fluoro_png_is_a_grey_picture(run, tmp_path: Path) -> None:
    picture = fluoro(run, tmp_path / "a.png", "--view", "oblique", "--side", "left")
    assert (picture.shape, picture.dtype) == ((96, 96), np.uint8)
    assert picture.std() > 10.0


def test_fluoro_names_landmarks_in_colour(run, tmp_path: Path) -> None:
    picture = fluoro(run, tmp_path / "a.png", "--view", "oblique", "--landmarks")
    assert picture.shape == (96, 96, 3)
    assert (np.ptp(picture.astype(int), axis=2) > 60).sum() > 20


def test_fluoro_says_how_well_a_view_is_set(run, tmp_path: Path) -> None:
    out = tmp_path / "a.png"
    status, printed, told = run("fluoro", str(out), "--level", "C5", "--view", "pillar", "--gauge", "--size", "96")
    assert (status, printed) == (0, f"{out}\n")
    assert len(told.splitlines()) == 3
    assert all(line.endswith(": ok") for line in told.splitlines())


def test_fluoro_collimates_and_turns_the_picture(run, tmp_path: Path) -> None:
    lying = fluoro(run, tmp_path / "a.png", "--shutters", "0.3", "--rotate", "90")
    assert (lying[20:30, 40:50] == 0).all() and lying[44:52, 20:30].mean() > 20


@pytest.mark.graphics
def test_fluoro_computes_the_same_by_opengl(run, tmp_path: Path) -> None:
    plain = fluoro(run, tmp_path / "a.npy")
    drawn = fluoro(run, tmp_path / "a.npy", "--backend", "vtk")
    assert np.sqrt(((plain - drawn) ** 2).mean()) < 2e-3 * plain.max()


def test_fluoro_says_how_far_the_detector_is_drawn_back(run, tmp_path: Path) -> None:
    out = tmp_path / "a.png"
    asked = ("--level", "T5", "--view", "profile", "--side", "left", "--size", "64")
    status, _, told = run("fluoro", str(out), *asked)
    assert (status, told) == (0, "profile of T5: detector drawn back 25 mm: the detector would hit the table\n")
    status, _, told = run("fluoro", str(out), *asked, "--pose", "standing")
    assert (status, told) == (0, ""), "no table"


def test_fluoro_refuses_a_view_that_the_machine_cannot_reach(run, tmp_path: Path) -> None:
    status, _, told = run("fluoro", str(tmp_path / "a.png"), "--level", "L1", "--view", "trajectory", "--size", "64")
    assert status == 2
    assert told.count("\n") == 1
    assert "view 'trajectory' of L1: the C-arm cannot get there" in told and "--oblique" in told


def test_fluoro_counts_oblique_towards_the_side(run, tmp_path: Path) -> None:
    plain = fluoro(run, tmp_path / "a.npy", "--oblique", "-25")
    right = fluoro(run, tmp_path / "a.npy", "--oblique", "25", "--side", "right")
    left = fluoro(run, tmp_path / "a.npy", "--oblique", "25", "--side", "left")
    np.testing.assert_array_equal(plain, right)
    assert np.abs(left - right).max() > 0.5


def test_fluoro_shows_the_needles_of_a_plan(run, tmp_path: Path) -> None:
    without = fluoro(run, tmp_path / "a.npy", "--side", "left")
    steel = ("--procedure", "medial-branch-rf", "--joint", "L4-L5", "--side", "left")
    difference = fluoro(run, tmp_path / "a.npy", *steel) - without
    assert difference.max() > 0.3
    assert difference.min() > -0.05


@pytest.mark.graphics
def test_shot_writes_a_picture_of_the_size_asked_for(run, tmp_path: Path) -> None:
    out = tmp_path / "a.png"
    status, printed, _ = run("shot", str(out), "--size", "160x120", "--view", "posterior", "--layers", "bones,nerves")
    assert (status, printed) == (0, f"{out}\n")
    with Image.open(out) as picture:
        assert picture.size == (160, 120)
        assert np.asarray(picture.convert("L")).std() > 10.0


@pytest.mark.graphics
def test_shot_refuses_a_step_that_the_procedure_does_not_have(run, tmp_path: Path) -> None:
    steps = ("--procedure", "medial-branch-rf", "--joint", "L4-L5", "--side", "left", "--at", "dance")
    status, out, err = run("shot", str(tmp_path / "a.png"), "--size", "160x120", *steps)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert "advance" in err
    assert list(tmp_path.iterdir()) == []


def test_view_refuses_a_port_that_is_taken(run) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        status, out, err = run("view", "--no-browser", "--port", str(taken.getsockname()[1]))
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert "in use" in err


def test_view_hands_over_what_was_chosen(run, monkeypatch: pytest.MonkeyPatch) -> None:
    from spine_viewer import app

    got: dict[str, object] = {}
    monkeypatch.setattr(app, "main", lambda **options: got.update(options) or 0)
    status, _, err = run("--no-browser", "--procedure", "medial-branch-rf", "--joint", "L4-5", "--side", "left")
    assert (status, err) == (0, "")
    assert got["open_browser"] is False
    assert (got["procedure"], got["joint"], got["side"]) == ("medial-branch-rf", "L4-L5", "left")


@pytest.mark.parametrize("ok", [True, False])
def test_bones_check_tells_by_its_exit_status(run, monkeypatch: pytest.MonkeyPatch, ok: bool) -> None:
    findings = [Finding("closed", "L4 display", True, "1", "1"), Finding("genus", "L4 display", ok, "3", "1")]
    monkeypatch.setattr(check, "run_checks", lambda: findings)
    status, out, _ = run("bones", "check", "--json")
    assert status == (0 if ok else 1)
    assert json.loads(out)["passed"] is ok
    status, out, _ = run("bones", "check")
    assert ("FAILED genus: L4 display: 3 (allowed: 1)" in out) is not ok


@dataclass(frozen=True)
class FakeColumn:
    """A meshes folder, and a build that may fail half-way."""

    folder: Path
    fails: bool

    def build_all(self, folder: Path, bones: tuple[str, ...] | None = None) -> None:
        (folder / "coarse").mkdir(exist_ok=True)
        (folder / "coarse" / "L4.ply").write_text("new")
        (folder / "L4.ply").write_text("new")
        if self.fails:
            raise KeyboardInterrupt
        (folder / "manifest.json").write_text("new")


@pytest.mark.parametrize("fails", [False, True])
def test_bones_build_replaces_all_or_nothing(run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: bool) -> None:
    meshes = tmp_path / "meshes"
    meshes.mkdir()
    for name in ("manifest.json", "L4.ply", "L5.ply"):
        (meshes / name).write_text("old")
    monkeypatch.setattr(folders, "meshes_folder", lambda: meshes)
    monkeypatch.setattr(build, "build_all", FakeColumn(meshes, fails).build_all)
    status, _, _ = run("bones", "build", "--only", "L4")
    now = {path.relative_to(meshes).as_posix(): path.read_text() for path in meshes.rglob("*") if path.is_file()}
    old = {"manifest.json": "old", "L4.ply": "old", "L5.ply": "old"}
    new = {"manifest.json": "new", "L4.ply": "new", "L5.ply": "old", "coarse/L4.ply": "new"}
    assert (status, now) == ((130, old) if fails else (0, new))
    assert list(tmp_path.iterdir()) == [meshes]


def test_export_writes_models(run, tmp_path: Path) -> None:
    for name, start in (("a.glb", b"glTF"), ("a.stl", None)):
        out = tmp_path / name
        status, printed, _ = run("export", str(out), "--structures", "L4", "--detail", "coarse")
        assert (status, printed) == (0, f"{out}\n")
        assert out.stat().st_size > 10_000
        assert start is None or out.read_bytes()[:4] == start
