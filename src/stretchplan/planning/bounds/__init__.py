"""How good can a plan be? Upper bounds, with which branch and bound leaves most plans untried."""
