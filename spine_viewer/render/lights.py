"""Three lights that move with the camera: key, fill, rim."""

from __future__ import annotations

from typing import Any

LIGHTS = (  # position in camera coordinates (x right, y up, z to the viewer), colour, intensity
    ("key", (-0.6, 0.9, 1.0), (1.0, 0.98, 0.95), 0.98),
    ("fill", (0.9, 0.1, 0.8), (0.90, 0.95, 1.0), 0.30),
    ("rim", (0.5, 0.7, -0.9), (1.0, 1.0, 1.0), 0.45),
)


def light(renderer: Any) -> None:
    """Replace the lights of a ``vtkRenderer`` by the three of this rig."""
    from vtkmodules.vtkRenderingCore import vtkLight

    renderer.RemoveAllLights()
    renderer.AutomaticLightCreationOff()
    for _, position, colour, intensity in LIGHTS:
        lamp = vtkLight()
        lamp.SetLightTypeToCameraLight()
        lamp.SetPosition(*position)
        lamp.SetFocalPoint(0.0, 0.0, 0.0)
        lamp.SetColor(*colour)
        lamp.SetIntensity(intensity)
        renderer.AddLight(lamp)
