"""A film as a file: read back by other libraries, it has the pictures that were drawn, and its captions."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from spine_viewer.anatomy.spine import Spine
from spine_viewer.errors import InputError
from spine_viewer.export.movie.reel import Cut, Reel, subtitles
from spine_viewer.export.movie.sheet import Sheet, Words
from spine_viewer.export.movie.writers import write_gif, write_mp4
from spine_viewer.procedures import plan
from spine_viewer.scene import SceneRequest

SHEET = Sheet((480, 270))
WORDS = Words("Block\nL4-L5, left", "A model, not a patient.", "Needle in", "The needle goes to the nerve. " * 6)


@pytest.fixture(scope="module")
def told():
    spine = Spine.load("prone")
    timeline = plan(spine, "medial-branch-rf", "L4-L5", "left").timeline()
    cut = Cut(timeline.find("advance:1").start_s, timeline.find("check_ap:1").end_s, 0.7)
    request = SceneRequest(procedure="medial-branch-rf", joint="L4-L5", side="left", audience="patient")
    with Reel(spine, timeline, request, SHEET, "moving") as reel:
        pictures = list(reel.pictures(cut))
        draw_what_stands_still(reel, timeline.find("check_ap:1").end_s)
        return timeline, cut, pictures


def draw_what_stands_still(reel: Reel, end_s: float) -> None:
    """The end of a check: the 3D view is drawn once, the X-ray, with its noise, every time."""
    width, height = SHEET.view_size
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reel._renderer, "picture", lambda draw=reel._renderer.picture: drawn.append(1) or draw())
        drawn: list[int] = []
        list(reel.pictures(Cut(end_s - 20.0, end_s - 19.9, 10.0)))  # something else before
        one, other, last = reel.pictures(Cut(end_s - 0.4, end_s - 0.1, 10.0))
    assert len(drawn) == 2
    assert (one[:height, :width] == last[:height, :width]).all()
    assert (one[:height, width:] != other[:height, width:]).any()


@pytest.mark.graphics
def test_the_pictures_follow_the_needle_and_the_bar(told) -> None:
    _, cut, pictures = told
    assert len(pictures) == cut.count == round(0.7 * (cut.end_s - cut.start_s))
    assert all(picture.shape == (270, 480, 3) for picture in pictures)
    width, height = SHEET.view_size
    views = [picture[:height, :width].astype(int) for picture in pictures]
    assert np.abs(views[0] - views[-1]).mean() > 1.0
    xrays = [picture[:height, width:].astype(int) for picture in pictures]
    assert np.abs(xrays[0] - xrays[-1]).max() > 60
    filled = [(picture[-2, :, 0] < 60).mean() for picture in pictures]
    assert filled == sorted(filled) and filled[0] < 0.4 and filled[-1] > 0.98


@pytest.mark.graphics
def test_mp4_is_read_back_with_its_size_its_rate_and_its_pictures(told, tmp_path) -> None:
    av = pytest.importorskip("av")
    _, cut, pictures = told
    file = tmp_path / "film.mp4"
    assert write_mp4(file, iter(pictures), 12.0, SHEET.size, "A block") == cut.count
    with av.open(str(file)) as container:
        stream = container.streams.video[0]
        assert (stream.codec_context.name, stream.width, stream.height, stream.average_rate) == ("h264", 480, 270, 12)
        assert "model" in container.metadata["comment"] and container.metadata["title"] == "A block"
        decoded = [frame.to_ndarray(format="rgb24") for frame in container.decode(stream)]
    assert len(decoded) == cut.count
    for drawn, read in zip(pictures, decoded, strict=True):
        assert np.abs(drawn.astype(int) - read.astype(int)).mean() < 6.0


@pytest.mark.graphics
def test_gif_is_read_back_with_its_pictures_and_plays_as_long(told, tmp_path) -> None:
    _, cut, pictures = told
    file = tmp_path / "film.gif"
    assert write_gif(file, iter(pictures), 5.0) == cut.count
    with Image.open(file) as gif:
        assert gif.size == SHEET.size and gif.info["loop"] == 0
        stays = []
        for n in range(gif.n_frames):
            gif.seek(n)
            stays.append(gif.info["duration"])
        assert sum(stays) == 200 * cut.count
        gif.seek(0)
        assert np.abs(np.asarray(gif.convert("RGB")).astype(int) - pictures[0].astype(int)).mean() < 8.0


@pytest.mark.graphics
def test_subtitles_tell_every_step_of_the_cut_at_its_time(told) -> None:
    timeline, cut, _ = told
    whole = subtitles(timeline, Cut(0.0, timeline.duration_s, 24.0, speed=2.0), "patient", "en")
    assert whole.startswith("WEBVTT")
    assert whole.count(" --> ") == len(timeline.steps)
    assert "00:00:00.000 --> 00:00:07.000" in whole
    part = subtitles(timeline, cut, "patient", "en")
    assert part.count(" --> ") == 2 and timeline.find("advance:1").caption("patient", "en") in part


@pytest.mark.parametrize("size", [(1280, 720), (720, 1280), (480, 270), (800, 800)])
def test_nothing_overlaps_and_a_long_caption_fits(size) -> None:
    sheet = Sheet(size)
    width, height = sheet.view_size
    view = np.full((height, width, 3), 200, np.uint8)
    xray = np.full((sheet.xray_px, sheet.xray_px), 90, np.uint8)
    drawn = sheet.drawn(view, xray, WORDS, 0.5, [0.25])
    assert drawn.shape == (size[1], size[0], 3)
    assert (drawn[:height, :width] == 200).all()
    assert (drawn == 90).all(axis=2).sum() == sheet.xray_px**2
    band = drawn[round(0.82 * size[1]) : size[1] - 12]
    dark = (band.max(axis=2) < 90).any(axis=1)
    assert dark.any() and not dark[-2:].any()


def test_odd_and_tiny_sizes_are_refused() -> None:
    for size in ((641, 480), (100, 100), (8000, 4000)):
        with pytest.raises(InputError, match="allowed: even numbers"):
            Sheet(size)
