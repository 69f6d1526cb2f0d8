"""Words and figures of a plan that captions are filled with, in a language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spine_viewer.anatomy.languages import DEFAULT_LANGUAGE
from spine_viewer.anatomy.phrases import listed, phrase, side_word
from spine_viewer.procedures.target_names import joints_label, names_of, placement_name, target_label
from spine_viewer.procedures.technique import Value
from spine_viewer.procedures.views import describe, describe_tilt

if TYPE_CHECKING:
    from spine_viewer.procedures.planner import Plan


def shown(value: Value, language: str = DEFAULT_LANGUAGE) -> str:
    """A figure as text: ``80``, or ``30 to 60`` for a range."""
    if isinstance(value.value, tuple):
        return phrase("range", language, low=f"{value.value[0]:g}", high=f"{value.value[-1]:g}")
    return f"{value.value:g}"


def within(label: str) -> str:
    """A name as it stands within a sentence: ``"ramo medial de L3"``, while ``"L3 medial branch"`` stays."""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def common_facts(plan: Plan, language: str = DEFAULT_LANGUAGE) -> dict[str, str]:
    """Facts that hold for the whole plan."""
    first = plan.nerves[0]
    labels = [target_label(n.nerve, plan.sites, language) for n in plan.nerves]
    return {name: shown(value, language) for name, value in plan.technique.values.items()} | {
        "joint_label": joints_label(plan.sites, language),
        "joint": listed(plan.joints, language),
        "side": side_word(plan.side if len({side for _, side in plan.sites}) < 2 else "both", language),
        "first_bone": "S1" if first.bone == "sacrum" else first.bone,
        "ap_tilt": describe_tilt(first.views["ap"], language) if "ap" in first.views else "",
        "nerve_list": listed([within(label) for label in labels], language),
        "nerve_count": str(len(labels)),
        "gauge": shown(plan.technique.needle.gauge, language),
        "active_tip_mm": shown(plan.technique.needle.active_tip_mm, language),
    }


def nerve_facts(plan: Plan, index: int, placement: int = 0, language: str = DEFAULT_LANGUAGE) -> dict[str, str]:
    """Facts of one nerve of the plan and of one of its needles.

    Every figure of the checks is there as ``measured_<name>``, every view as ``<name>_view``.
    """
    nerve = plan.nerves[index]
    here = nerve.placements[placement]
    label, place = target_label(nerve.nerve, plan.sites, language), names_of(nerve.nerve, language)[1]
    checks, facts = here.checks, {}
    if checks.electrode_to_nerve_angle_deg is not None:
        facts["angle_deg"] = f"{checks.electrode_to_nerve_angle_deg:.0f}"
    for name, value in (
        ("foramen_mm", checks.get("tip_to_foramen_mm")),
        ("tip_to_nerve_mm", checks.get("tip_to_nerve_mm")),
    ):
        if value is not None:
            facts[name] = f"{value:.1f}"
    if plan.lesion is not None:
        facts |= {
            "lesion_width_mm": f"{plan.lesion.width_mm[-1]:.1f}",
            "lesion_length_mm": f"{plan.lesion.length_mm[-1]:.1f}",
            "lesion_span_mm": f"{plan.lesion.span_mm:.1f}",
            "covered_mm": f"{nerve.nerve_covered_mm:.0f}",
        }
    facts |= {f"measured_{figure.name}": f"{figure.value:.1f}" for figure in checks.figures}
    facts |= {f"{name}_view": describe(view, language) for name, view in here.views.items()}
    return facts | {
        "nerve": label,
        "nerve_no": str(index + 1),
        "place": place,
        "placement": placement_name(here.name, language),
        "placement_no": str(placement + 1),
        "placement_count": str(len(nerve.placements)),
        "needle_length_mm": f"{here.needle.length_mm:g}",
        "depth_mm": f"{here.trajectory.depth_mm:.0f}",
        "shaft_clearance_plan_mm": f"{checks.shaft_clearance_mm:.1f}",
    }
