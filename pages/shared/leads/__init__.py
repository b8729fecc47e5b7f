"""Parts of page Leads."""
