"""Coming to agree on a plan: goals, give and take, comparison, signatures."""
