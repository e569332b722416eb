"""All English that a person reads, apart from messages about bad input. A translation is one folder like this one.

Each module holds the words of one subject, as constants and small functions: :mod:`~stretchplan.words.phrases` (lengths
and lists), ``steps`` (doses and steps), ``request`` (what a plan was made for), ``reasons`` (why a stretch is in or
out), ``notices`` (what a person must be told), ``pages`` (titles, columns and sentences of every page), ``figures``
(what a picture shows) and ``guided`` (the page that guides a session, its script's words included).
"""
