"""Build each page: of a plan, a catalogue, rules, a check's report, a refusal, and the answers of why and why-not.

Each function returns blocks (:mod:`stretchplan.render.document`), with words from :mod:`stretchplan.words.pages`.
"""
