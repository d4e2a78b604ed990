"""The views of one period, a folder each: the widget in `view`, what it draws in `picture`."""
