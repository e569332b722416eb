"""All English that a person reads, apart from messages about bad input. A translation is one folder of this kind."""
