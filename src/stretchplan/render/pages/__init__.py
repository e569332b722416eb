"""What stands on each page: a plan, a catalogue, rules, a check's report, a refusal, the answers of why and why-not.

Each function returns blocks (:mod:`stretchplan.render.document`); the words around the data are in
:mod:`stretchplan.words.pages`.
"""
