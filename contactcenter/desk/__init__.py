"""The verbs of the centre: one file each. Read intake.py first."""
