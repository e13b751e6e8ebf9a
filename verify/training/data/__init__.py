"""Real data: text and images, what is installed with the lock and what the user has; every set has a hash."""

from verify.training.data.images import Images, load_images
from verify.training.data.text import Text, load_text

__all__ = ["Images", "Text", "load_images", "load_text"]
