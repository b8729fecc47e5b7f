"""The parts of page People."""
