"""The trame application: one panel beside one logic per feature; see docs/app.md."""

from spine_viewer.app.start import main

__all__ = ["main"]
