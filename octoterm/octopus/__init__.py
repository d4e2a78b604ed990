"""Octopus Energy's REST API: the client, what is on its pages, how failures are waited for."""
