"""Whether all targets of a plan can hold at once; which collide; what would mend it."""
