"""Everything a home holds in one archive that any engine of the store can be filled from."""
