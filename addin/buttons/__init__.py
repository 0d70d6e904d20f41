"""What the buttons do: a function for each, called with a :class:`addin.screen.Desk`, in modules loaded by a click."""

from __future__ import annotations

# The macro that the table of buttons names → the module that has it.
MACROS: dict[str, str] = {
    "check_book": "addin.buttons.marking",
    "next_finding": "addin.buttons.marking",
    "clear_marks": "addin.buttons.marking",
    "explain_finding": "addin.buttons.marking",
    "new_book": "addin.buttons.books",
    "import_report": "addin.buttons.books",
    "sum_units": "addin.buttons.sums",
    "write_report": "addin.buttons.reports",
    "preview_text": "addin.buttons.reports",
    "compare_years": "addin.buttons.years",
    "draw_charts": "addin.buttons.years",
    "open_help": "addin.buttons.help",
}
