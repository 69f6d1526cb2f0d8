"""The interactive lesson: a procedure on a joint as one HTML file that opens anywhere and asks for nothing."""

from spine_viewer.export.lesson.lesson import LessonMaker

__all__ = ["LessonMaker"]
