"""What happened: fact tables, counts and the figures computed from them."""
