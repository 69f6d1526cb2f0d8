"""The anatomy quiz: questions made from the annotations, graded, brought back when they are nearly forgotten."""

from spine_viewer.learning.quiz.bank import REGIONS, Bank
from spine_viewer.learning.quiz.generate import generate
from spine_viewer.learning.quiz.grade import grade
from spine_viewer.learning.quiz.model import DIFFICULTIES, KINDS, Grade, Option, Question, Source

__all__ = ["DIFFICULTIES", "KINDS", "REGIONS", "Bank", "Grade", "Option", "Question", "Source", "generate", "grade"]
