"""Bringing a meter's file up to date, as a stream of events. It knows no screen."""
