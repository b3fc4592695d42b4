"""A process that does what it is sent, one thing after the other: `python -m qr.worker`, see `qr.workers`."""

import os
import pickle
import sys

_NICENESS = 10


def main() -> None:
    """Read (function, argument) as pickles from standard input, write (whether it went well, result)."""
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever prints must not fall between two answers
    if "--gentle" in sys.argv:
        os.nice(_NICENESS)
    while True:
        try:
            function, argument = pickle.load(requests)  # noqa: S301 - from the process that started this one
        except EOFError:  # it has ended, or been killed: so does this
            return
        try:
            answer = True, function(argument)
        except Exception as fault:  # noqa: BLE001 - whatever it is, the one who asked gets it
            answer = False, fault
        pickle.dump(answer, answers)
        answers.flush()


if __name__ == "__main__":
    main()
