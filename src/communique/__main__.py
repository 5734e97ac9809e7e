"""`python -m communique`: the same as the command `communique`.

In: arguments. Out: what the command prints. Refuses nothing by itself.
"""

from communique.cli import main

if __name__ == "__main__":
    main()
