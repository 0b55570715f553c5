"""Run the command line: ``python -m als_kg``."""

from als_kg.cli import main

if __name__ == "__main__":
    main(prog_name="als-kg")
