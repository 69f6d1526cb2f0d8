"""Pictures into a movie file."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from spine_viewer.errors import InputError
from spine_viewer.export.movie.sheet import ACCENT, INK, PAPER, QUIET, TRACK, Picture

QUALITY = "20"  # constant rate factor of H.264: lines of labels stay sharp
GIF_COLOURS = 255
SHEET_COLOURS = (PAPER, INK, QUIET, ACCENT, TRACK)
GIF_OFF = 2.5  # mean grey levels by which pictures in the colours of an earlier one may be off
GIF_TICKS_PER_S = 100  # a GIF tells how long a picture stays in hundredths of a second
SYNTHETIC = "Synthetic: computed from a model of the spine by spine_viewer. Not a patient."


def write_mp4(path: Path, pictures: Iterable[Picture], fps: float, size: tuple[int, int], title: str) -> int:
    """Write pictures (rows, columns, 3) as H.264 in MP4, ready to play while it loads; returns how many.

    Raises
    ------
    InputError
        If PyAV is missing.
    """
    av = _pyav()
    count = 0
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as container:
        container.metadata["title"] = title
        container.metadata["comment"] = SYNTHETIC
        stream = container.add_stream("libx264", rate=Fraction(fps).limit_denominator(1001))
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        stream.options = {"crf": QUALITY, "preset": "medium"}
        for picture in pictures:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
            count += 1
        container.mux(stream.encode())
    return count


def need_pyav() -> None:
    """Raise ``InputError`` now, and not after the work, if PyAV is missing."""
    _pyav()


def _pyav():  # type: ignore[no-untyped-def]
    try:
        import av
    except ImportError:
        raise InputError(
            "MP4 needs the package av (PyAV), the extra 'movie': install spine-viewer[movie], or write OUT.gif"
        ) from None
    return av


def write_gif(path: Path, pictures: Iterable[Picture], fps: float) -> int:
    """Write pictures (rows, columns, 3) as an endless GIF; alike neighbours become one that stays longer.

    Neighbours share their colours as long as these fit, so that the file keeps of a picture only what has changed.
    Returns how many pictures were given.
    """
    from PIL import Image

    count = 0

    def frames():  # type: ignore[no-untyped-def]
        nonlocal count
        palette = None
        for picture in pictures:
            count += 1
            image = Image.fromarray(picture)
            made = None if palette is None else image.quantize(palette=palette, dither=Image.Dither.NONE)
            if made is None or _off(made, picture) > GIF_OFF:
                palette = _palette(image)
                made = image.quantize(palette=palette, dither=Image.Dither.NONE)
            yield made

    every = frames()
    first = next(every)
    stays = round(GIF_TICKS_PER_S / fps) * 1000 // GIF_TICKS_PER_S
    first.save(
        path,
        "GIF",
        save_all=True,
        append_images=every,
        duration=stays,
        loop=0,
        optimize=False,
        comment=SYNTHETIC.encode(),
    )
    return count


def _palette(image: Any) -> Any:
    """The colours of an image, and those of the sheet, of which some may take too little room to be counted."""
    from PIL import Image, ImageColor

    own = [level for colour in SHEET_COLOURS for level in ImageColor.getrgb(colour)]
    room = GIF_COLOURS - len(SHEET_COLOURS)
    found = image.quantize(room, dither=Image.Dither.NONE).getpalette() or []
    made = Image.new("P", (1, 1))
    made.putpalette(found[: 3 * room] + own)
    return made


def _off(image: Any, picture: Picture) -> float:
    """Mean grey levels between an image in few colours and the picture, of every second row and column."""
    found = np.asarray(image.convert("RGB"))[::2, ::2].astype(np.int16)
    return float(np.abs(found - picture[::2, ::2]).mean())
