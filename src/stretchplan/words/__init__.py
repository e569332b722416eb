"""Hold all English that a person reads, except messages about bad input. A translation is another folder like this.

Each module holds the words of one subject, as constants and small functions: :mod:`~stretchplan.words.phrases` (lengths
and lists), ``steps`` (doses and steps), ``request`` (what a plan was made for), ``reasons`` (why a stretch is in or
out), ``notices`` (safety notices and cues), ``pages`` (titles, columns and sentences of every page), ``figures``
(titles and descriptions of pictures) and ``guided`` (the page that guides a session, and its script).
"""
