"""An off-screen render window on any machine, with or without a screen."""

from __future__ import annotations

import os
import sys
from typing import Any


def choose_backend() -> None:
    """Pick EGL on Linux where there is no display; must run before the first render window is made."""
    if sys.platform.startswith("linux") and not os.environ.get("DISPLAY"):
        os.environ.setdefault("VTK_DEFAULT_OPENGL_WINDOW", "vtkEGLRenderWindow")


def make_window(size: tuple[int, int]) -> Any:
    """A hidden ``vtkRenderWindow`` of ``size`` (width, height) pixels."""
    choose_backend()
    import vtkmodules.vtkRenderingOpenGL2  # noqa: F401  registers the OpenGL classes
    from vtkmodules.vtkRenderingCore import vtkRenderWindow

    window = vtkRenderWindow()
    window.SetOffScreenRendering(1)
    window.SetShowWindow(False)
    window.SetSize(*size)
    window.SetMultiSamples(0)
    return window
