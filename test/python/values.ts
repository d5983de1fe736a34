/** A program whose last line is an expression, and what it comes to without running it. */
export interface ValueCase {
  readonly title: string;
  readonly code: string;
  /** Absent: Python itself is asked. */
  readonly gives?: unknown;
  /** Other files, that the program imports. */
  readonly beside?: Readonly<Record<string, string>>;
}

/** What is known: the value is what Python says that it is. */
export const known: readonly ValueCase[] = [
  {
    title: 'methods of texts',
    code: '["A".lower(), "a".upper(), " a ".strip(), "a/b".replace("/", "-"), "v1".removeprefix("v"), "x.py".removesuffix(".py"), "aXbX".rstrip("X"), "--a".lstrip("-")]\n',
  },
  {
    title: 'split and joined',
    code: '["a:b:c".split(":"), "a:b:c".split(":", 1), "a b\\nc".split(), " && ".join(["a", "b"]), "a\\nb\\n".splitlines()]\n',
  },
  { title: 'a part of a text', code: 'GPU = "H100:8"\nint(GPU.split(":")[1]) * 2\n' },
  { title: 'the last of a list', code: '["a", "b"][-1]\n' },
  { title: 'a format without names', code: '"{}-{}".format("a", 1)\n' },
  {
    title: 'lengths',
    code: '[len("abc"), len([1, 2]), int("8"), bool([]), str(3), str(2.0), max(1, 3), min(4, 2)]\n',
  },
  {
    title: 'a float prints with a point',
    code: '[f"{6 / 3}", f"{2.0}", f"{2 * 1.0}", f"{7 // 2}", str(4 / 2)]\n',
  },
  {
    title: 'comparisons',
    code: '["a" == "a", 1 < 2, "a" in ["a"], "k" not in {"k": 1}, None is None, "b" in "abc", 3 != 4]\n',
  },
  { title: 'a modulo and texts repeated', code: '[7 % 3, -7 % 3, -7 // 2, "ab" * 2, [1] * 3]\n' },
  { title: 'and, or', code: 'A = ""\n[A or "b", "x" and "y", A and "z", not A, None or []]\n' },
  {
    title: 'a dict asked',
    code: 'D = {"a": 1, **{"b": 2}}\n[D["b"], D.get("c"), D.get("c", 3), D["a"]]\n',
  },
  { title: 'dicts merged', code: 'A = {"x": 1}\nA | {"y": 2}\n' },
  {
    title: 'the keys and values of a dict',
    code: 'D = {"a": 1, **{"a": 2, "b": 3}}\n[list(D), list(D.values()), list(D.keys())]\n',
  },
  {
    title: 'paths',
    code: 'from pathlib import Path\nP = Path("/a//b/") / "c.txt"\n[str(P), str(P.parent), P.name, P.stem, P.suffix, str(P.parent.parent / "x"), str(Path("./d/")), str(P.with_suffix(".md")), str(P.joinpath("e", "f")), P.as_posix(), str(Path("/"))]\n',
  },
  {
    title: 'joined paths',
    code: 'import os\n[os.path.join("/a", "b", "c"), os.path.join("/a/", "b"), os.path.join("a", "/b")]\n',
  },
  {
    title: 'a list comprehension',
    code: 'N = ["a", "b", "c"]\n[f"/x/{n}" for n in N if n != "b"]\n',
  },
  {
    title: 'a dict comprehension',
    code: 'PAIRS = [("a", 1), ("b", 2)]\n{k.upper(): v for k, v in PAIRS}\n',
  },
  {
    title: 'a comprehension of two loops',
    code: '[x + y for x in ["a", "b"] for y in ["1", "2"]]\n',
  },
  { title: 'a comprehension over a range', code: '[i * 2 for i in range(3)]\n' },
  {
    title: 'a comprehension over items',
    code: 'D = {"a": 1}\n[f"{k}={v}" for k, v in D.items()]\n',
  },
  {
    title: 'a list that grows',
    code: 'X = ["a"]\nX.append("b")\nX.extend(["c", "d"])\nX += ["e"]\nX\n',
  },
  { title: 'a list that was read before it grew', code: 'X = ["a"]\nY = [*X]\nX.append("b")\nY\n' },
  {
    title: 'a dict that is filled',
    code: 'X = {}\nX["a"] = 1\nX.update({"b": 2}, c=3)\nX["a"] = 4\nX\n',
  },
  { title: 'a text that grows', code: 'X = "a"\nX += "b"\nX = X + "c"\nX\n' },
  { title: 'an if that is known', code: 'DEBUG = False\nX = "a"\nif DEBUG:\n    X = "b"\nX\n' },
  {
    title: 'an if with an else',
    code: 'N = 2\nif N > 4:\n    X = "big"\nelif N > 1:\n    X = "middle"\nelse:\n    X = "small"\nX\n',
  },
  {
    title: 'an if inside an if',
    code: 'A = True\nB = ""\nX = 1\nif A:\n    X = 2\n    if B:\n        X = 3\nX\n',
  },
  {
    title: 'a list that an if lets grow',
    code: 'GPU = True\nX = ["a"]\nif GPU:\n    X.append("cuda")\nif not GPU:\n    X.append("cpu")\nX\n',
  },
  {
    title: 'types only',
    code: 'from typing import TYPE_CHECKING\nX = "a"\nif TYPE_CHECKING:\n    X = "b"\nX\n',
  },
  {
    title: 'a condition of a text',
    code: 'G = "a100"\nif len(G.split(":")) <= 1:\n    G = f"{G}:2"\nG\n',
  },
  {
    title: 'a function',
    code: 'def path(name, root="/data"):\n    return f"{root}/{name}"\n[path("a"), path("b", root="/x"), path(root="/y", name="c")]\n',
  },
  {
    title: 'a function with steps',
    code: 'def f(a, b=False):\n    """Doc."""\n    found = {"a": a}\n    if b:\n        found["b"] = b\n    return found\n[f(1), f(2, b=3), f(3, True)]\n',
  },
  {
    title: 'a function with several returns',
    code: 'def f(n):\n    if n > 2:\n        return "many"\n    elif n == 1:\n        return "one"\n    return "few"\n[f(3), f(1), f(2)]\n',
  },
  {
    title: 'a function of a function',
    code: 'def g(x):\n    return x + 1\ndef f(x):\n    return g(g(x))\nf(1)\n',
  },
  {
    title: 'a function with stars',
    code: 'def f(*xs, **kw):\n    return [list(xs), kw]\nf(1, 2, a=3)\n',
  },
  { title: 'a lambda', code: 'f = lambda x, y=2: x * y\nf(3)\n' },
  {
    title: 'a function that prints and checks',
    code: 'def f(x):\n    if not isinstance(x, int):\n        raise TypeError(x)\n    print(end="")\n    return x * 2\nf(3)\n',
  },
  {
    title: 'an attribute of a class that inherits',
    code: 'class A:\n    gpu = "T4"\nclass B(A):\n    n = 2\n[B.gpu, B.n]\n',
  },
  {
    title: 'a dataclass',
    code: 'from dataclasses import dataclass, field\n@dataclass(frozen=True)\nclass C:\n    gpu: str = "T4"\n    n: int = 1\n    tags: list = field(default_factory=list)\n    extra: dict = field(default_factory=lambda: {"a": 1})\n    memory = 512\nA = C()\nB = C("H100", n=2)\n[A.gpu, A.n, A.tags, A.extra, A.memory, B.gpu, B.n]\n',
  },
  {
    title: 'a dataclass that inherits',
    code: 'import dataclasses\n@dataclasses.dataclass\nclass A:\n    x: int\n    y: int = 2\n@dataclasses.dataclass\nclass B(A):\n    z: int = 3\nc = B(1, z=5)\n[c.x, c.y, c.z]\n',
  },
  {
    title: 'a property',
    code: 'from dataclasses import dataclass\nfrom functools import cached_property\n@dataclass\nclass C:\n    name: str\n    @property\n    def volume(self):\n        return f"{self.name}-out"\n    @cached_property\n    def mount(self) -> str:\n        return f"/mnt/{self.volume}"\nC(name="x").mount\n',
  },
  {
    title: 'a method',
    code: 'from dataclasses import dataclass\n@dataclass\nclass C:\n    name: str = "c"\n    def paths(self, out=False, *, model=False):\n        found = {}\n        if out:\n            found[f"/out/{self.name}"] = 1\n        if model:\n            found["/model"] = 2\n        return found\nCONF = C()\n[CONF.paths(), CONF.paths(True), CONF.paths(out=True, model=True)]\n',
  },
  {
    title: 'a named tuple',
    code: 'from typing import NamedTuple\nclass C(NamedTuple):\n    gpu: str\n    n: int = 1\nx = C("A100")\n[x.gpu, x.n]\n',
  },
  {
    title: 'a pydantic model',
    code: 'from pydantic import BaseModel, Field, ConfigDict, model_validator\nclass C(BaseModel):\n    model_config = ConfigDict(frozen=True)\n    gpu: str = "T4"\n    n: int = Field(2, ge=1)\n    name: str | None = Field(default=None)\n    @model_validator(mode="after")\n    def check(self):\n        if self.n > 8:\n            raise ValueError()\n        return self\nx = C(gpu="H100")\n[x.gpu, x.n, x.name]\n',
  },
  {
    title: 'a constructor',
    code: 'class C:\n    kind = "gpu"\n    def __init__(self, gpu, n=1):\n        self.gpu = gpu\n        self.spec = f"{gpu}:{n}"\nx = C("H100", 2)\n[x.gpu, x.spec, x.kind]\n',
  },
  {
    title: 'an object in an object',
    code: 'from dataclasses import dataclass, field\n@dataclass\nclass Inner:\n    n: int = 3\n@dataclass\nclass Outer:\n    inner: Inner = field(default_factory=Inner)\nOuter().inner.n\n',
  },
  {
    title: 'static and class methods',
    code: 'class C:\n    root = "/r"\n    @staticmethod\n    def join(a, b):\n        return a + b\n    @classmethod\n    def at(cls, name):\n        return f"{cls.root}/{name}"\n[C.join("a", "b"), C.at("x")]\n',
  },
  {
    title: 'values of an enum',
    code: 'from enum import Enum\nclass Gpu(str, Enum):\n    BIG = "H100"\nclass Plain(Enum):\n    ONE = 1\n[Gpu.BIG.value, Plain.ONE.value]\n',
  },
  {
    title: 'a list and its item',
    code: 'CONFIGS = [{"gpu": "T4"}, {"gpu": "H100"}]\nCONFIGS[1]["gpu"]\n',
  },
  {
    title: 'an object of another file',
    code: 'from config import CONF, Config\n[CONF.gpu, Config("x").gpu, CONF.label()]\n',
    beside: {
      'config.py':
        'from dataclasses import dataclass\nBASE = "cu"\n@dataclass\nclass Config:\n    gpu: str = "L4"\n    def label(self):\n        return BASE + self.gpu\nCONF = Config()\n',
    },
  },
  {
    title: 'a list of another file that grows here',
    code: 'from config import PACKAGES\nPACKAGES.append("b")\nPACKAGES\n',
    beside: { 'config.py': 'PACKAGES = ["a"]\n' },
  },
  {
    title: 'a module and its dict',
    code: 'import config\n[config.D["a"], config.f(2)]\n',
    beside: { 'config.py': 'D = {"a": 1}\ndef f(x):\n    return x * config_n\nconfig_n = 4\n' },
  },
];

