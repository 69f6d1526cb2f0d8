"""Names of levels, bones, joints and sides, and one clear error for a name that does not exist."""

from __future__ import annotations

from spine_viewer.errors import InputError

SIDES = ("left", "right")
CERVICAL = tuple(f"C{i}" for i in range(1, 8))
THORACIC = tuple(f"T{i}" for i in range(1, 13))
LUMBAR = tuple(f"L{i}" for i in range(1, 6))
SACRAL = tuple(f"S{i}" for i in range(1, 6))
LEVELS = CERVICAL + THORACIC + LUMBAR + SACRAL
REGIONS = ("lumbar",)
LUMBAR_JOINT_LEVELS = ("L1-L2", "L2-L3", "L3-L4", "L4-L5", "L5-S1")


def choose(value: str, allowed: tuple[str, ...], what: str) -> str:
    """``value`` when it is one of ``allowed``, else an :class:`InputError` that lists what is."""
    if value in allowed:
        return value
    raise InputError(f"unknown {what} {value!r}; allowed: {', '.join(allowed)}")


def neighbours(joint_level: str) -> tuple[str, str]:
    """Upper and lower level of ``"L4-L5"``: ``("L4", "L5")``."""
    upper, _, lower = joint_level.partition("-")
    if upper not in LEVELS or lower not in LEVELS or LEVELS.index(lower) != LEVELS.index(upper) + 1:
        raise InputError(f"unknown joint {joint_level!r}; allowed: {', '.join(LUMBAR_JOINT_LEVELS)}")
    return upper, lower


def bone_of(level: str) -> str:
    """Bone that carries a level: the vertebra itself, ``sacrum`` for S1 to S5."""
    return "sacrum" if level in SACRAL else level


def facet_joint(joint_level: str, side: str) -> str:
    """Id of a facet joint: ``facet:L4-L5:left``."""
    neighbours(joint_level)
    return f"facet:{joint_level}:{choose(side, SIDES, 'side')}"
