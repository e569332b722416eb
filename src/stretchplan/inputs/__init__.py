"""What a caller states: the request, the profile, conditions, answers about warning signs and the policy."""
