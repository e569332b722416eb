"""What the rules say, each once, as data: id, sentence, bound, source, strength."""
