"""What the household wants to be told of: pure.

`rules` are what the configuration asks for, `watched` is what is known of a meter point, `judging`
says what of it is to be told, and `told` what has been told already.
"""
