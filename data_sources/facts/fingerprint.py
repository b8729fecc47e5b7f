"""Which of a company's settings change a count."""

from __future__ import annotations

import json
from typing import Final

from planning.company import Company

MATTERING: Final = frozenset({"currency", "rates", "fiscal_year_start", "credit_window_days"})


def settings_of_counts(company: Company) -> str:
    """Return the settings that change a count as text, equal for equal settings.

    Example:
        >>> named, unnamed = Company(name="Acme", sla_hours=4), Company()
        >>> settings_of_counts(named) == settings_of_counts(unnamed)
        True
    """
    return json.dumps(company.model_dump(mode="json", include=set(MATTERING)), sort_keys=True)
