"""A terminal for a child process, and the bytes that appear on it."""

import fcntl
import os
import pty
import select
import struct
import termios


def opened(columns: int) -> tuple[int, int]:
    """Open a terminal of 24 lines; return our end of it and the child's."""
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    return ours, its


def all_that_appears(ours: int) -> bytes:
    """Read until the child's end is closed, and close ours."""
    shown = b""
    while select.select([ours], [], [], 60)[0]:
        try:
            part = os.read(ours, 65536)
        except OSError:  # Linux says so when the other end is closed
            break
        if not part:
            break
        shown += part
    os.close(ours)
    return shown
