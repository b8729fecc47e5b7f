"""The parts of the room Targets."""
