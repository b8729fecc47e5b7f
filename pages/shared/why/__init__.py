"""Why actual differs: the section of the scorecard that takes differences apart."""
