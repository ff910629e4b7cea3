"""`python -m wrangle.cli` is `wrangle`."""

from wrangle.cli import main

main()
