"""``stretchplan batch``: a run from a file of requests to a file of answers, which goes on after an interruption."""
