"""One module for each format that a plan is written in, for people and for other programs.

``text`` and ``markdown`` write the page of :mod:`stretchplan.render.pages.plan`; ``vtt`` writes WebVTT cues, ``rows``
flat rows, CSV and data frames, ``calendar`` iCalendar events, ``fit`` a workout for a Garmin watch, and
``health_connect`` a planned session for Android. ``playable`` checks that a schedule can be played, for the formats
that have a clock.
"""
