"""Settings of a workspace: read from TOML, given to whoever needs them, never asked of a global."""
