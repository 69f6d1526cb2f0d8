"""C-arm practice: a named view, from a wrong start, with as few exposures as possible.

:class:`CarmPractice` holds one :class:`Task` on one spine. ``practice.apply(state, action)`` gives the next state and
what is noticed; nothing is changed in place. :func:`debrief` scores a state, :func:`ideal_script` is the shortest way.
"""

from spine_viewer.learning.carm.actions import Action, Expose, Finish, Frame, Hint, Move, read_actions, write_actions
from spine_viewer.learning.carm.debrief import Debrief, debrief
from spine_viewer.learning.carm.history import History
from spine_viewer.learning.carm.ideal import ideal_script
from spine_viewer.learning.carm.practice import CarmPractice
from spine_viewer.learning.carm.record import Record, read_record, spine_of, to_csv, write_record
from spine_viewer.learning.carm.score import Measured, Score, measured, score
from spine_viewer.learning.carm.seen import Seen
from spine_viewer.learning.carm.state import Pose, State
from spine_viewer.learning.carm.task import REGIONS, Task, drawn

__all__ = [
    "REGIONS", "Action", "CarmPractice", "Debrief", "Expose", "Finish", "Frame", "Hint", "History", "Measured", "Move",
    "Pose", "Record", "Score", "Seen", "State", "Task", "debrief", "drawn", "ideal_script", "measured", "read_actions",
    "read_record", "score", "spine_of", "to_csv", "write_actions", "write_record",
]  # fmt: skip
