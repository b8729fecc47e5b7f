"""Empty files to fill in: what each column means, then the column names."""

from __future__ import annotations

import csv
import io

from data_sources.imports.columns import table_spec
from planning.actuals.reading import plain_to_csv


def template_csv(table: str) -> str:
    """Return an empty CSV file of a fact table.

    The lines above the column names say what each column means; importing passes over
    them as over any title lines.

    Args:
        table: Name of the fact table.

    Raises:
        UsageError: There is no such table.

    Example:
        >>> template_csv("people").splitlines()[1]
        'person_id (needed): Id as the other tables name owners.'
    """
    spec = table_spec(table)
    fields = [field for field in spec.fields if field.kind != "attributes"]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([f"Template for {spec.name}: fill in rows below the column names."])
    for field in fields:
        needed = " (needed)" if field.required else ""
        writer.writerow([plain_to_csv(f"{field.name}{needed}: {field.meaning}")])
    writer.writerow([field.name for field in fields])
    return text.getvalue()
