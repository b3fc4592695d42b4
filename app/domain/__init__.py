"""What things are and the rules a lawyer could read: plain values and functions, no clock, no I/O."""
