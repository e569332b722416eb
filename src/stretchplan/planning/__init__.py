"""How a plan is made: the allowed doses, the search for the best selection, its order, and the fields of the plan."""
