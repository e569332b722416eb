"""Plans a day of lower-back stretches."""
