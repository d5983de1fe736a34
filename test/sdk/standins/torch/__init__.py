"""Enough of torch for examples: tensors are lists of numbers, devices and dtypes are names."""

import contextlib
import os
import pickle

from . import cuda, nn

__version__ = "2.9.0"


class dtype:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return f"torch.{self.name}"


float16, bfloat16, float32, int64 = (
    dtype("float16"),
    dtype("bfloat16"),
    dtype("float32"),
    dtype("int64"),
)
half, float, long = float16, float32, int64
bool, uint8 = dtype("bool"), dtype("uint8")


class device:
    def __init__(self, name, index=None):
        self.type, _, self.index = str(name).partition(":")

    def __str__(self):
        return self.type

    def __eq__(self, other):
        return str(self) == str(other)


class Tensor:
    def __init__(self, data):
        self.data = (
            [Tensor(item).data for item in data] if isinstance(data, (list, tuple)) else data
        )

    def tolist(self):
        return self.data

    def item(self):
        return self.flat()[0]

    def flat(self):
        return flatten(self.data)

    @property
    def shape(self):
        return shape_of(self.data)

    def size(self, dim=None):
        return self.shape if dim is None else self.shape[dim]

    def to(self, *args, **kwargs):
        return self

    cuda = cpu = detach = half = float = contiguous = clone = eval = to

    def numpy(self):
        return self

    def sum(self, *args, **kwargs):
        return Tensor(sum(self.flat()))

    def mean(self, *args, **kwargs):
        return Tensor(sum(self.flat()) / len(self.flat()))

    def each(self, function, other):
        right = other.data if isinstance(other, Tensor) else other
        return Tensor(combine(function, self.data, right))

    def __add__(self, other):
        return self.each(lambda a, b: a + b, other)

    def __sub__(self, other):
        return self.each(lambda a, b: a - b, other)

    def __mul__(self, other):
        return self.each(lambda a, b: a * b, other)

    def __truediv__(self, other):
        return self.each(lambda a, b: a / b, other)

    __radd__, __rmul__ = __add__, __mul__

    def __matmul__(self, other):
        columns = list(zip(*other.data))
        return Tensor(
            [[sum(a * b for a, b in zip(row, column)) for column in columns] for row in self.data]
        )

    def __getitem__(self, key):
        return Tensor(self.data[key])

    def __len__(self):
        return len(self.data)

    def __iter__(self):
        return (Tensor(item) for item in self.data)

    def __repr__(self):
        return f"tensor({self.data})"


def flatten(data):
    return [x for item in data for x in flatten(item)] if isinstance(data, list) else [data]


def shape_of(data):
    return (len(data), *shape_of(data[0])) if isinstance(data, list) and data else ()


def combine(function, left, right):
    if isinstance(left, list):
        rights = right if isinstance(right, list) else [right] * len(left)
        return [combine(function, a, b) for a, b in zip(left, rights)]
    return function(left, right)


def filled(value, shape):
    sizes = (
        list(shape[0]) if len(shape) == 1 and isinstance(shape[0], (list, tuple)) else list(shape)
    )
    data = value
    for size in reversed(sizes):
        data = [data] * size
    return Tensor(data)


def tensor(data, **kwargs):
    return data if isinstance(data, Tensor) else Tensor(data)


as_tensor = from_numpy = tensor


def zeros(*shape, **kwargs):
    return filled(0.0, shape)


def ones(*shape, **kwargs):
    return filled(1.0, shape)


def randn(*shape, **kwargs):
    """The same numbers every time: nothing in an example may depend on chance."""
    return filled(0.5, shape)


rand, empty = randn, zeros


def arange(*args, **kwargs):
    return Tensor(list(range(*args)))


def matmul(left, right):
    return left @ right


def stack(tensors, dim=0):
    return Tensor([t.data for t in tensors])


def manual_seed(seed):
    return None


class Generator:
    def __init__(self, device="cpu"):
        self.device = device

    def manual_seed(self, seed):
        self.seed = seed
        return self


class no_grad(contextlib.ContextDecorator):
    def __init__(self, function=None):
        self.function = function

    def __new__(cls, function=None):
        return function if callable(function) else super().__new__(cls)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return False


inference_mode = no_grad


def autocast(*args, **kwargs):
    return contextlib.nullcontext()


def compile(model=None, **kwargs):
    return model if model is not None else (lambda decorated: decorated)


def save(value, path):
    os.makedirs(os.path.dirname(str(path)) or ".", exist_ok=True)
    with open(path, "wb") as file:
        pickle.dump(value, file)


def load(path, *args, **kwargs):
    with open(path, "rb") as file:
        return pickle.load(file)
