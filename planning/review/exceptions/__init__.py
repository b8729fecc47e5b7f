"""What a meeting must look at: exceptions found in the facts and the plan, as sentences."""
