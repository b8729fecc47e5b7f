"""A local server that speaks the part of Google Sheets' interface that gspread uses."""
