"""The commands for octoterm on a server that nobody sits at, and what they share."""
