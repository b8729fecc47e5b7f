"""The parts of the room This week."""
