"""Set up: data, assumptions, people, history."""
