/** How an image is made, around `@app.function(image=image)`, and the layers that are read. */
export const chains: readonly {
  readonly title: string;
  readonly lines: string;
  readonly expected: string;
}[] = [
  {
    title: 'one chain',
    lines: 'image = modal.Image.debian_slim().apt_install("git").pip_install("a")',
    expected: 'debian_slim apt_install pip_install',
  },
  {
    title: 'split over variables',
    lines: 'base = modal.Image.debian_slim()\nimage = base.pip_install("a")',
    expected: 'debian_slim pip_install',
  },
  {
    title: 'reassigned: the value at the point of use',
    lines:
      'image = modal.Image.debian_slim()\nimage = image.apt_install("git")\nother = image\nimage = image.env({})',
    expected: 'debian_slim apt_install env',
  },
  {
    title: 'names of the past',
    lines: 'image = modal.Image.conda().conda_install("a").copy_local_dir("x").extend("RUN y")',
    expected: 'micromamba micromamba_install add_local_dir dockerfile_commands',
  },
  {
    title: 'another name of the class',
    lines: 'from modal import Image as I\nimage = I.from_dockerhub("ubuntu").run_commands("a")',
    expected: 'from_registry run_commands',
  },
  {
    title: 'a helper function with parameters',
    lines:
      'def base(version):\n    return modal.Image.debian_slim(version)\nimage = base("3.11").pip_install("a")',
    expected: 'debian_slim pip_install',
  },
  {
    title: 'a helper that is given an image',
    lines:
      'def more(image, n=1):\n    image = image.pip_install("a")\n    return image.env({})\nimage = more(modal.Image.debian_slim())',
    expected: 'debian_slim pip_install env',
  },
  {
    title: 'helpers in helpers',
    lines:
      'def a(x):\n    return x.pip_install("a")\ndef b(y):\n    return a(y.apt_install("b"))\nimage = b(modal.Image.debian_slim())',
    expected: 'debian_slim apt_install pip_install',
  },
  {
    title: 'pipe with a lambda and with a function',
    lines:
      'def more(image, n):\n    return image.env({})\nimage = modal.Image.debian_slim().pipe(lambda i: i.pip_install("a")).pipe(more, 3)',
    expected: 'debian_slim pip_install env',
  },
  {
    title: 'a class attribute',
    lines: 'class Config:\n    image = modal.Image.debian_slim()\nimage = Config.image.env({})',
    expected: 'debian_slim env',
  },
  {
    title: 'an attribute of the App',
    lines: 'app.image = modal.Image.debian_slim().pip_install("a")\nimage = app.image',
    expected: 'debian_slim pip_install',
  },
  {
    title: 'the App is asked for its image',
    lines:
      'app = modal.App("y", image=modal.Image.debian_slim().pip_install("a"))\nimage = app.image',
    expected: 'debian_slim pip_install',
  },
  {
    title: 'built by hand',
    lines: 'image = modal.Image.debian_slim().build(app).pip_install("a")',
    expected: 'debian_slim pip_install',
  },
  { title: 'no image', lines: 'image = None', expected: '' },
  {
    title: 'an if decides',
    lines: 'image = modal.Image.debian_slim()\nif X:\n    image = image.env({})',
    expected: 'debian_slim env?',
  },
  {
    title: 'an if that is known',
    lines:
      'X = 1\nimage = modal.Image.debian_slim()\nif X > 1:\n    image = image.env({})\nelse:\n    image = image.run_commands("a")\n    image = image.run_commands("b")',
    expected: 'debian_slim run_commands run_commands',
  },
  {
    title: 'several ifs, one of them known',
    lines:
      'image = modal.Image.debian_slim()\nif X:\n    image = image.env({})\nif True:\n    image = image.apt_install("a")\nif Y:\n    image = image.pip_install("a").pip_install("b")\nimage = image.workdir("/x")',
    expected: 'debian_slim env? apt_install pip_install? pip_install? workdir',
  },
  {
    title: 'an if inside an if',
    lines:
      'image = modal.Image.debian_slim()\nif X:\n    image = image.env({})\n    if Y:\n        image = image.apt_install("a")',
    expected: 'debian_slim env? apt_install?',
  },
  {
    title: 'an if takes another base',
    lines: 'image = modal.Image.debian_slim()\nif X:\n    image = modal.Image.micromamba()',
    expected: 'micromamba? debian_slim?',
  },
  {
    title: 'both branches of an if add something',
    lines:
      'image = modal.Image.debian_slim()\nif X:\n    image = image.env({})\nelse:\n    image = image.apt_install("a")',
    expected: 'debian_slim env? apt_install?',
  },
  {
    title: 'a try decides',
    lines:
      'image = modal.Image.debian_slim()\ntry:\n    image = image.env({})\nexcept OSError:\n    pass',
    expected: 'unknown: `image`, which is set in several places',
  },
  {
    title: 'a loop over items that are not known',
    lines: 'image = modal.Image.debian_slim()\nfor p in P:\n    image = image.pip_install(p)',
    expected: 'debian_slim pip_install?',
  },
  {
    title: 'a loop over constants',
    lines:
      'image = modal.Image.debian_slim()\nfor p in ["a", "b"]:\n    image = image.pip_install(p)\nimage = image.env({})',
    expected: 'debian_slim pip_install pip_install env',
  },
  {
    title: 'a loop over pairs with a condition',
    lines:
      'image = modal.Image.debian_slim()\nfor kind, p in [("apt", "a"), ("pip", "b"), ("apt", "c")]:\n    if kind == "apt":\n        image = image.apt_install(p)',
    expected: 'debian_slim apt_install apt_install',
  },
  {
    title: 'a loop of two steps',
    lines:
      'image = modal.Image.debian_slim()\nfor p in ["a", "b"]:\n    image = image.apt_install(p)\n    image = image.env({p: p})',
    expected: 'debian_slim apt_install env apt_install env',
  },
  {
    title: 'a loop in a loop',
    lines:
      'image = modal.Image.debian_slim()\nfor p in ["a", "b"]:\n    for q in ["c", "d"]:\n        image = image.apt_install(p + q)',
    expected: 'debian_slim apt_install? apt_install?',
  },
  {
    title: 'a loop that ends early',
    lines:
      'image = modal.Image.debian_slim()\nfor p in ["a", "b"]:\n    image = image.pip_install(p)\n    break',
    expected: 'debian_slim pip_install?',
  },
  {
    title: 'a loop that starts anew each time',
    lines:
      'base = modal.Image.debian_slim()\nimage = base\nfor p in ["a", "b"]:\n    image = base.pip_install(p)',
    expected: 'debian_slim pip_install?',
  },
  {
    title: 'used inside the loop that builds it',
    lines:
      'image = modal.Image.debian_slim()\nwhile X:\n    last = image\n    image = image.env({})\nimage = last',
    expected: 'unknown: `image`, which is set in several places',
  },
  {
    title: 'an or',
    lines: 'other = modal.Image.micromamba()\nimage = modal.Image.debian_slim() or other',
    expected: 'debian_slim',
  },
  {
    title: 'a helper with steps and conditions',
    lines:
      'def build(gpu=False, extra=()):\n    made = modal.Image.debian_slim()\n    if gpu:\n        made = made.apt_install("cuda")\n    for p in extra:\n        made = made.pip_install(p)\n    return made\nimage = build(extra=["a", "b"])',
    expected: 'debian_slim pip_install pip_install',
  },
  {
    title: 'a method of an object',
    lines:
      'class Conf:\n    def __init__(self, python):\n        self.python = python\n    def image(self):\n        return modal.Image.debian_slim(python_version=self.python)\n    @property\n    def base(self):\n        return self.image().env({})\nimage = Conf("3.12").base',
    expected: 'debian_slim env',
  },
  {
    title: 'a condition decides',
    lines: 'image = modal.Image.debian_slim() if X else modal.Image.micromamba()',
    expected: 'debian_slim? micromamba?',
  },
  {
    title: 'a condition between two that begin alike',
    lines:
      'image = modal.Image.debian_slim().env({"A": "1"}) if X else modal.Image.debian_slim().env({"A": "2"})',
    expected: 'debian_slim env? env?',
  },
  {
    title: 'where the program is deployed',
    lines:
      'image = modal.Image.debian_slim()\nif modal.is_local():\n    image = image.env({})\nelse:\n    image = image.apt_install("a")\nimage = image.workdir("/x") if not modal.is_local() else image.pip_install("b")',
    expected: 'debian_slim env pip_install',
  },
  {
    title: 'a condition between an image and none',
    lines: 'image = modal.Image.debian_slim() if X else None',
    expected: 'unknown: chosen by a condition',
  },
  {
    title: 'a branch that ends the program',
    lines:
      'image = modal.Image.debian_slim()\nif X:\n    image = image.env({})\nelse:\n    raise ValueError(X)',
    expected: 'debian_slim env',
  },
  {
    title: 'more steps than a question may take',
    lines: `image = modal.Image.debian_slim()\n${'image = image.env({})\n'.repeat(100)}`,
    expected: `debian_slim${' env'.repeat(100)}`,
  },
  {
    title: 'a dictionary',
    lines: 'image = {"a": modal.Image.debian_slim(), "b": modal.Image.micromamba()}["a"]',
    expected: 'debian_slim',
  },
  {
    title: 'a dictionary decides',
    lines: 'image = {"a": modal.Image.debian_slim()}[X]',
    expected: 'unknown: looked up when the program runs',
  },
  {
    title: 'a helper with two returns',
    lines:
      'def base(x):\n    if x:\n        return modal.Image.debian_slim()\n    return modal.Image.micromamba()\nimage = base(1)',
    expected: 'debian_slim',
  },
  {
    title: 'a helper that decides',
    lines:
      'def base(x):\n    if x:\n        return modal.Image.debian_slim()\n    return modal.Image.micromamba()\nimage = base(X)',
    expected: 'unknown: what `base` gives, which has no single `return`',
  },
  {
    title: 'an import of another package',
    lines: 'from elsewhere import image',
    expected: 'unknown: `image`, which comes from `elsewhere`',
  },
  {
    title: 'a circle',
    lines: 'def a():\n    return b()\ndef b():\n    return a()\nimage = a()',
    expected: 'unknown: too deep to follow',
  },
];

