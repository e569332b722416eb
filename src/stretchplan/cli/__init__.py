"""The command line. It needs the extra ``cli``, and nothing else in the library imports it."""
