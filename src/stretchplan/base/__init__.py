"""What every other package builds on: models, errors, messages, JSON, a cache. Nothing in it is about stretching."""
