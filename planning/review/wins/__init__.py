"""Why deals were won and lost, one quarter against the one before."""
