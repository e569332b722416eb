"""Upper bounds on what a plan can reach: what lets branch and bound leave most plans untried."""
