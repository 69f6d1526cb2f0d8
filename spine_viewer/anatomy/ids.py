"""Names of levels, bones, joints and sides, and one clear error for a name that does not exist."""

from __future__ import annotations

from itertools import pairwise

from spine_viewer.errors import InputError

SIDES = ("left", "right")
CERVICAL = tuple(f"C{i}" for i in range(1, 8))
THORACIC = tuple(f"T{i}" for i in range(1, 13))
LUMBAR = tuple(f"L{i}" for i in range(1, 6))
SACRAL = tuple(f"S{i}" for i in range(1, 6))
LEVELS = CERVICAL + THORACIC + LUMBAR + SACRAL
NERVE_LEVELS = (*CERVICAL, "C8", *THORACIC, *LUMBAR, *SACRAL)
REGION_OF = {"C": "cervical", "T": "thoracic", "L": "lumbar", "S": "sacral"}
PELVIS = ("sacrum", "coccyx", "hip_left", "hip_right")
RIBS = tuple(f"rib_{number}_{side}" for number in range(1, 13) for side in SIDES)
BONES = ("occiput", *CERVICAL, *THORACIC, *LUMBAR, *PELVIS, *RIBS)
LUMBAR_JOINT_LEVELS = ("L1-L2", "L2-L3", "L3-L4", "L4-L5", "L5-S1")
FACET_JOINT_LEVELS = tuple(f"{a}-{b}" for a, b in pairwise(LEVELS[1 : LEVELS.index("S1") + 1]))
SACROILIAC = "sacroiliac"
JOINT_LEVELS = (*FACET_JOINT_LEVELS, SACROILIAC)


def choose(value: str, allowed: tuple[str, ...], what: str) -> str:
    """``value`` when it is one of ``allowed``, else an :class:`InputError` that lists what is."""
    if value in allowed:
        return value
    raise InputError(f"unknown {what} {value!r}; allowed: {', '.join(allowed)}")


def neighbours(joint_level: str) -> tuple[str, str]:
    """Upper and lower level of a facet joint: ``("L4", "L5")`` for ``"L4-L5"``."""
    choose(joint_level, FACET_JOINT_LEVELS, "joint")
    upper, _, lower = joint_level.partition("-")
    return upper, lower


def region_of(level: str) -> str:
    """``cervical``, ``thoracic``, ``lumbar`` or ``sacral``: the region of a level or of a spinal nerve (also C8)."""
    return REGION_OF[choose(level, NERVE_LEVELS, "level")[0]]


def above(level: str) -> str:
    """What lies over a level: ``L3`` for L4, ``occiput`` for C1."""
    return "occiput" if level == LEVELS[0] else LEVELS[LEVELS.index(level) - 1]


def below(level: str) -> str:
    """The level under a level: ``L5`` for L4, ``S1`` for L5."""
    return LEVELS[LEVELS.index(choose(level, LEVELS[:-1], "level with one below")) + 1]


def crossed_level(nerve_level: str) -> str:
    """Level whose bone the posterior branches of a spinal nerve cross: the numbering trap in one place.

    A cervical nerve crosses the vertebra of its own name, C8 that of T1, a thoracic or lumbar one the vertebra below
    its name; sacral branches leave the bone at their own level.
    """
    choose(nerve_level, NERVE_LEVELS, "level")
    if nerve_level == "C8":
        return THORACIC[0]
    return below(nerve_level) if nerve_level in THORACIC + LUMBAR else nerve_level


def bone_of(level: str) -> str:
    """Bone that carries a level: the vertebra itself, ``sacrum`` for S1 to S5."""
    return "sacrum" if level in SACRAL else level


def rib_of(level: str, side: str) -> str:
    """Id of the rib that a thoracic vertebra carries: ``rib_5_left`` for T5."""
    return f"rib_{choose(level, THORACIC, 'thoracic level')[1:]}_{choose(side, SIDES, 'side')}"


def facet_joint(joint_level: str, side: str) -> str:
    """Id of a facet joint: ``facet:L4-L5:left``."""
    neighbours(joint_level)
    return f"facet:{joint_level}:{choose(side, SIDES, 'side')}"


def joint_id(joint_level: str, side: str) -> str:
    """Id of a joint on one side: ``facet:L4-L5:left``, ``sacroiliac:left``."""
    if joint_level == SACROILIAC:
        return f"{SACROILIAC}:{choose(side, SIDES, 'side')}"
    return facet_joint(joint_level, side)
