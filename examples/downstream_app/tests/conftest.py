"""Hypothesis draws the same examples on every run, so that a failure can be repeated on any machine."""

from hypothesis import settings

settings.register_profile("deskbreak", derandomize=True, deadline=None)
settings.load_profile("deskbreak")
