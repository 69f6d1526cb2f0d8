"""Names that options take, kept here so that ``--help`` and a refusal need not load the scene's libraries.

``tests/cli/test_names.py`` holds them equal to the scene's own.
"""

from __future__ import annotations

AUDIENCES = ("patient", "professional")
LANGUAGES = ("en",)
FLUORO_VIEWS = ("ap", "oblique", "lateral", "trajectory")
POSES = ("standing", "prone")
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
