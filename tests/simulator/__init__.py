"""The simulators are strict, and their faults are real."""
