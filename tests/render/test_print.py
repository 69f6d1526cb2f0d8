"""Pictures for print: dots per inch, names in points, backgrounds, and never an empty one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from spine_viewer.commands.print_options import paper_px, print_facts
from spine_viewer.errors import InputError
from spine_viewer.render.blank import is_blank, refuse_blank
from spine_viewer.render.font import AS_WIDE, load_font
from spine_viewer.render.still import BACKGROUNDS, label_px, picture_of, picture_of_scene, shot
from spine_viewer.scene import SceneRequest, compose
from tests.scene.fake_spine import FakeSpine


@pytest.fixture(scope="module")
def spine() -> FakeSpine:
    return FakeSpine()


@pytest.mark.parametrize(("paper", "px"), [("a5", (1748, 2480)), ("a4", (2480, 3508)), ("letter", (2550, 3300))])
def test_a_sheet_has_its_usual_pixels_at_300_dpi(paper: str, px: tuple[int, int]) -> None:
    assert print_facts()["dpi"]["value"] == 300
    assert paper_px(paper) == px
    assert paper_px(paper, "landscape") == px[::-1]


def test_the_file_says_its_dots_per_inch(spine: FakeSpine, tmp_path: Path) -> None:
    with Image.open(shot(tmp_path / "a.png", size=(320, 240), spine=spine, dpi=300.0)) as image:
        assert image.info["dpi"] == pytest.approx((300.0, 300.0), abs=0.02)
    with Image.open(shot(tmp_path / "b.png", size=(320, 240), spine=spine)) as image:
        assert "dpi" not in image.info


def test_names_have_the_size_in_points_that_was_asked_for() -> None:
    em = label_px(9.0, 300.0)
    assert em == pytest.approx(37.5)  # 9 of 72 parts of an inch
    font = load_font(em / AS_WIDE)  # as the overlay asks for it
    assert font.size == pytest.approx(em)
    with pytest.raises(InputError, match="dpi"):
        label_px(9.0, None)


def test_larger_points_make_larger_names(spine: FakeSpine) -> None:
    scene = compose(spine, SceneRequest(region="lumbar", view="posterior"))
    one = replace(scene, labels=scene.labels[:1])
    bare = picture_of_scene(spine, replace(scene, labels=()), (640, 480), "live", mark=False).astype(int)
    taken = []
    for px in (10.0, 20.0):
        picture = picture_of_scene(spine, one, (640, 480), "live", mark=False, text_px=px).astype(int)
        rows = np.flatnonzero((np.abs(picture - bare).max(axis=2) > 20).any(axis=1))
        taken.append(np.ptp(rows))
    assert taken[1] == pytest.approx(2 * taken[0], rel=0.2)


@pytest.mark.parametrize("background", BACKGROUNDS)
def test_backgrounds_are_what_their_names_say(spine: FakeSpine, background: str) -> None:
    request = SceneRequest(layers=frozenset({"bones"}))
    picture = picture_of(request, (160, 120), spine=spine, background=background)
    corner = picture[2, 2]
    assert picture.shape[2] == (4 if background == "transparent" else 3)
    if background == "white":
        assert (corner == 255).all()
    if background == "transparent":
        assert corner[3] == 0 and picture[..., 3].max() == 255


def test_an_empty_picture_is_not_written(spine: FakeSpine, tmp_path: Path) -> None:
    for background in ("studio", "transparent"):
        with pytest.raises(InputError, match="doctor"):
            shot(tmp_path / "a.png", size=(160, 120), layers=("labels",), spine=spine, background=background)
    assert list(tmp_path.iterdir()) == []


def test_backgrounds_alone_are_blank_and_a_speck_is_not() -> None:
    flat = np.full((120, 160, 3), 255, dtype=np.uint8)
    fading = np.repeat(np.linspace(250, 220, 120).astype(np.uint8)[:, None, None], 160, axis=1).repeat(3, axis=2)
    for ground in (flat, fading, np.zeros((90, 90), dtype=np.uint8)):
        assert is_blank(ground)
        with pytest.raises(InputError, match="empty"):
            refuse_blank(ground)
        drawn = ground.copy()
        drawn[40:50, 40:50] = 120
        assert not is_blank(drawn)
    halves = flat.copy()
    halves[60:] = 0
    assert not is_blank(halves)
