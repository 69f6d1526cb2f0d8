"""Needle practice: a session that can be played from a script, scored, replayed and kept.

:class:`Practice` holds one procedure on one spine. ``practice.apply(state, action)`` gives the next state and what is
noticed; nothing is changed in place. :func:`debrief` scores a state, :func:`expert_script` shows how an expert does it.
"""

from spine_viewer.learning.practice.actions import Action, read_actions, write_actions
from spine_viewer.learning.practice.debrief import Debrief, debrief
from spine_viewer.learning.practice.expert import expert_script
from spine_viewer.learning.practice.faults import FAULTS, fault_script
from spine_viewer.learning.practice.history import History
from spine_viewer.learning.practice.measured import Measured, measured
from spine_viewer.learning.practice.observation import Event, Observation, Shown
from spine_viewer.learning.practice.practice import Practice
from spine_viewer.learning.practice.record import (
    Record,
    keep_record,
    kept_records,
    read_record,
    records_folder,
    to_csv,
    write_record,
)
from spine_viewer.learning.practice.score import Score, score
from spine_viewer.learning.practice.state import State

__all__ = [
    "FAULTS", "Action", "Debrief", "Event", "History", "Measured", "Observation", "Practice", "Record", "Score",
    "Shown", "State", "debrief", "expert_script", "fault_script", "keep_record", "kept_records", "measured",
    "read_actions", "read_record", "records_folder", "score", "to_csv", "write_actions", "write_record",
]  # fmt: skip
