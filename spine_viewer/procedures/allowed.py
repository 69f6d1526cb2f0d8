"""At which joints a procedure can be shown, and which procedures a joint has."""

from __future__ import annotations

from spine_viewer.anatomy.ids import choose
from spine_viewer.procedures.technique import PROCEDURES, joints_for


def joints_of(procedure: str) -> tuple[str, ...]:
    """Joints, such as ``L4-L5``, that a procedure can be planned at.

    Raises
    ------
    InputError
        If the procedure is unknown.
    """
    choose(procedure, PROCEDURES, "procedure")
    return joints_for(procedure)


def procedures_at(joint: str) -> tuple[str, ...]:
    """Procedures that can be planned at a joint, such as ``L4-L5`` or ``sacroiliac``; none where it has none."""
    return tuple(name for name in PROCEDURES if joint in joints_of(name))
