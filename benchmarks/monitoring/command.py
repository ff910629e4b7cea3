"""Runs a command and ends well where it told of an alarm: exit code 1 is no failure of the benchmark."""

import subprocess
import sys

sys.exit(0 if subprocess.run(sys.argv[1:], check=False, stdout=subprocess.DEVNULL).returncode in {0, 1} else 1)
