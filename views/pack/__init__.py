"""Pages people print and hand out: laid out by Typst from values, never from markup."""
