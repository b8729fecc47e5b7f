"""The parts of the shared editor; rooms use pages.shared.tables."""
