"""What a file may say: parameters, population, structures, scenario."""
