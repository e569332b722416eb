"""Every command of the command line, those in groups with the name of the group before their own."""

from collections.abc import Iterator

import click

from stretchplan.cli.app import app

__all__ = ["every_command"]


def every_command() -> dict[str, click.Command]:
    """Return the commands by the words that name them, such as ``catalog new``."""
    return dict(_within(app, ""))


def _within(group: click.Group, before: str) -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _within(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command
