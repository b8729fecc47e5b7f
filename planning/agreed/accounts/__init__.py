"""Whom we target: who works which account, whom we want as a customer, what a lead is worth."""
