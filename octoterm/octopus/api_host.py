"""The address of Octopus Energy's REST API. No other module names its host."""

API_ORIGIN = "https://api.octopus.energy"
