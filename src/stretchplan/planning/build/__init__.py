"""How do the chosen doses become a plan? The schedule, and one module for each field that says why."""
