"""Everything that touches the world: files, databases, settings."""
