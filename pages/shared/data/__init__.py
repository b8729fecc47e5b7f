"""The parts of page *Data*."""
