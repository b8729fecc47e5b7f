"""What is known beforehand about the files of common products."""
