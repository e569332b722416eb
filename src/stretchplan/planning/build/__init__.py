"""From the chosen doses to a plan: the schedule, and one module for each field that says why."""
