"""Pictures into a movie file."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

from spine_viewer.errors import InputError
from spine_viewer.export.movie.sheet import Picture

QUALITY = "20"  # constant rate factor of H.264: lines of labels stay sharp
GIF_COLOURS = 255
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

    Returns how many pictures were given.
    """
    from PIL import Image

    count = 0

    def frames():  # type: ignore[no-untyped-def]
        nonlocal count
        for picture in pictures:
            count += 1
            yield Image.fromarray(picture).quantize(GIF_COLOURS, dither=Image.Dither.NONE)

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
