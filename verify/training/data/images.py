"""Images with labels: scikit-learn's digits, Debian's Fashion-MNIST, CIFAR-10 as its authors distribute it."""

import gzip
import hashlib
import pickle
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from theory.claim import PaperError

__all__ = ["FASHION", "Images", "load_images"]

FASHION = Path("/usr/share/datasets/fashion-mnist")
"""Where Debian's package dataset-fashion-mnist puts its files."""

Part = tuple[NDArray[Any], NDArray[Any]]


@dataclass(frozen=True, kw_only=True)
class Images:
    """Pictures of shape (images, channels, height, width), mean 0 and spread 1, and their classes, in three parts.

    Attributes:
        name: what it is.
        train, valid, test: pictures (float32) and classes (int64).
        digest: SHA-256 of what was read.
    """

    name: str
    train: Part
    valid: Part
    test: Part
    digest: str

    @property
    def channels(self) -> int:
        """1 or 3."""
        return int(self.train[0].shape[1])

    @property
    def classes(self) -> int:
        """Number of classes."""
        return int(self.train[1].max()) + 1


def load_images(kind: str, where: str = "") -> Images:
    """Images by kind: "digits", "fashion", "cifar10" in the folder ``where``.

    Raises:
        PaperError: if they are not there, or of an unknown kind.
    """
    if kind == "digits":
        return _digits()
    if kind == "fashion":
        return _fashion(Path(where) if where else FASHION)
    if kind == "cifar10":
        return _cifar(Path(where))
    raise PaperError(f"there are no images of kind {kind!r}. There are: digits, fashion, cifar10.")


def _digits() -> Images:
    from sklearn.datasets import load_digits

    data = load_digits()
    pictures, classes = data.images.astype(np.uint8)[:, None], data.target.astype(np.int64)
    order = np.random.default_rng(0).permutation(len(classes))
    return _parts("scikit-learn digits, 1797 images of 8 x 8", pictures[order], classes[order], 200, 397)


def _fashion(folder: Path) -> Images:
    names = ("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz",
             "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz")  # fmt: skip
    try:
        raw = [gzip.decompress((folder / name).read_bytes()) for name in names]
    except OSError:
        says = f"Fashion-MNIST is not in {folder}. On Debian: apt-get install dataset-fashion-mnist"
        raise PaperError(says) from None
    pictures = np.concatenate([np.frombuffer(raw[i], np.uint8, offset=16).reshape(-1, 1, 28, 28) for i in (0, 2)])
    classes = np.concatenate([np.frombuffer(raw[i], np.uint8, offset=8) for i in (1, 3)]).astype(np.int64)
    test = len(raw[3]) - 8
    return _parts(f"Fashion-MNIST, {len(classes)} images of 28 x 28", pictures, classes, test // 2, test)


class _Plain(pickle.Unpickler):
    """Reads what CIFAR-10's files hold (dictionaries of arrays), and nothing that could run code."""

    ALLOWED = frozenset({"_reconstruct", "ndarray", "dtype", "encode"})

    def find_class(self, module: str, name: str) -> Any:
        """A name that the pickle asks for; raises for all but numpy's arrays."""
        if name in self.ALLOWED and module.partition(".")[0] in ("numpy", "_codecs"):
            return super().find_class(module.replace("numpy.core", "numpy._core"), name)
        raise pickle.UnpicklingError(f"{module}.{name} has no place in CIFAR-10.")


def _cifar(folder: Path) -> Images:
    inside = folder / "cifar-10-batches-py"
    folder = inside if inside.is_dir() else folder
    pictures, classes, digest = [], [], hashlib.sha256()
    for name in (*(f"data_batch_{index}" for index in range(1, 6)), "test_batch"):
        try:
            raw = (folder / name).read_bytes()
            batch = _Plain(BytesIO(raw), encoding="bytes").load()
        except (OSError, pickle.UnpicklingError) as error:
            raise PaperError(f"{folder / name}: {error}. CIFAR-10 is the python version's six batches in one folder: "
                             "--data cifar10:FOLDER.") from None  # fmt: skip
        digest.update(raw)
        pictures.append(np.asarray(batch[b"data"], np.uint8).reshape(-1, 3, 32, 32))
        classes.append(np.asarray(batch[b"labels"], np.int64))
    test = len(classes[-1])
    everything, labels = np.concatenate(pictures), np.concatenate(classes)
    return _parts(f"CIFAR-10, {len(labels)} images", everything, labels, test // 2, test, digest.hexdigest())


def _parts(name: str, pictures: NDArray[Any], classes: NDArray[Any], valid: int, test: int, digest: str = "") -> Images:
    """The last ``test`` are the test, the ``valid`` before them validation; scaled by the training part's numbers."""
    digest = digest or hashlib.sha256(pictures.tobytes() + classes.tobytes()).hexdigest()
    train = len(classes) - valid - test
    mean = pictures[:train].mean((0, 2, 3), keepdims=True)
    spread = pictures[:train].std((0, 2, 3), keepdims=True)
    scaled = ((pictures - mean) / spread).astype(np.float32)
    cut = [slice(0, train), slice(train, train + valid), slice(train + valid, None)]
    first, second, third = ((scaled[part], classes[part]) for part in cut)
    return Images(name=name, train=first, valid=second, test=third, digest=digest)
