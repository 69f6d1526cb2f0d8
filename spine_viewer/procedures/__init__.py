"""What the clinician does: techniques, plans, the timeline, safety checks and the time after."""

from spine_viewer.procedures.planner import Plan, plan, plan_session
from spine_viewer.procedures.recovery import Recovery
from spine_viewer.procedures.technique import PROCEDURES, load_technique
from spine_viewer.procedures.timeline import Timeline

__all__ = ["PROCEDURES", "Plan", "Recovery", "Timeline", "load_technique", "plan", "plan_session"]
