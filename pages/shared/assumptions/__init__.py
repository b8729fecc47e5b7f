"""The parts of the room Assumptions."""
