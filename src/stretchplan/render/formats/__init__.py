"""Write a plan in a format for people or for other programs, with one module for each format.

``text`` and ``markdown`` write the page of :mod:`stretchplan.render.pages.plan`; ``vtt`` writes WebVTT cues, ``rows``
flat rows, CSV and data frames, ``calendar`` iCalendar events, ``fit`` a workout for a Garmin watch, and
``health_connect`` a planned session for Android. ``playable`` checks that a schedule can be played, for the formats
that have a clock.
"""
