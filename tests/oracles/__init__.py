"""Answers to compare the planner with: a brute force and another solver, which share no code with it."""
