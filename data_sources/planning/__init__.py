"""The plan in the hands of one actor: saving, taking back, proposing and telling."""
