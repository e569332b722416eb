"""A real speech engine for tests: espeak-ng behind speech-dispatcher, heard by a headed Chromium on a virtual screen.

Where a part is missing, the tests that need it are skipped with the reason; with ``STRETCHPLAN_VOICE=required``, as in
``just voice``, that is a failure instead. Nothing of the machine's own sound or speech is used or changed.
"""

import os
import shutil
import subprocess
import time
import wave
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NoReturn

import pytest

from tests.support.browser import SYSTEM

WORDS_A_MINUTE = 150
RATE = 0.75
"""The rate of a sentence in the browser at which espeak-ng speaks 150 words a minute; it has 175 at rate 1."""

_PARTS = {
    "Xvfb": "xvfb",
    "pulseaudio": "pulseaudio",
    "speech-dispatcher": "speech-dispatcher",
    "espeak-ng": "espeak-ng",
}
"""Each program and the Debian package that has it; speech-dispatcher-espeak-ng joins the last two."""
_CONFIGURATION = """
AudioOutputMethod "pulse"
AddModule "espeak-ng" "sd_espeak-ng" "espeak-ng.conf"
DefaultModule espeak-ng
LogLevel 3
LogDir "{folder}"
"""


def missing() -> str:
    """Return what is not installed, as a reason; empty when all is there."""
    lacking = [package for program, package in _PARTS.items() if shutil.which(program) is None]
    modules = Path("/usr/lib/speech-dispatcher-modules/sd_espeak-ng"), Path("/usr/libexec/speech-dispatcher-modules")
    if not lacking and not modules[0].exists() and not (modules[1] / "sd_espeak-ng").exists():
        lacking.append("speech-dispatcher-espeak-ng")
    return f"there is no speech engine: apt-get install {' '.join(lacking)}" if lacking else ""


def needed(reason: str) -> NoReturn:
    """Skip the test, or fail it where the engine is required."""
    if os.environ.get("STRETCHPLAN_VOICE") == "required":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@cache
def seconds_to_say(text: str) -> float:
    """Return how long espeak-ng takes to say a text at 150 words a minute."""
    if shutil.which("espeak-ng") is None:
        needed("there is no speech engine: apt-get install espeak-ng")
    with TemporaryDirectory() as folder:
        file = f"{folder}/said.wav"
        command = ["espeak-ng", "-s", str(WORDS_A_MINUTE), "-v", "en", "-w", file, "--", text]
        subprocess.run(command, check=True, capture_output=True)
        with wave.open(file) as said:
            return said.getnframes() / said.getframerate()


@contextmanager
def speaking_chromium() -> Iterator[Any]:
    """Yield a Chromium with a window, whose speech is espeak-ng's, in real time."""
    if reason := missing():
        needed(reason)
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        needed("Playwright is not installed: pip install 'stretchplan[browser]'")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        folder.chmod(0o700)
        pulse, speech = folder / "pulse.sock", folder / "speech.sock"
        environment = {
            **os.environ,
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder),
            "PULSE_SERVER": f"unix:{pulse}",
            "SPEECHD_ADDRESS": f"unix_socket:{speech}",
        }
        environment.pop("DBUS_SESSION_BUS_ADDRESS", None)
        screen = _start(stack, environment, "Xvfb", "-displayfd", "1", "-screen", "0", "800x900x24", "-nolisten", "tcp")
        assert screen.stdout is not None
        environment["DISPLAY"] = f":{screen.stdout.readline().decode().strip()}"
        sink = ("-L", "module-null-sink", "-L", f"module-native-protocol-unix socket={pulse} auth-anonymous=1")
        options = ("-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--disallow-exit")
        _start(stack, environment, "pulseaudio", *options, *sink)
        _wait_for(pulse)
        settings = folder / "settings"
        shutil.copytree("/etc/speech-dispatcher", settings)
        (settings / "speechd.conf").write_text(_CONFIGURATION.format(folder=folder), encoding="ascii")
        where = ("-c", "unix_socket", "-S", str(speech), "-C", str(settings), "-L", str(folder))
        _start(stack, environment, "speech-dispatcher", "-s", "-t", "0", *where, "-P", str(folder / "pid"))
        _wait_for(speech)
        playwright = stack.enter_context(sync_playwright())
        own = playwright.chromium.executable_path
        path = own if Path(own).exists() else next(filter(None, map(shutil.which, SYSTEM)), None)
        if path is None:
            needed("there is no Chromium: playwright install --with-deps chromium, or the system's package")
        flags = ["--enable-speech-dispatcher", "--autoplay-policy=no-user-gesture-required"]
        flags += ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=path, headless=False, env=environment, args=flags)
        stack.callback(browser.close)
        yield browser


def _start(stack: ExitStack, environment: dict[str, str], *command: str) -> subprocess.Popen[bytes]:
    out = subprocess.PIPE if "-displayfd" in command else subprocess.DEVNULL
    process = subprocess.Popen(command, env=environment, stdout=out, stderr=subprocess.DEVNULL)
    if process.stdout is not None:
        stack.callback(process.stdout.close)
    stack.callback(_stop, process)
    return process


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait_for(socket: Path) -> None:
    for _ in range(100):
        if socket.exists():
            time.sleep(1)  # it is there before the program is ready
            return
        time.sleep(0.1)
    needed(f"{socket.name} did not start")
