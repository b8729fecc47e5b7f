"""The parts of the room Campaigns."""
