"""Render passes of a quality: ambient occlusion in screen space for stills, smoothed edges for the live picture."""

from __future__ import annotations

from typing import Any

from spine_viewer.render.quality import Quality

BIAS_OF_DISTANCE = 0.0009  # the pass keeps positions in half precision: 1 part in 1000 of the distance to the camera
LARGEST_PART_OF_PICTURE = 0.2  # of half its height: a wider reach shows its sampling pattern
SAMPLES = 96


def use_passes(renderer: Any, quality: Quality) -> Any:
    """Set up a ``vtkRenderer`` for a quality; returns the pass of ambient occlusion, or None."""
    renderer.SetUseFXAA(quality.smooth_edges)
    if not quality.ambient_occlusion:
        renderer.SetPass(None)
        return None
    from vtkmodules.vtkRenderingOpenGL2 import vtkRenderStepsPass, vtkSSAOPass

    occlusion = vtkSSAOPass()
    occlusion.SetKernelSize(SAMPLES)
    occlusion.BlurOn()
    occlusion.SetDelegatePass(vtkRenderStepsPass())
    renderer.SetPass(occlusion)
    return occlusion


def fit_occlusion(occlusion: Any, quality: Quality, half_height_mm: float, distance_mm: float) -> None:
    """Reach and bias for a picture of this half height in mm, taken from this distance."""
    occlusion.SetRadius(min(quality.occlusion_radius_mm, LARGEST_PART_OF_PICTURE * half_height_mm))
    occlusion.SetBias(BIAS_OF_DISTANCE * distance_mm)
