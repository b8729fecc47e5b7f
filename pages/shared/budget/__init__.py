"""The parts of the room Budget."""
