"""Upper bounds on what a plan can reach: the other half of branch and bound."""
