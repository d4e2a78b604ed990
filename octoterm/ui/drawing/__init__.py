"""Characters, scales, bars and lines: how things are drawn, whatever they are."""
