"""octoterm: an Octopus Energy smart meter in the terminal."""

__version__ = "0.1.0"