/** What is not known; a guess would be wrong as soon as something else is given. */
export const unknown: readonly ValueCase[] = [
  {
    title: 'a list that a function changes',
    code: 'X = ["a"]\ndef add():\n    X.append("b")\nadd()\nX\n',
    gives: '`X`, which is changed after it is made',
  },
  {
    title: 'a list that is changed in an unknown branch',
    code: 'import os\nX = ["a"]\nif os.environ.get("Q"):\n    X.append("b")\nX\n',
    gives: '`X`, which is changed after it is made',
  },
  {
    title: 'a list that a loop changes',
    code: 'X = ["a"]\nfor i in range(2):\n    X.append("b")\nX\n',
    gives: '`X`, which is changed after it is made',
  },
  {
    title: 'a list that is popped',
    code: 'X = ["a", "b"]\nX.pop()\nX\n',
    gives: '`X`, which is changed after it is made',
  },
  {
    title: 'a part of a list that is set',
    code: 'X = ["a", "b"]\nX[0] = "c"\nX\n',
    gives: 'a `**` of something that is no dict',
  },
  {
    title: 'a number that a loop counts',
    code: 'X = 0\nfor i in range(3):\n    X += 1\nX\n',
    gives: '`X`, which is set in several places',
  },
  {
    title: 'a try',
    code: 'try:\n    X = "a"\nexcept ImportError:\n    X = "b"\nX\n',
    gives: '`X`, which is set in several places',
  },
  {
    title: 'a while',
    code: 'X = "a"\nwhile X != "b":\n    X = "b"\nX\n',
    gives: '`X`, which is set in several places',
  },
  {
    title: 'set by a function',
    code: 'X = "a"\ndef f():\n    global X\n    X = "b"\nf()\nX\n',
    gives: '`X`, which is set in several places',
  },
  {
    title: 'an if over the environment',
    code: 'import os\nX = "a"\nif os.environ.get("Q") == "1":\n    X = "b"\nX\n',
    gives: '`X`, which is set in several places',
  },
  {
    title: 'a variable that is asked for',
    code: 'import os\nX = "a" if "Q" in os.environ else "b"\nX\n',
    gives: 'decided when the program runs',
  },
  {
    title: 'a function that asks the environment',
    code: 'import os\ndef f():\n    if os.getenv("Q"):\n        return "a"\n    return "b"\nf()\n',
    gives: 'what `f` gives, which has no single `return`',
  },
  {
    title: 'a function that runs itself',
    code: 'def f(n):\n    return f(n - 1)\nf(3)\n',
    gives: 'too deep to follow',
  },
  {
    title: 'functions that run each other',
    code: 'def f(n):\n    return g(n)\ndef g(n):\n    return f(n)\nf(1)\n',
    gives: 'too deep to follow',
  },
  {
    title: 'a function with a loop',
    code: 'def f(xs):\n    for x in xs:\n        return x\nf([1])\n',
    gives: 'what `f` gives, which has no single `return`',
  },
  {
    title: 'a generator',
    code: 'def f():\n    yield 1\n    return 2\nf()\n',
    gives: 'the result of a call',
  },
  {
    title: 'an async function',
    code: 'async def f():\n    return 2\nf()\n',
    gives: 'the result of a call',
  },
  {
    title: 'a decorated function',
    code: 'def twice(f):\n    return lambda x: f(f(x))\n@twice\ndef g(x):\n    return x + 1\ng(1)\n',
    gives: 'the result of a call',
  },
  {
    title: 'a star of what is not known',
    code: 'import sys\ndef f(a, b=2):\n    return b\nf(*sys.argv)\n',
    gives: 'the parameter `b`',
  },
  {
    title: 'a name that is bound again after the call',
    code: 'X = "a"\ndef f():\n    return X\nY = f()\nX = "b"\nY\n',
    gives: '`X`, which is set in several places',
  },
  {
    title: 'an attribute that is set anew',
    code: 'from dataclasses import dataclass\n@dataclass\nclass C:\n    gpu: str = "T4"\nx = C()\nx.gpu = "H100"\nx.gpu\n',
    gives: 'the attribute `gpu`, which is set anew',
  },
  {
    title: 'an attribute that a method sets',
    code: 'from dataclasses import dataclass\n@dataclass\nclass C:\n    gpu: str = "T4"\n    def __post_init__(self):\n        self.gpu = self.gpu.lower()\nC().gpu\n',
    gives: 'the attribute `gpu`, which is set anew',
  },
  {
    title: 'an attribute that is set by its name',
    code: 'from dataclasses import dataclass\n@dataclass(frozen=True)\nclass C:\n    gpu: str = "T4"\n    def __post_init__(self):\n        object.__setattr__(self, "gpu", "x")\nC().gpu\n',
    gives: 'the attribute `gpu`',
  },
  {
    title: 'a class with a metaclass',
    code: 'class M(type):\n    pass\nclass C(metaclass=M):\n    gpu = "T4"\nC().gpu\n',
    gives: 'the attribute `gpu`',
  },
  {
    title: 'a base of another package',
    code: 'from pydantic_settings import BaseSettings\nclass C(BaseSettings):\n    gpu: str = "T4"\nC().gpu\n',
    gives: 'the attribute `gpu`',
  },
  {
    title: 'a class decorator of another package',
    code: 'import attr\n@attr.s\nclass C:\n    gpu = "T4"\nC().gpu\n',
    gives: 'the attribute `gpu`',
  },
  {
    title: 'a validated field',
    code: 'from pydantic import BaseModel, field_validator\nclass C(BaseModel):\n    gpu: str = "t4"\n    @field_validator("gpu")\n    def up(cls, v):\n        return v.upper()\nC(gpu="a").gpu\n',
    gives: 'the attribute `gpu`',
  },
  {
    title: 'a model that another takes the place of',
    code: 'from pydantic import BaseModel, model_validator\nclass C(BaseModel):\n    gpu: str = "t4"\n    @model_validator(mode="after")\n    def up(self):\n        return self.model_copy(update={"gpu": "x"})\nC().gpu\n',
    gives: 'the attribute `gpu`',
  },
  {
    title: 'a field that pydantic turns into a number',
    code: 'from pydantic import BaseModel\nclass C(BaseModel):\n    n: int = 1\nC(n="2").n\n',
    gives: 'the attribute `n`',
  },
  {
    title: 'keywords from elsewhere',
    code: 'import os\nfrom dataclasses import dataclass\n@dataclass\nclass C:\n    gpu: str = "T4"\nC(**os.environ).gpu\n',
    gives: 'the attribute `gpu`',
  },
  {
    title: 'a class with `__getattr__`',
    code: 'class C:\n    gpu = "T4"\n    def __getattribute__(self, name):\n        return 1\nC().gpu\n',
    gives: 'the attribute `gpu`',
  },
  {
    title: 'a constructor that decides',
    code: 'import os\nclass C:\n    def __init__(self):\n        if os.getenv("Q"):\n            self.gpu = "a"\nC().gpu\n',
    gives: 'the attribute `gpu`',
  },
  { title: 'a chain of comparisons', code: '1 < 3 < 2\n', gives: 'a chained comparison' },
  {
    title: 'a key that is not there',
    code: '{"a": 1}["b"]\n',
    gives: 'looked up when the program runs',
  },
  {
    title: 'a slice with steps',
    code: '"abcd"[::2]\n',
    gives: 'looked up when the program runs',
  },
  {
    title: 'a comprehension over the environment',
    code: 'import os\n[x for x in os.environ["Q"].split()]\n',
    gives: 'read from the environment',
  },
  {
    title: 'a comprehension whose condition is not known',
    code: 'import os\n[x for x in ["a"] if os.getenv(x)]\n',
    gives: 'decided when the program runs',
  },
  {
    title: 'the folder of a path with dots',
    code: 'from pathlib import Path\nstr(Path("/a/..").parent)\n',
    gives: 'a path that is worked out when the program runs',
  },
  {
    title: 'a member of an enum',
    code: 'from enum import Enum\nclass G(Enum):\n    A = "T4"\nG.A\n',
    gives: 'the attribute `A`',
  },
  {
    title: 'a name shadowed in the function',
    code: 'def f(len):\n    return len("ab")\nf(lambda x: 7)\n',
    gives: 7,
  },
];
