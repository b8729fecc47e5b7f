"""What the options of `tandem import` are called and say of themselves."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Texts = list[str] | None

File = Annotated[
    str,
    typer.Argument(help="CSV, TSV, XLSX or Parquet; or the address of a Google spreadsheet."),
]
Tab = Annotated[
    str | None, typer.Option(metavar="NAME", help="Tab of a Google spreadsheet; else the first.")
]
Table = Annotated[
    str | None, typer.Option("--as", metavar="TABLE", help="The fact table it feeds.")
]
Columns = Annotated[
    Texts, typer.Option("--map", metavar='FIELD="Column"', help="Which column feeds a field.")
]
Constants = Annotated[
    Texts, typer.Option("--set", metavar="FIELD=VALUE", help="The same value in every row.")
]
Won = Annotated[Texts, typer.Option(metavar="VALUE", help="Stage that means won.")]
Lost = Annotated[Texts, typer.Option(metavar="VALUE", help="Stage that means lost.")]
Statuses = Annotated[
    Texts, typer.Option("--status", metavar='won="1"', help="Lead status of a value.")
]
Source = Annotated[str | None, typer.Option(metavar="NAME", help="Source of the rows.")]
DateFormat = Annotated[
    Texts, typer.Option(metavar="FORMAT|FIELD=FORMAT", help="As %d.%m.%Y, of all or one date.")
]
Decimal = Annotated[str | None, typer.Option(metavar=".|,", help="Sign of decimals.")]
Sheet = Annotated[str | None, typer.Option(help="Sheet of a workbook.")]
Preset = Annotated[
    str | None, typer.Option(metavar="NAME|none", help="Whose file it is; see tandem presets.")
]
Values = Annotated[
    Texts, typer.Option("--value", metavar="FIELD:WORD=MEANING", help="What a word means.")
]
Scale = Annotated[Texts, typer.Option(metavar="FIELD=NUMBER", help="Multiply a column's numbers.")]
LeaveOut = Annotated[
    Texts, typer.Option(metavar="COLUMN=WORD", help="Rows not to read; no word keeps all.")
]
MappingFile = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Read as this mapping file says.")
]
WriteMapping = Annotated[Path | None, typer.Option(metavar="FILE", help="Write how it was read.")]
AsOf = Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="The day the facts stand at.")]
Replace = Annotated[
    bool, typer.Option("--replace", help="Rows of its source that the file lacks are gone.")
]
DryRun = Annotated[bool, typer.Option(help="Tell what would happen, change nothing.")]
