"""What is shown, for other programs: JSON, CSV and files of it."""
