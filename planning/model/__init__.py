"""What would happen: one model of marketing money and sales capacity, and its optimum."""
