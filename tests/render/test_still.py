"""Stills are whole PNG files with labels, or no file at all."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from spine_viewer.errors import InputError
from spine_viewer.render.contact_sheet import contact_sheet
from spine_viewer.render.still import shot, write_png
from spine_viewer.render.tube import rounded_tube
from spine_viewer.scene import SceneRequest, compose
from spine_viewer.scene.orientation import side_letters
from tests.scene.fake_spine import FakeSpine


@pytest.fixture(scope="module")
def spine() -> FakeSpine:
    return FakeSpine()


def test_a_shot_is_a_png_of_that_size(spine: FakeSpine, tmp_path: Path) -> None:
    path = shot(tmp_path / "a.png", size=(320, 240), spine=spine)
    with Image.open(path) as image:
        assert image.format == "PNG"
        assert image.size == (320, 240)
    assert [p.name for p in tmp_path.iterdir()] == ["a.png"]


def test_labels_change_the_picture(spine: FakeSpine, tmp_path: Path) -> None:
    pictures = [
        np.asarray(Image.open(shot(tmp_path / f"{on}.png", size=(320, 240), spine=spine, labels=on))).astype(int)
        for on in (True, False)
    ]
    assert (np.abs(pictures[0] - pictures[1]).max(axis=2) > 20).mean() > 0.01


def test_a_bad_request_leaves_no_file(spine: FakeSpine, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        shot(tmp_path / "a.png", view="sideways", spine=spine)
    with pytest.raises(InputError, match="procedure"):
        shot(tmp_path / "a.png", at="lesion", spine=spine)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot write"):
        write_png(tmp_path / "no" / "a.png", np.zeros((4, 4, 3), dtype=np.uint8))


def test_contact_sheet_holds_every_picture() -> None:
    one = np.full((20, 30, 3), 10, dtype=np.uint8)
    sheet = contact_sheet([one, one, one, one], ["a", "b", "c", "d"], columns=2)
    assert ((sheet == 10).all(axis=2).sum()) >= 4 * 20 * 30
    with pytest.raises(InputError, match="titles"):
        contact_sheet([one], ["a", "b"])


def test_a_tube_is_closed_and_has_the_volume_of_a_capsule() -> None:
    path = np.stack([np.zeros(20), np.zeros(20), np.linspace(0, 30, 20)], axis=1)
    mesh = rounded_tube(path, 1.5, sides=48, spacing_mm=0.5)
    vertices, faces = np.asarray(mesh.points, dtype=float), mesh.regular_faces
    a, b, c = (vertices[faces[:, i]] for i in range(3))
    volume = np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6.0
    assert volume == pytest.approx(np.pi * 1.5**2 * 30 + 4 / 3 * np.pi * 1.5**3, rel=0.02)
    edges = np.sort(np.vstack([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]), axis=1)
    assert (np.unique(edges, axis=0, return_counts=True)[1] == 2).all()


@pytest.mark.parametrize(
    ("view", "letters"),
    [("posterior", ("L", "R")), ("anterior", ("R", "L")), ("left", ("A", "P")), ("right", ("P", "A"))],
)
def test_every_picture_tells_its_sides(spine: FakeSpine, view: str, letters: tuple[str, str]) -> None:
    assert side_letters(compose(spine, SceneRequest(view=view)).camera) == letters
