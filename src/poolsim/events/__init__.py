"""What happened in a run, and when: numbers kept between the phases of the plain path."""
