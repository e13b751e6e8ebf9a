"""What methods can be held to: bounds evaluated from the claims themselves, against runs on explicit functions."""

from verify.brackets.bounds import failing, guaranteed
from verify.brackets.worst_case import Bracket, worst_case

__all__ = ["Bracket", "failing", "guaranteed", "worst_case"]
