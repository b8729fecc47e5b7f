"""The parts of the room History."""
