"""Words and figures of a plan, as captions and the text summary use them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spine_viewer.procedures.technique import Value
from spine_viewer.procedures.views import describe, describe_tilt

if TYPE_CHECKING:
    from spine_viewer.procedures.planner import Plan


def shown(value: Value) -> str:
    """A figure as text: ``80``, or ``30 to 60`` for a range."""
    if isinstance(value.value, tuple):
        return f"{value.value[0]:g} to {value.value[-1]:g}"
    return f"{value.value:g}"


def common_facts(plan: Plan) -> dict[str, str]:
    """Facts that hold for the whole plan."""
    first = plan.nerves[0]
    labels = [n.label for n in plan.nerves]
    return {name: shown(value) for name, value in plan.technique.values.items()} | {
        "joint_label": f"{plan.joint} facet joint, {plan.side}",
        "joint": plan.joint,
        "side": plan.side,
        "first_bone": "S1" if first.bone == "sacrum" else first.bone,
        "ap_tilt": describe_tilt(first.views["ap"]),
        "nerve_list": " and ".join(labels),
        "nerve_count": str(len(labels)),
        "gauge": shown(plan.technique.needle.gauge),
        "active_tip_mm": shown(plan.technique.needle.active_tip_mm),
    }


def nerve_facts(plan: Plan, index: int) -> dict[str, str]:
    """Facts of one nerve of the plan."""
    nerve = plan.nerves[index]
    checks, facts = nerve.checks, {}
    if checks.electrode_to_nerve_angle_deg is not None:
        facts["angle_deg"] = f"{checks.electrode_to_nerve_angle_deg:.0f}"
    if plan.lesion is not None:
        facts |= {
            "lesion_width_mm": f"{plan.lesion.width_mm[-1]:.1f}",
            "lesion_length_mm": f"{plan.lesion.length_mm[-1]:.1f}",
            "covered_mm": f"{nerve.nerve_covered_mm:.0f}",
        }
    return facts | {
        "nerve": nerve.label,
        "nerve_no": str(index + 1),
        "place": nerve.place,
        "needle_length_mm": f"{nerve.needle.length_mm:g}",
        "depth_mm": f"{nerve.trajectory.depth_mm:.0f}",
        "trajectory_view": describe(nerve.views["trajectory"]),
        "oblique_view": describe(nerve.views["oblique"]),
        "tip_to_nerve_mm": f"{checks.tip_to_nerve_mm:.1f}",
        "foramen_mm": f"{checks.tip_to_foramen_mm:.1f}",
        "shaft_clearance_plan_mm": f"{checks.shaft_clearance_mm:.1f}",
    }


def summary(plan: Plan) -> str:
    """A plan as a few lines."""
    lines = [f"{plan.technique.title['en'].professional}: {plan.joint} facet joint, {plan.side} ({plan.pose})"]
    for nerve in plan.nerves:
        c, way = nerve.checks, nerve.trajectory
        turn = c.electrode_to_nerve_angle_deg
        angle = "" if turn is None else f", angle to it {turn:.0f}°"
        lines += [
            f"  {nerve.label}",
            f"    target: {nerve.target.landmark}, {nerve.target.landmark_mm:.1f} mm from it",
            f"    needle: {nerve.needle.gauge}G x {nerve.needle.length_mm:g} mm, depth {way.depth_mm:.0f} mm",
            f"    view down the needle: {describe(nerve.views['trajectory'])}",
            f"    tip to nerve {c.tip_to_nerve_mm:.1f} mm{angle}, behind the foramen {c.tip_to_foramen_mm:.1f} mm, "
            f"shaft to bone {c.shaft_clearance_mm:.1f} mm: {'all limits kept' if c.passed else 'LIMITS NOT KEPT'}",
        ]
        if nerve.burns:
            lines.append(f"    {len(nerve.burns)} lesions hold {nerve.nerve_covered_mm:.0f} mm of the nerve")
    return "\n".join([*lines, plan.technique.limits_note["en"].professional])
