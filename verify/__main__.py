"""``python -m verify`` is ``rateproof``; where no command is named, ``verify`` is meant."""

import sys

import rateproof

if __name__ == "__main__":
    arguments = sys.argv[1:]
    rateproof.main(arguments if arguments and rateproof.is_command(arguments[0]) else ["verify", *arguments])
