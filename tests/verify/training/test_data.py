"""Loaders: installed sources and digits as they are, the others on small data in the same format."""

import gzip
import pickle
import struct

import numpy as np
import pytest

from theory.claim import PaperError
from verify.training.data import load_images, load_text


@pytest.fixture
def treebank(tmp_path):
    (tmp_path / "ptb.train.txt").write_text(" the cat <unk> sat \n a cat N ran \n")
    (tmp_path / "ptb.valid.txt").write_text(" the dog ran \n")
    (tmp_path / "ptb.test.txt").write_text(" a cat \n")
    return tmp_path


def cifar(folder, names=("data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5", "test_batch")):
    rng = np.random.default_rng(0)
    for index, name in enumerate(names):
        batch = {b"batch_label": name.encode(), b"labels": [(index + k) % 10 for k in range(10)],
                 b"data": rng.integers(0, 256, (10, 3072), dtype=np.uint8), b"filenames": [b"x.png"] * 10}  # fmt: skip
        (folder / name).write_bytes(pickle.dumps(batch, protocol=2))
    return folder


def test_sources_are_bytes_with_a_hash():
    text = load_text("sources", "mpmath")
    assert text.tokens == 256
    assert len(text.train) > 20 * len(text.test) > 0
    assert text.digest == load_text("sources", "mpmath").digest != load_text("sources", "sympy").digest
    assert b"def " in text.train[:100000].tobytes()


def test_treebank(treebank):
    text = load_text("ptb", str(treebank))
    assert text.train.tolist() == [0, 1, 2, 3, 4, 5, 1, 6, 7, 4]
    assert text.valid.tolist() == [0, 2, 7, 4]  # dog is unknown
    assert (text.test.tolist(), text.tokens) == ([5, 1, 4], 8)
    before = text.digest
    (treebank / "ptb.test.txt").write_text(" a dog \n")
    assert load_text("ptb", str(treebank)).digest != before


def test_the_bible_as_its_program_prints_it(tmp_path):
    """A verse a line behind its place; here fifty times the same, but for a word that the last alone has."""
    program, verse = tmp_path / "bible", "Ge1:3 And God said, Let there be light: and there was light."
    program.write_text("#!/bin/sh\n[ \"$*\" = '-f gen1:1-rev22:21' ] || exit 1\n"
                       f"for i in $(seq 50); do echo '{verse}'; done\necho 'Re22:21 Amen.'\n")  # fmt: skip
    program.chmod(0o755)
    text = load_text("bible", str(program))
    words = ["And", "God", "said", ",", "Let", "there", "be", "light", ":", "and", "was", ".", "<eos>"]
    assert text.tokens == len(words) + 1
    assert text.train[: 2 * 15].tolist() == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 6, 11, 8, 12, 13] * 2
    assert text.test[-3:].tolist() == [0, 12, 13]
    assert len(text.train) + len(text.valid) + len(text.test) == 50 * 15 + 3
    assert text.name == "King James Bible, 51 verses, 753 words and signs"


@pytest.mark.parametrize("inside", ["", "cifar-10-batches-py"])
def test_cifar(tmp_path, inside):
    (tmp_path / inside).mkdir(exist_ok=True)
    cifar(tmp_path / inside)
    data = load_images("cifar10", str(tmp_path))
    assert [len(part[1]) for part in (data.train, data.valid, data.test)] == [45, 5, 10]
    assert (data.channels, data.classes) == (3, 10)
    assert data.train[0].shape == (45, 3, 32, 32)
    assert data.train[0].mean((0, 2, 3)) == pytest.approx(np.zeros(3), abs=1e-3)
    assert data.train[0].std((0, 2, 3)) == pytest.approx(np.ones(3), abs=1e-3)
    # a row is 1024 red, 1024 green, 1024 blue
    raw = pickle.loads((tmp_path / inside / "data_batch_1").read_bytes())[b"data"]
    flat = data.train[0][0].reshape(3, -1)
    assert np.corrcoef(flat[1], raw[0, 1024:2048])[0, 1] > 0.999


def test_a_file_of_python_2_reads_too(tmp_path):
    cifar(tmp_path)
    old = (tmp_path / "test_batch").read_bytes().replace(b"numpy._core.multiarray", b"numpy.core.multiarray")
    (tmp_path / "test_batch").write_bytes(old)
    assert len(load_images("cifar10", str(tmp_path)).test[1]) == 10


def test_a_pickle_that_would_run_code_is_refused(tmp_path):
    class Bad:
        def __reduce__(self):
            return (open, (str(tmp_path / "written"), "w"))

    cifar(tmp_path)
    (tmp_path / "data_batch_1").write_bytes(pickle.dumps(Bad(), protocol=2))
    with pytest.raises(PaperError, match="no place in CIFAR-10"):
        load_images("cifar10", str(tmp_path))
    assert not (tmp_path / "written").exists()


def test_digits():
    data = load_images("digits")
    assert [len(part[1]) for part in (data.train, data.valid, data.test)] == [1200, 200, 397]
    assert (data.channels, data.classes, data.train[0].shape[2:]) == (1, 10, (8, 8))
    assert data.digest == load_images("digits").digest


def test_fashion_as_debian_packs_it(tmp_path):
    rng = np.random.default_rng(0)
    for name, count in (("train", 12), ("t10k", 4)):
        pixels = rng.integers(0, 256, (count, 28, 28), dtype=np.uint8)
        head = struct.pack(">IIII", 2051, count, 28, 28)
        (tmp_path / f"{name}-images-idx3-ubyte.gz").write_bytes(gzip.compress(head + pixels.tobytes()))
        labels = struct.pack(">II", 2049, count) + bytes(k % 10 for k in range(count))
        (tmp_path / f"{name}-labels-idx1-ubyte.gz").write_bytes(gzip.compress(labels))
    data = load_images("fashion", str(tmp_path))
    assert [len(part[1]) for part in (data.train, data.valid, data.test)] == [10, 2, 4]
    assert data.test[1].tolist() == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("load", "kind", "says"),
    [
        (load_text, "ptb", r"ptb\.train\.txt: No such file"),
        (load_text, "sources", "has no sources here"),
        (load_text, "bible", "apt-get install bible-kjv"),
        (load_text, "novel", "no text of kind 'novel'"),
        (load_images, "cifar10", "data_batch_1"),
        (load_images, "fashion", "apt-get install dataset-fashion-mnist"),
        (load_images, "cats", "no images of kind 'cats'"),
    ],
)
def test_what_is_missing_is_named(tmp_path, load, kind, says):
    with pytest.raises(PaperError, match=says):
        load(kind, str(tmp_path))
