"""Evidence: whether the facts and the joint model speak for a proposed line of the budget."""
