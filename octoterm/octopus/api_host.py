"""Where Octopus Energy's REST API is. The one module that names its host."""

API_ORIGIN = "https://api.octopus.energy"
