"""What a plan brings, month by month, for one or many draws."""
