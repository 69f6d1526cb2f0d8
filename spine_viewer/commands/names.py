"""Names that options take, kept here so that ``--help`` and a refusal need not load the scene's libraries.

``tests/cli/test_names.py`` holds them equal to the packages' own.
"""

from __future__ import annotations

from spine_viewer.anatomy.ids import CERVICAL, LUMBAR, THORACIC
from spine_viewer.anatomy.languages import LANGUAGES as LANGUAGES

AUDIENCES = ("patient", "professional")
_NECK = CERVICAL[2:]
_COLUMN = (*_NECK, *THORACIC, *LUMBAR)
FLUORO_LEVELS = {
    "ap": (*_COLUMN, "S1"),
    "oblique": (*LUMBAR, "S1"),
    "lateral": (*_COLUMN, "S1"),
    "trajectory": (*LUMBAR, "S1"),
    "pillar": _NECK,
    "foraminal": _NECK,
    "corner": THORACIC[:11],
    "sacral": ("S1",),
    "contralateral": ("C7", *THORACIC, *LUMBAR),
    "profile": (*_COLUMN, "S1"),
}
FLUORO_VIEWS = tuple(FLUORO_LEVELS)
BACKGROUNDS = ("studio", "white", "night", "transparent")
HEATS = ("even", "bone")
PERFUSIONS = ("body", "bench")
POSES = ("standing", "prone")
BACKENDS = ("auto", "numba", "numpy", "vtk")  # of the X-ray projector
LAYERS = (
    "bones",
    "discs",
    "cartilage",
    "ligaments",
    "nerves",
    "cord",
    "avoid",
    "skin",
    "needle",
    "lesion",
    "c_arm",
    "labels",
)
VIEWS = (
    "posterior",
    "anterior",
    "left",
    "right",
    "superior",
    "oblique-left",
    "oblique-right",
    "close-up",
    "room",
    "guided",
)
QUALITIES = ("moving", "live", "still")  # of a 3D picture
QUIZ_REGIONS = ("cervical", "thoracic", "lumbar", "whole")
QUIZ_KINDS = ("name", "find", "nerves", "bone", "order", "xray", "view")
QUIZ_IN_WORDS = ("nerves", "bone", "order")  # need no picture
