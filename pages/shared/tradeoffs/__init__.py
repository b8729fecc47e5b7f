"""The room Trade-offs, in parts."""
