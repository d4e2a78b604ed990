"""The terminal: input, output and layout. Private names of Textual are used only here."""
