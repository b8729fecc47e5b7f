"""Whether a plan's targets can all hold: the verdict, the ways out, what it takes."""
