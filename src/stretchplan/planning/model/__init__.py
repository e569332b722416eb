"""The day's question: which stretches and doses are allowed, and the same in whole numbers for the search."""
