"""From an API key and an account number to a configuration, for the first-run screen and
`octoterm init`."""