const UNIT = '\n\n@app.function(image=image)\ndef f(): ...\n';

/** The same over several files. */
export const helpers: readonly {
  readonly title: string;
  readonly files: Readonly<Record<string, string>>;
  readonly expected: string;
}[] = [
  {
    title: 'imported by name',
    files: {
      'app.py': `import modal\nfrom common import base as image\napp = modal.App()${UNIT}`,
      'common.py': 'import modal\nbase = modal.Image.debian_slim()\nbase = base.env({})\n',
    },
    expected: 'debian_slim env',
  },
  {
    title: 'imported relatively, through a package',
    files: {
      'pkg/app.py': `import modal\nfrom .parts import image\napp = modal.App()${UNIT}`,
      'pkg/parts/__init__.py': 'from .images import image\n',
      'pkg/parts/images.py': 'import modal\nimage = modal.Image.debian_slim()\n',
    },
    expected: 'debian_slim',
  },
  {
    title: 'an attribute of a module',
    files: {
      'app.py': `import modal\nimport common\napp = modal.App()\nimage = common.image.env({})${UNIT}`,
      'common.py': 'import modal\nimage = modal.Image.debian_slim()\n',
    },
    expected: 'debian_slim env',
  },
  {
    title: 'the default of the App',
    files: {
      'app.py':
        'import modal\nfrom common import image\napp = modal.App(image=image.env({}))\n\n@app.function()\ndef f(): ...\n',
      'common.py': 'import modal\nimage = modal.Image.debian_slim()\n',
    },
    expected: 'debian_slim env',
  },
  {
    title: 'a helper of another file',
    files: {
      'app.py': `import modal\nfrom common import make\napp = modal.App()\nimage = make(modal.Image.micromamba())${UNIT}`,
      'common.py': 'def make(image):\n    return image.pip_install("a")\n',
    },
    expected: 'micromamba pip_install',
  },
];
