"""Octopus Energy's REST API: the client, its pages of data, its errors and retries."""
