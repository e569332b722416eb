"""Groups of commands: the command itself, and ``catalog`` with its subcommands."""

from typing import Final

import click
from click.shell_completion import CompletionItem

from stretchplan.base.text import did_you_mean, quoted
from stretchplan.cli.exits import BadUsage

__all__ = ["Commands", "WithDefault"]

_SHOW: Final = "show"


class Commands(click.Group):
    """A group that lists its commands in our order and suggests the nearest name for an unknown one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order in which the commands were added."""
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the first word names."""
        if args[0] not in self.commands and not ctx.resilient_parsing:
            raise self.unknown(args[0])
        return super().resolve_command(ctx, args)

    def unknown(self, name: str, within: str = "") -> BadUsage:
        """Return the error for the name of no command."""
        hint, _ = did_you_mean(name, self.commands, f"the commands are {', '.join(self.commands)}")
        return BadUsage(f"there is no command {quoted(within + name)}; {hint}")


class WithDefault(Commands):
    """A group whose command ``show`` may be left out: ``stretchplan catalog cat_cow`` shows a stretch."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put ``show`` before words that name no command of the group."""
        first = args[0] if args else ""
        if first not in (*self.commands, *ctx.help_option_names) and (args or not ctx.resilient_parsing):
            two_words = len(args) > 1 and not first.startswith("-") and not args[1].startswith("-")
            if two_words and not ctx.resilient_parsing:  # a stretch has one name, and a file follows a command
                raise self.unknown(first, f"{ctx.info_name} ")
            args = [_SHOW, *args]
        return super().parse_args(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete what ``show`` takes beside the names of the commands."""
        show = self.commands[_SHOW]
        with show.make_context(_SHOW, [], parent=ctx, resilient_parsing=True) as inner:
            if incomplete.startswith("-"):
                return show.shell_complete(inner, incomplete)
            shown = show.params[0].shell_complete(inner, incomplete)
        return [*super().shell_complete(ctx, incomplete), *shown]
