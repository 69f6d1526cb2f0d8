"""The app to beat: a plain trame application that shows the same fine meshes with PyVista's own remote view.

Written as the documentation of trame-pyvista shows it: a plotter, Vuetify's page layout, ``PyVistaRemoteView``.
Prints its address as one line when it is ready.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pyvista as pv
from trame.app import get_server
from trame.ui.vuetify3 import SinglePageLayout
from trame.widgets import vuetify3
from trame_pyvista.widgets import PyVistaRemoteView

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from spine_viewer.anatomy.spine import Spine
from spine_viewer.scene import SceneRequest, compose


def shown_meshes() -> list[pv.PolyData]:
    """The fine meshes of everything that the viewer shows when it opens."""
    spine = Spine.load(pose="prone")
    scene = compose(spine, SceneRequest())
    return [spine.structure(item.structure_id).mesh for item in scene.items if item.structure_id is not None]


def main() -> None:
    """Serve until interrupted."""
    pv.OFF_SCREEN = True
    server = get_server("plain_app", client_type="vue3")
    plotter = pv.Plotter(off_screen=True)
    for mesh in shown_meshes():
        coloured = "RGB" in mesh.point_data
        plotter.add_mesh(mesh, scalars="RGB" if coloured else None, rgb=coloured, smooth_shading=True)
    plotter.camera_position = "xz"
    plotter.reset_camera()

    with SinglePageLayout(server) as layout:
        layout.title.set_text("Plain viewer")
        with layout.content, vuetify3.VContainer(fluid=True, classes="pa-0 fill-height"):
            PyVistaRemoteView(plotter)

    def announce(**_: object) -> None:
        print(f"http://127.0.0.1:{server.port}/", flush=True)

    server.controller.on_server_ready.add(announce)
    server.start(port=0, host="127.0.0.1", open_browser=False, show_connection_info=False, timeout=0)


if __name__ == "__main__":
    main()
