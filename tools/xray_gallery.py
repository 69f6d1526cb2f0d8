"""Every named view of the C-arm without and with its landmarks: ``docs/pictures/views/*.png`` and ``docs/views.md``.

Run ``python tools/xray_gallery.py [VIEW ...]``; without names all of them. The page is always written whole.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
from PIL import Image, ImageColor

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from spine_viewer.anatomy.regions import region, region_of_level  # noqa: E402
from spine_viewer.anatomy.spine import Spine  # noqa: E402
from spine_viewer.imaging import CArm, gauge, landmark_overlay, snapshot, view  # noqa: E402
from spine_viewer.imaging.settings import c_arm_facts  # noqa: E402
from spine_viewer.imaging.views import TABLE  # noqa: E402
from spine_viewer.render.xray_overlay import INKS, draw_marks  # noqa: E402

FOLDER = ROOT / "docs" / "pictures" / "views"
PAGE = ROOT / "docs" / "views.md"
SIZE_PX, SIDE, GREYS = 500, "left", 80
USUAL = {
    "oblique": ("oblique", "scotty_dog_oblique_deg"),
    "trajectory": ("declined", "trajectory_caudal_tilt_deg"),
    "pillar": ("caudal", "pillar_caudal_tilt_usual_deg"),
    "foraminal": ("oblique", "foraminal_oblique_usual_deg"),
    "contralateral": ("oblique", "contralateral_oblique_usual_deg"),
}
READING = (
    "What does not read well yet: the cervical foramina in the foraminal oblique are bright gaps with no sharp border",
    "of their own; the transverse process corner clears its rib only to within 3 mm at T7 to T10, and its endplates",
    "are then not squared; the thoracic facet joints in profile lie under ribs and transverse processes; the",
    "contralateral oblique needs more than the usual angle in the upper thoracic column and less at L5, as the laminae",
    "of the model stand there; the nose of the Scotty dog is faint, and the wing of the ilium covers part of the dog",
    "from L5 downwards; over the lungs ribs and transverse processes are pale while the field is open: close the",
    "shutters on the spine, and the automatic brightness follows.",
)
# Level and field (diameter on the detector, mm) of each picture; a view may have more than one.
PICTURES = (
    ("ap", "L3", 228.6),
    ("ap", "C5", 152.4),
    ("ap", "T7", 228.6),
    ("oblique", "L4", 152.4),
    ("lateral", "L4", 228.6),
    ("lateral", "C3", 152.4),
    ("lateral", "T8", 228.6),
    ("trajectory", "L4", 152.4),
    ("pillar", "C5", 152.4),
    ("foraminal", "C5", 120.0),
    ("corner", "T5", 120.0),
    ("sacral", "S1", 228.6),
    ("contralateral", "L4", 152.4),
    ("profile", "L4", 120.0),
    ("profile", "C5", 120.0),
)


def carm_of(spine: Spine, name: str, level: str, field_mm: float) -> CArm:
    return view(spine, name, level, SIDE, size=(SIZE_PX, SIZE_PX), field_mm=field_mm)


def picture(spine: Spine, name: str, level: str, field_mm: float) -> Image.Image:
    """Without and with landmarks, side by side, in few colours so that the file stays small."""
    arm = carm_of(spine, name, level, field_mm)
    bare = snapshot(spine, arm, gas=False, bones=region(region_of_level(level)).beam).picture
    pair = np.concatenate(
        [np.repeat(bare[..., None], 3, axis=2), draw_marks(bare, landmark_overlay(spine, arm, name, level, SIDE))],
        axis=1,
    )
    return Image.fromarray(pair).quantize(palette=palette(), dither=Image.Dither.NONE)


def palette() -> Image.Image:
    """Greys, and every ink from dark to full."""
    greys = np.repeat(np.linspace(0, 255, GREYS)[:, None], 3, axis=1)
    inks = [np.array(ImageColor.getrgb(ink)) * share for ink in INKS for share in (0.4, 0.6, 0.8, 1.0)]
    colours = np.round(np.concatenate([greys, inks])).astype(int)
    found = Image.new("P", (1, 1))
    found.putpalette(colours.ravel().tolist())
    return found


def page(spine: Spine) -> str:
    """The gallery as Markdown."""
    lines = [
        "# Named views of the C-arm",
        "",
        "Made by `python tools/xray_gallery.py`. Each view is computed from the landmarks of the spine at hand, here",
        "the default one, prone. Left: the simulated X-ray; right: the same with the landmarks that it is read by.",
        "The angles are oblique (towards the patient's left) and tilt (towards the head). The gauges say how well the",
        "view is set; their limits are proposals (`annotations/c_arm.json`).",
        "",
        "```",
        "spine-viewer fluoro OUT.png --level C5 --view pillar --gauge",
        "```",
        "",
        "The viewer shows these views for the level in hand, with their gauges and landmarks. A mobile C-arm cannot",
        "get into all of them on our table: what it refuses there stands in [About and limits](limits.md).",
        "",
        "| view | title | levels | shows | oblique here | tilt here | usual (status) |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, entry in TABLE.items():
        arms = [view(spine, name, level, SIDE) for level in entry.levels]
        oblique, tilt = (span([getattr(arm, f"{angle}_deg") for arm in arms]) for angle in ("oblique", "tilt"))
        start = f"| `{name}` | {entry.title} | {levels_text(entry.levels)} | {entry.shows}"
        lines.append(f"{start} | {oblique} | {tilt} | {usual_text(name)} |")
    lines += ["", *READING]
    for name, level, field_mm in PICTURES:
        arm = carm_of(spine, name, level, field_mm)
        angles = f"{arm.oblique_deg + 0.0:.0f}° oblique, {arm.tilt_deg + 0.0:.0f}° tilt"
        lines += ["", f"## {TABLE[name].title}, {level}", "", f"`{name}`, {angles}, field {field_mm:.0f} mm.", ""]
        lines += [f"![{TABLE[name].title} of {level}](pictures/views/{name}_{level}.png)", ""]
        lines += [f"- {one.text}" for one in gauge(spine, arm, name, level, SIDE)]
    return "\n".join(lines) + "\n"


def span(angles: list[float]) -> str:
    """``-11 to 39°``, or one angle."""
    low, high = round(min(angles)), round(max(angles))
    return f"{low}°" if low == high else f"{low} to {high}°"


def usual_text(name: str) -> str:
    """The usual angle as common teaching has it, and how sure that is."""
    if name not in USUAL:
        return ""
    what, key = USUAL[name]
    fact = c_arm_facts().views[key]
    return f"{what} {fact.low:g} to {fact.high:g}° ({fact.status})"


def levels_text(levels: tuple[str, ...]) -> str:
    """``C3 to L5, S1``: runs of levels by their ends."""
    if levels[-1] == "S1" and len(levels) > 1:
        return f"{levels[0]} to {levels[-2]}, S1"
    return levels[0] if len(levels) == 1 else f"{levels[0]} to {levels[-1]}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*TABLE, []], help="default: all")
    names = parser.parse_args().names or list(TABLE)
    spine = Spine.load(pose="prone")
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, level, field_mm in PICTURES:
        if name in names:
            path = FOLDER / f"{name}_{level}.png"
            picture(spine, name, level, field_mm).save(path, optimize=True)
            print(path.relative_to(ROOT), f"{path.stat().st_size / 1024:.0f} kB")
    PAGE.write_text(page(spine), encoding="utf-8")
    print(PAGE.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
