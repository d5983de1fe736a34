/** A file between `image = …` and a last mention of it, before and after its imports are moved. */
export const imports: readonly {
  readonly title: string;
  readonly before: string;
  readonly after: string;
  readonly becomes?: 'unsafe' | 'manual';
}[] = [
  {
    title: 'each function gets what it uses',
    before: `
with image.imports():
    import numpy as np
    from PIL import Image, ImageDraw
    import torch.nn


def f(x):
    """Adds."""
    return [np.add(x, y) for y in Image.open(x)]


class C:
    async def g(self):
        def inner():
            return torch.nn.Linear(1, 1)

        return inner


def h():
    return 1
`,
    after: `

def f(x):
    """Adds."""
    import numpy as np
    from PIL import Image, ImageDraw
    return [np.add(x, y) for y in Image.open(x)]


class C:
    async def g(self):
        import torch.nn
        def inner():
            return torch.nn.Linear(1, 1)

        return inner


def h():
    return 1
`,
  },
  {
    title: 'what nobody names goes with the others',
    before: `
with image.imports():
    import kernels  # registers itself
    import torch


def f():
    return torch.ones(1)
`,
    after: `

def f():
    import kernels  # registers itself
    import torch
    return torch.ones(1)
`,
  },
  {
    title: 'a name of the same spelling is another one',
    before: `
with image.imports():
    import torch


def f():
    return torch.ones(1)


def g(torch):
    return torch
`,
    after: `

def f():
    import torch
    return torch.ones(1)


def g(torch):
    return torch
`,
  },
  {
    title: 'an annotation keeps the imports at the top',
    before: `
with image.imports():
    import torch


def f(x: torch.Tensor):
    return x
`,
    after: `
import torch


def f(x: torch.Tensor):
    return x
`,
    becomes: 'unsafe',
  },
  {
    title: 'an effect of which no function is known to need it',
    before: `
with image.imports():
    import torch
    torch.set_default_device("cuda")


def f(x):
    return torch.ones(x)
`,
    after: `
# TODO(modal-lint): image-imports: \`imports()\` has no equivalent: the block runs \`torch.set_default_device("cuda")\` once in each container: move it into \`setup\`, or to the start of the function
with image.imports():
    import torch
    torch.set_default_device("cuda")


def f(x):
    return torch.ones(x)
`,
    becomes: 'manual',
  },
  {
    title: 'a model that is loaded',
    before: `
with image.imports():
    import torch
    model = torch.load("m.pt")


def f(x):
    return model(x)
`,
    after: `
# TODO(modal-lint): image-imports: \`imports()\` has no equivalent: the block runs \`model = torch.load("m.pt")\` once in each container: move it into \`setup\`, or to the start of the function
with image.imports():
    import torch
    model = torch.load("m.pt")


def f(x):
    return model(x)
`,
    becomes: 'manual',
  },
  {
    title: 'constants go with what they are made of',
    before: `
with image.imports():
    import math
    import re
    LIMITS = {
        "a": math.log(3),
    }
    WORD = re.compile("w+")  # a word


def f(x):
    return LIMITS[x]


def g(x):
    return WORD.match(x)
`,
    after: `

def f(x):
    import math
    LIMITS = {
        "a": math.log(3),
    }
    return LIMITS[x]


def g(x):
    import re
    WORD = re.compile("w+")  # a word
    return WORD.match(x)
`,
  },
  {
    title: 'one of two modules, as far as it is there',
    before: `
with image.imports():
    try:
        import orjson as json
    except ImportError:
        import json


def f(x):
    return json.dumps(x)
`,
    after: `

def f(x):
    try:
        import orjson as json
    except ImportError:
        import json
    return json.dumps(x)
`,
  },
  {
    title: 'classes stay where every function sees them',
    before: `
with image.imports():
    from enum import Enum

    # The kinds.
    class Kind(Enum):
        """Two
    of them."""
        A = "a"
        B = "b"


def f(x):
    return Kind(x)
`,
    after: `
from enum import Enum

# The kinds.
class Kind(Enum):
    """Two
    of them."""
    A = "a"
    B = "b"


def f(x):
    return Kind(x)
`,
    becomes: 'unsafe',
  },
  {
    title: 'an effect beside a class',
    before: `
with image.imports():
    import sys
    sys.path.insert(0, "/x")

    class Kind:
        pass


def f(x):
    return Kind(x)
`,
    after: `
# TODO(modal-lint): image-imports: \`imports()\` has no equivalent: the block runs \`sys.path.insert(0, "/x")\` once in each container: move it into \`setup\`, or to the start of the function
with image.imports():
    import sys
    sys.path.insert(0, "/x")

    class Kind:
        pass


def f(x):
    return Kind(x)
`,
    becomes: 'manual',
  },
  {
    title: 'a string of several lines',
    before: `
with image.imports():
    import re
    TEXT = """a
b"""


def f(x):
    return TEXT
`,
    after: `
# TODO(modal-lint): image-imports: \`imports()\` has no equivalent: the block runs \`TEXT = """a\` once in each container: move it into \`setup\`, or to the start of the function
with image.imports():
    import re
    TEXT = """a
b"""


def f(x):
    return TEXT
`,
    becomes: 'manual',
  },
];
