"""Know: scorecard and its neighbours."""
