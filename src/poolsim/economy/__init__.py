"""The model: all that is compiled, hashed and described in the ODD, and nothing else."""
