"""The terminal. Private names of Textual that input, output and layout need are used here."""
