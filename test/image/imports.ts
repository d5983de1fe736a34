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
    title: 'more than imports',
    before: `
with image.imports():
    import torch
    torch.set_default_device("cuda")


def f(x):
    return torch.ones(x)
`,
    after: `
# TODO(modal-lint): image-imports: \`imports()\` has no equivalent: the block holds more than imports: move it into \`setup\`, or to the start of the function
with image.imports():
    import torch
    torch.set_default_device("cuda")


def f(x):
    return torch.ones(x)
`,
    becomes: 'manual',
  },
];
