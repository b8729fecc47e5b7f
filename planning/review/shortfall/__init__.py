"""Why actual differs: revenue, CAC and cost per lead taken apart by named drivers."""
