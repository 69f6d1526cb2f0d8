"""The parts of a lesson that need no browser: meshes in few bytes, tracks, the bundle, the pages that list lessons."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
import trimesh
from scipy.spatial import cKDTree

from spine_viewer.anatomy.phrases import phrases
from spine_viewer.cli import main
from spine_viewer.errors import InputError
from spine_viewer.export.lesson.bundle import bundled
from spine_viewer.export.lesson.codec import FINEST_MM, pack, unpack
from spine_viewer.export.lesson.library import Subject, index_pages
from spine_viewer.export.lesson.page import PLAYER, page
from spine_viewer.export.lesson.read import read_lesson
from spine_viewer.export.lesson.samples import parts_of
from spine_viewer.export.lesson.simplify import is_closed, simplified
from spine_viewer.export.lesson.tracks import thinned


def torus() -> trimesh.Trimesh:
    return trimesh.creation.torus(20.0, 6.0, major_sections=40, minor_sections=24)


def same_triangles(one: np.ndarray, other: np.ndarray, atol: float) -> bool:
    """Whether two lists (m, 3, 3) hold the same triangles, whichever comes first and wherever each begins."""
    turned = np.concatenate([np.roll(other, k, axis=1) for k in range(3)]).reshape(-1, 9)
    away, which = cKDTree(turned).query(one.reshape(-1, 9))
    return bool((away <= 3.0 * atol).all()) and len(set((which % len(other)).tolist())) == len(one)


@pytest.mark.parametrize("shape", ["torus", "two boxes", "open", "three faces at an edge"])
def test_a_packed_mesh_comes_back_with_every_triangle_the_same_way_round(shape: str):
    mesh = torus()
    if shape == "two boxes":
        mesh = trimesh.util.concatenate([trimesh.creation.box((10, 20, 30)), trimesh.creation.icosphere(2, 4.0)])
    vertices, faces = np.asarray(mesh.vertices), np.asarray(mesh.faces)
    if shape == "open":
        faces = faces[:-37]
    elif shape == "three faces at an edge":
        vertices = np.array([[0, 0, 0], [10, 0, 0], [0, 10, 0], [0, 0, 10], [0, -10, 0]], dtype=float)
        faces = np.array([[0, 1, 2], [0, 1, 3], [0, 1, 4]])
    packed = pack(vertices, faces)
    found, corners = unpack(packed.head, packed.content)
    assert len(corners) == len(faces)
    assert same_triangles(vertices[faces], found[corners], atol=0.51 * FINEST_MM * np.sqrt(3))
    if shape == "torus":
        back = trimesh.Trimesh(found, corners, process=False)
        assert back.is_watertight and back.volume == pytest.approx(mesh.volume, rel=1e-3)
        assert len(packed.content) < 7 * len(faces), "an STL takes 50 bytes for each triangle"


def test_fewer_triangles_stay_closed_and_near():
    mesh = trimesh.creation.icosphere(5, 30.0)
    vertices, faces = simplified(np.asarray(mesh.vertices), np.asarray(mesh.faces), 0.2)
    assert 0.15 * len(mesh.faces) < len(faces) < 0.3 * len(mesh.faces)
    assert is_closed(faces, len(vertices)) and not is_closed(faces[1:], len(vertices))
    assert np.abs(np.linalg.norm(vertices, axis=1) - 30.0).max() < 0.2


def test_tracks_give_back_what_went_in():
    times = [float(t) for t in np.linspace(0.0, 10.0, 101)]
    rows = [None if t < 2.0 else (float(t > 6.0), np.sin(t)) for t in times]
    kept = thinned(times, rows, (0.0, 0.01))
    assert kept[0] == [0.0] and len(kept) < 40
    runs = [row for row in kept if len(row) > 1]
    for kind in (0.0, 1.0):
        own = np.array([row for row in runs if row[1] == kind])
        inside = [t for t in times if own[0, 0] <= t <= own[-1, 0]]
        assert np.allclose(np.interp(inside, own[:, 0], own[:, 2]), np.sin(inside), atol=0.0101)
    assert thinned(times, [(1.0, 2.0)] * len(times), (0.0, 0.01)) == [[0.0, 1.0, 2.0]]


def test_the_player_bundles_into_one_script_and_refuses_what_it_cannot_join(tmp_path: Path):
    script = bundled(PLAYER / "main.js")
    assert not re.search(r"^(import|export) ", script, re.MULTILINE)
    for name in PLAYER.glob("*.js"):
        assert f"// {name.name}\n" in script, "every file is used"
    (tmp_path / "a.js").write_text('import { b } from "./b.js";\nconst one = b;\n')
    (tmp_path / "b.js").write_text("export const b = 1;\nconst one = 2;\n")
    with pytest.raises(ValueError, match="both have 'one'"):
        bundled(tmp_path / "a.js")
    (tmp_path / "b.js").write_text('import { a } from "./a.js";\nexport const b = 1;\n')
    with pytest.raises(ValueError, match="circle"):
        bundled(tmp_path / "a.js")


def test_the_player_asks_for_no_word_that_is_missing_and_no_network():
    words = phrases("en", "lesson.json")
    sources = {path.name: path.read_text(encoding="utf-8") for path in PLAYER.iterdir()}
    asked = set(re.findall(r'data-(?:word|label|title)="(\w+)"', sources["lesson.html"]))
    asked |= set(re.findall(r"\bwords\.(?!js\b)(\w+)", "".join(sources.values())))
    assert asked - set(words) == set()
    for name, text in sources.items():
        calls = re.findall(r"\b(?:fetch|XMLHttpRequest|WebSocket|sendBeacon|https?:)\b.*", text)
        assert [call for call in calls if "www.w3.org/2000/svg" not in call] == [], name


def test_a_page_may_use_its_own_script_and_nothing_else():
    made = page("<meta %POLICY%><style>%STYLE%</style><script>%SCRIPT%</script>", "p{}", "let a;", {})
    policy = re.search(r"<meta (.*?)>", made)
    assert policy is not None
    assert policy.group(1).startswith("default-src 'none'; script-src 'sha256-") and "unsafe" not in policy.group(1)


def test_index_pages_list_every_lesson_in_each_language():
    subjects = [Subject("medial-branch-rf", joint, side) for joint in ("C4-C5", "L4-L5") for side in ("left", "right")]
    pages = index_pages(subjects)
    assert set(pages) == {"index.html", "index.es.html"}
    for subject in subjects:
        assert (
            f'href="{subject.file}#en"' in pages["index.html"] and f'href="{subject.file}#es"' in pages["index.es.html"]
        )
    assert '<html lang="es">' in pages["index.es.html"] and "Cuello" in pages["index.es.html"]
    assert 'href="index.es.html"' in pages["index.html"]
    for page_of in pages.values():
        jumps = set(re.findall(r'href="#([\w-]+)"', page_of))
        assert jumps == {"contents", "cervical-medial-branch-rf", "lumbar-medial-branch-rf"}
        assert all(f'id="{place}"' in page_of for place in jumps)
    assert "neurotomy" in pages["index.html"].lower(), "what professionals call it stands there too"


PLACED = ("--procedure", "medial-branch-rf", "--joint", "L4-L5", "--side", "left")
BAD = [
    ([], "name one OUT.html, or --all"),
    (["a.html", "--all", "b"], "name one OUT.html, or --all"),
    (["a.pdf"], "must end in .html"),
    (["a.html"], "needs --procedure"),
    (["a.html", "--procedure", "medial-branch-rf", "--joint", "C2-C3", "--side", "left"], "use third-occipital-rf"),
    (["a.html", *PLACED, "--jobs", "2"], "goes with --all"),
    (["--all", "b", "--region", "thoracic", "--procedure", "lateral-branch-rf"], "no procedure is described there"),
    (["--all", "b", "--joint", "L4-L5"], "needs --procedure"),
]


@pytest.mark.parametrize(("line", "said"), BAD)
def test_bad_input_is_one_line_and_leaves_nothing(
    line: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    assert main(["lesson", *line]) == 2
    told = capsys.readouterr().err
    assert said in told and told.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_lesson_is_refused(tmp_path: Path):
    (tmp_path / "a.html").write_text("<p>nothing</p>")
    with pytest.raises(InputError, match="is not a lesson"):
        read_lesson(tmp_path / "a.html")


def test_steps_of_a_lesson_are_those_of_the_film_and_the_phases_after(film):
    parts = parts_of(film.timeline)
    assert [p.key for p in parts if p.phase is None] == [step.key for step in film.timeline.steps[:-1]]
    assert [p.phase for p in parts if p.phase is not None] == list(range(len(film.timeline.recovery.phases)))
    times = [s.time_s for p in parts for s in p.samples]
    assert times == sorted(times) and len(set(times)) == len(times)
    for part in parts:
        assert part.start_s <= part.samples[0].time_s < part.samples[-1].time_s < part.start_s + part.duration_s


def test_a_lumbar_lesson_is_small_and_says_what_the_film_says(lesson_file: Path, film):
    assert lesson_file.stat().st_size <= 4_000_000
    lesson = read_lesson(lesson_file)
    steps, timeline = lesson.head["steps"], film.timeline
    by_key = {told["key"]: told for told in steps}
    for step in timeline.steps[:-1]:
        told = by_key[step.key]
        for language in ("en", "es"):
            for audience in ("patient", "professional"):
                assert told["caption"][language][audience] == step.caption(audience, language)
    assert steps[-1]["caption"]["es"]["patient"] == timeline.recovery.text(700.0, "patient", "es")
    tip = next(item for item in lesson.head["items"] if item["id"] == "needle:0")
    planned = film.plan.nerves[0].trajectory.tip
    before = by_key["check_lateral:1"]["start"]
    at = next(row for row in reversed(tip["places"]) if len(row) > 1 and row[0] < before)
    assert np.allclose(at[1:], planned, atol=0.06)


def test_meshes_of_a_lesson_are_closed_and_as_large_as_those_of_the_spine(lesson_file: Path, film):
    lesson = read_lesson(lesson_file)
    for name in ("L4", "L4:core", "disc:L4-L5"):
        vertices, faces = lesson.mesh(name)
        bone = film.spine.bone("L4")
        whole = {"L4": bone.mesh, "L4:core": bone.inner}.get(name) or film.spine.structure(name).mesh
        made = trimesh.Trimesh(vertices, faces, process=False)
        assert is_closed(faces, len(vertices)), name
        assert made.volume == pytest.approx(float(whole.volume), rel=0.005), name
