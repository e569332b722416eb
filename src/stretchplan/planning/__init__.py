"""What to do today: the doses the rules leave, the search for the best of them, the order and the words."""
