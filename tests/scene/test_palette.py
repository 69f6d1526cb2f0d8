"""The palette is readable, complete, and its nerve, disc and lesion colours differ for colour-blind eyes."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from spine_viewer.anatomy.folders import annotations_folder
from spine_viewer.errors import InputError
from spine_viewer.scene.names import load_names
from spine_viewer.scene.palette import read_palette, rgb

# Linear-RGB matrices of full protanopia and deuteranopia (Machado, Oliveira and Fernandes 2009, severity 1.0).
MACHADO = {
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
}


def lab(colour: np.ndarray) -> np.ndarray:
    """CIELAB (D65) of linear RGB."""
    xyz = np.clip(colour, 0, 1) @ np.array(
        [[0.4124, 0.2126, 0.0193], [0.3576, 0.7152, 0.1192], [0.1805, 0.0722, 0.9505]]
    )
    f = np.cbrt(np.maximum(xyz / np.array([0.9505, 1.0, 1.089]), 1e-6))
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def linear(text: str) -> np.ndarray:
    c = np.array(rgb(text))
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


@pytest.mark.parametrize("eye", MACHADO)
@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("bone", "medial_branch"),
        ("bone", "disc"),
        ("medial_branch", "disc"),
        ("medial_branch", "lesion"),
        ("bone", "lesion"),
        ("needle", "bone"),
        ("medial_branch", "lesioned_nerve"),
        ("injectate", "medial_branch"),
        ("contrast", "medial_branch"),
        ("contrast", "injectate"),
        ("contrast", "bone"),
    ],
)
def test_pairs_that_touch_differ_for_colour_blind_eyes(eye: str, a: str, b: str) -> None:
    kinds = read_palette().kinds
    one, two = (lab(np.array(MACHADO[eye]) @ linear(kinds[k].colour)) for k in (a, b))
    assert float(np.linalg.norm(one - two)) > 20.0


def test_a_bad_colour_is_one_clear_error(tmp_path: Path) -> None:
    content = json.loads((annotations_folder() / "palette.json").read_text())
    content["kinds"]["bone"]["colour"] = "ivory"
    bad = tmp_path / "palette.json"
    bad.write_text(json.dumps(content))
    with pytest.raises(InputError, match=r"palette.json: kinds.bone.colour.*ivory"):
        read_palette(bad)


def test_both_audiences_have_words_for_the_same_things() -> None:
    for language, audiences in load_names().names.items():
        assert set(audiences["patient"]) == set(audiences["professional"]), language
        assert all(text.strip() for words in audiences.values() for text in words.values())
