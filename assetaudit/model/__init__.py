"""What things are: facts as frozen dataclasses, standard library only."""
