"""Covering accounts: which owner and which programme to suggest where nobody is named yet."""
