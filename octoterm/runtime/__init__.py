"""How work runs: long work in slices, so that one thread can both read a file and answer keys."""
