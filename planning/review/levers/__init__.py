"""What alone would close the gap between where the year lands and its target."""
