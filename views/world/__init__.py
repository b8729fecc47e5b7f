"""The world: outlines of countries shipped with the project, and the names people give them."""
