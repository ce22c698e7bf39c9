"""`python -m ostraka` is the command `ostraka`."""

from ostraka.faces.cli import main

if __name__ == "__main__":
    main()
