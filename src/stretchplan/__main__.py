"""The command ``stretchplan``, also as ``python -m stretchplan``."""

from __future__ import annotations

import sys
from importlib.util import find_spec

__all__ = ["main"]


def main() -> int:
    """Run the command line and return its exit code; without the extra ``cli``, say what to install."""
    try:
        try:
            from stretchplan.cli.run import run

            if find_spec("rich") is None:  # it is imported where a page is written, when the work is done
                raise ModuleNotFoundError(name="rich")
        except ModuleNotFoundError as error:
            if (error.name or "").partition(".")[0] == "stretchplan":
                raise  # a part of this package is missing, which no extra brings
            from stretchplan.base.errors import MissingExtra

            sys.stderr.write(f"stretchplan: {MissingExtra('cli', 'the command line')}\n")
            return 2
        return run(sys.argv[1:])
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
