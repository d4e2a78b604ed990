"""Octopus Energy's REST API, the one package that knows its host."""
