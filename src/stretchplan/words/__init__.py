"""Hold the sentences of plans, pages and pictures in English; ``locale/`` has their translations.

:func:`stretchplan.base.translation.say` says each in the language that is spoken. Other words are elsewhere: messages
about bad input, the checker's messages, rule sentences, screening questions, the terminal's help, and names
(CONTRIBUTING.md lists the places). Each module here has one subject: ``phrases`` (lengths and lists), ``steps`` (doses
and steps), ``request`` (what a plan was made for), ``reasons`` (why a stretch is in or out), ``notices`` (notices and
cues), ``pages``, ``figures`` (texts for pictures) and ``guided`` (the guided page).
"""
