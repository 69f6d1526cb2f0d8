"""Which articular branches fall silent with a treated nerve."""

from __future__ import annotations

import pytest

from spine_viewer.scene.moment_items import _is_twig


@pytest.mark.parametrize(
    ("twig", "nerve", "own"),
    [
        ("articular_branch:L3:L3-L4:left", "medial_branch:L3:left", True),
        ("articular_branch:L3:L3-L4:right", "medial_branch:L3:left", False),
        ("articular_branch:L5:L5-S1:left", "dorsal_ramus:L5:left", True),
        ("articular_branch:C3:C3-C4:left", "medial_branch:C3:left", True),
        ("articular_branch:C3:C2-C3:left", "medial_branch:C3:left", False),
        ("articular_branch:C3:C2-C3:left", "third_occipital:left", True),
        ("articular_branch:C3:C3-C4:left", "third_occipital:left", False),
        ("medial_branch:C3:left", "medial_branch:C3:left", False),
    ],
)
def test_a_twig_falls_silent_with_the_nerve_that_it_leaves(twig: str, nerve: str, own: bool) -> None:
    assert _is_twig(twig, nerve) is own
