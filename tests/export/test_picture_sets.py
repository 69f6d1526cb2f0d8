"""Sets of pictures into a folder, by the command line."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from spine_viewer.anatomy.spine import Spine
from spine_viewer.cli import main
from spine_viewer.export.picture_sets import steps
from spine_viewer.procedures import plan
from spine_viewer.scene import SceneRequest

pytestmark = pytest.mark.graphics
JOINT = ("--joint", "L4-L5", "--side", "left", "--size", "120x90")
BLOCK = ("--procedure", "medial-branch-block", *JOINT)


def pictures(folder: Path) -> dict[str, np.ndarray]:
    return {path.stem: np.asarray(Image.open(path)).astype(int) for path in sorted(folder.iterdir())}


def test_before_and_after_differ_in_the_nerves(tmp_path: Path) -> None:
    folder = tmp_path / "two"
    assert main(["shot", str(folder), "--set", "before-after", *BLOCK, "--clean"]) == 0
    found = pictures(folder)
    assert list(found) == ["1-before", "2-after"]
    changed = (np.abs(found["1-before"] - found["2-after"]).max(axis=2) > 30).mean()
    assert 0.002 < changed < 0.3  # the nerves, not the whole picture


def test_healthy_and_arthritic_stand_in_the_same_place(tmp_path: Path) -> None:
    folder = tmp_path / "two"
    folder.mkdir()
    (folder / "mine.txt").write_text("stays")
    assert main(["shot", str(folder), "--set", "healthy-arthritic", *JOINT, "--background", "transparent"]) == 0
    assert (folder / "mine.txt").read_text() == "stays"
    (folder / "mine.txt").unlink()
    found = pictures(folder)
    assert list(found) == ["1-healthy", "2-arthritic"]
    one, other = found.values()
    assert one.shape == other.shape == (90, 120, 4)
    assert (np.abs(one - other).max(axis=2) > 30).mean() > 0.02
    both = ((one[..., 3] > 128) & (other[..., 3] > 128)).sum() / ((one[..., 3] > 128) | (other[..., 3] > 128)).sum()
    assert both > 0.8  # they cover the same part of the picture


def test_every_step_has_its_picture_in_the_order_of_the_film() -> None:
    spine = Spine.load("prone")
    request = SceneRequest(procedure="medial-branch-block", joint="L4-L5", side="left")
    drawn, parts = [], []

    def draw(_spine, scenes):
        for scene in scenes:
            drawn.append(scene)
            yield np.zeros((1, 1, 3), dtype=np.uint8)

    names = [name for name, _ in steps(spine, request, draw, parts.append)]
    timeline = plan(spine, "medial-branch-block", "L4-L5", "left").timeline()
    wanted = [step.key.replace(":", "-") for step in timeline.steps]
    assert names == [f"{n:02d}-{key}" for n, key in enumerate(wanted, start=1)]
    assert [scene.caption for scene in drawn] == [step.caption("professional") for step in timeline.steps]
    assert parts[-1] == 1.0 and parts == sorted(parts)


def test_a_set_that_fails_leaves_nothing(tmp_path: Path, capsys) -> None:
    worn = ("--set", "healthy-arthritic", "--joint", "sacroiliac", "--side", "left")
    assert main(["shot", str(tmp_path / "two"), *worn]) == 2
    assert "facet" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
