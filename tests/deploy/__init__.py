"""What an operator does with the program: containers, checks, moves."""
