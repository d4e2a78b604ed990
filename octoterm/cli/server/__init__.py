"""The commands for octoterm on an unattended server, and what they share."""
