"""Planning: the rules, without screens, files or databases."""
