"""Brings a meter's file up to date, as a stream of events, independent of any user interface."""
