"""What do the rules say? Each rule once, as data: id, sentence, bound, source, strength."""
