"""The options that every command touching a centre has, and the settings they give."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contactcenter.config import Config

Subparsers = argparse._SubParsersAction  # argparse has no public name for what add_subparsers returns


def add_centre_options(parser: argparse.ArgumentParser) -> None:
    """Adds `--config`, `--data` and `--store`: which centre is meant."""
    parser.add_argument("--config", type=Path, metavar="FILE", help="settings (TOML); see docs/configuration.md")
    parser.add_argument("--data", metavar="DIR", help="the data folder")
    parser.add_argument("--store", metavar="URL", help="sqlite:///PATH or mongodb://...")


def add_reach_options(parser: argparse.ArgumentParser) -> None:
    """The same and `--url`, for a centre on another machine."""
    add_centre_options(parser)
    parser.add_argument("--url", help="a centre elsewhere; its API token is taken from CONTACTCENTER_TOKEN")


def settings(args: argparse.Namespace, **more: object) -> Config:
    """The settings of file, environment and options. Raises ConfigError."""
    from contactcenter.config import load_config

    overrides = {name: getattr(args, name, None) for name in ("data", "store", "port", "address")}
    return load_config(args.config, os.environ, overrides | more)
