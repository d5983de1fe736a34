"""The parts of driver.py; a package, so that none of their names can clash with a job's files."""
