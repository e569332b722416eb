"""Why there is no plan, what would help, and what another plan would give up; each found by solving again."""
