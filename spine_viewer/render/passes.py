"""Render passes of a quality: ambient occlusion in screen space for stills, smoothed edges for the live picture."""

from __future__ import annotations

from typing import Any

from spine_viewer.render.quality import Quality


def use_passes(renderer: Any, quality: Quality) -> None:
    """Set up a ``vtkRenderer`` for a quality."""
    renderer.SetUseFXAA(quality.smooth_edges)
    if not quality.ambient_occlusion:
        renderer.SetPass(None)
        return
    from vtkmodules.vtkRenderingOpenGL2 import vtkRenderStepsPass, vtkSSAOPass

    steps = vtkRenderStepsPass()
    occlusion = vtkSSAOPass()
    occlusion.SetRadius(quality.occlusion_radius_mm)
    occlusion.SetBias(0.02 * quality.occlusion_radius_mm)
    occlusion.SetKernelSize(96)
    occlusion.BlurOn()
    occlusion.SetDelegatePass(steps)
    renderer.SetPass(occlusion)
