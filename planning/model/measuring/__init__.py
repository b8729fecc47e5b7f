"""What facts tell of the assumptions, and of the state a plan starts from."""
