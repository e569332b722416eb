"""What every other package builds on: models, errors, messages, JSON, a cache. It knows nothing of stretching."""
