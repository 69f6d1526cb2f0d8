"""``spine-viewer view``: start the viewer."""

from __future__ import annotations

import argparse
import errno
import ipaddress
import socket

from spine_viewer.anatomy.regions import REGIONS
from spine_viewer.commands.kept_view import add_state_option, check_state_option, kept_view
from spine_viewer.commands.language_option import add_language_option
from spine_viewer.commands.names import AUDIENCES
from spine_viewer.commands.parser import (
    Subparsers,
    add_procedure_options,
    check_procedure_options,
    one_of,
    whole,
)
from spine_viewer.commands.variation_options import add_variation_options, variation_of
from spine_viewer.doctor import require_graphics
from spine_viewer.errors import InputError

LOOPBACK = "127.0.0.1"


def add(commands: Subparsers) -> None:
    parser = commands.add_parser(
        "view",
        help="start the viewer (also without a command)",
        description="Start the viewer, print its address and open it in the browser.",
    )
    parser.add_argument("--port", type=whole(0, 65535), default=0, help="port (default 0: a free one)")
    parser.add_argument(
        "--host",
        type=address,
        default=LOOPBACK,
        help=f"address to listen on (default {LOOPBACK}: this machine only; 0.0.0.0: tablets can watch too)",
    )
    parser.add_argument("--no-browser", action="store_true", help="print the address, open no browser")
    parser.add_argument("--region", type=one_of(tuple(REGIONS), "region"), default="lumbar", help=", ".join(REGIONS))
    add_procedure_options(parser)
    add_variation_options(parser)
    add_language_option(parser, "of the viewer")
    parser.add_argument("--audience", type=one_of(AUDIENCES, "audience"), default="patient", help=", ".join(AUDIENCES))
    add_state_option(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    check_procedure_options(options)
    check_state_option(options, {"region": "lumbar", "audience": "patient"})
    variation = variation_of(options)
    state = kept_view(options.state)
    require_graphics()
    _require_free(options.host, options.port)
    from spine_viewer.app import main

    return main(
        port=options.port,
        open_browser=not options.no_browser,
        region=options.region,
        procedure=options.procedure,
        joint=options.joint,
        side=options.side,
        language=options.language,
        audience=options.audience,
        variation=variation,
        state=state,
        host=options.host,
    )


def address(text: str) -> str:
    """Option type: an IPv4 address, since a tablet that calls the server by a name would be refused."""
    try:
        return str(ipaddress.IPv4Address(text))
    except ValueError:
        message = f"{text!r} is not an address; allowed: {LOOPBACK}, 0.0.0.0, or an address of this machine in numbers"
        raise argparse.ArgumentTypeError(message) from None


def _require_free(host: str, port: int) -> None:
    """Refuse an address or a port that is taken or not ours to take, before everything is loaded."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRNOTAVAIL:
                reason = f"this machine has no such address; name one that it has, 0.0.0.0 for all, or {LOOPBACK}"
                raise InputError(f"--host {host}: {reason}") from error
            raise InputError(f"--port {port}: {error.strerror}; name another, or 0 for a free one") from error
