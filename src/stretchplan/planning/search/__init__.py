"""The search for the best selection of doses and for its order: docs/development/search.md explains it."""
