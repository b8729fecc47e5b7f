"""Weighing: the plans money is split by, side by side, with what each brings and costs."""
