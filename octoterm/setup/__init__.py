"""Makes a configuration from an API key and an account number, for the first-run screen and
`octoterm init`."""
