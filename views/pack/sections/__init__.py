"""The pages of the pack, one a file."""
