"""Clipped gradient descent on smooth convex functions: brackets of f(x_N) - f*, both ends exact.

With L = R = 1, x_{k+1} = x_k - min(step, radius/||g_k||) g_k.  If ||g_k|| >= radius/step the step is clipped, and
x_k - x_{k+1} is radius times the direction of g_k, which no linear relation says.  In a box a <= ||g_k|| <= b of norms
it follows that <g_k, x_k - x_{k+1}> = radius ||g_k|| lies in [radius a, radius b], and that

    ||g_k||^2 <= (a + b)/radius <g_k, x_k - x_{k+1}> - a b,   because (||g_k|| - a)(||g_k|| - b) <= 0.

For steps of at most 2/L gradient norms do not increase: with x - y = t g(x), 0 < t <= 2, the inequality
<g(x) - g(y), x - y> >= ||g(x) - g(y)||^2 gives ||g(y)||^2 <= ||g(x)||^2 - (2/t - 1) ||g(x) - g(y)||^2.  So first come
the clipped steps, then the others, and 1 >= ||g_0|| >= ||g_1|| >= ...  Boxes that cover these norms, each with a bound
that the kernel accepts, bound the worst case from above; explicit rational points bound it from below.
"""

from verify.brackets.clipped_convex.boxes import Box, Upper, upper
from verify.brackets.clipped_convex.points import Lower, lower

__all__ = ["Box", "Lower", "Upper", "lower", "upper"]
