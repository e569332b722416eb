"""Day after day: the records of sessions, what they show, and the journal that keeps them."""
