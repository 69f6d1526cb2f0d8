"""What is shown, as plain data: items, styles, labels, captions, cameras and the request to the C-arm."""

from spine_viewer.scene.compose import compose
from spine_viewer.scene.model import (
    Camera,
    FluoroscopyRequest,
    Item,
    Label,
    NeedlePose,
    Scene,
    StructureGeometry,
    Style,
    SurfaceGeometry,
    TubeGeometry,
)
from spine_viewer.scene.request import DEFAULT_LAYERS, LAYERS, VIEWS, SceneRequest

__all__ = [
    "DEFAULT_LAYERS",
    "LAYERS",
    "VIEWS",
    "Camera",
    "FluoroscopyRequest",
    "Item",
    "Label",
    "NeedlePose",
    "Scene",
    "SceneRequest",
    "StructureGeometry",
    "Style",
    "SurfaceGeometry",
    "TubeGeometry",
    "compose",
]
