"""What is there to choose from today? The allowed stretches and doses, and the problem in whole numbers."""
