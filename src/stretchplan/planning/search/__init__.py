"""Which stretches at which doses, and in which order: branch and bound. docs/development/search.md explains it."""
