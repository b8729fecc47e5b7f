"""The parts of the room Wins and losses."""
