import type { Files } from '../../src/verify/client.ts';
import type { TestProgram } from './programs.ts';

/** Ways to say things that a reader of the text alone can get wrong; Modal says what is right. */
const CASES: Readonly<Record<string, string | Files>> = {
  'the App has secrets and volumes, and the unit adds its own': `import modal
app = modal.App("a", secrets=[modal.Secret.from_name("one")], volumes={"/v": modal.Volume.from_name("v"), "/w": modal.Volume.from_name("w")})
@app.function(secrets=[modal.Secret.from_name("two")], volumes={"/v": modal.Volume.from_name("other")})
def f(): ...
@app.function()
def g(): ...
`,
  'the image of the App is assigned later': `import modal
app = modal.App("a")
image = modal.Image.debian_slim().pip_install("rich")
app.image = image
@app.function()
def f(): ...
@app.function(image=modal.Image.debian_slim().pip_install("numpy"))
def g(): ...
`,
  'names under other names': `from modal import App as A, Image as I, method as m, enter
import modal as md
application = A(name="a")
@application.cls(image=I.debian_slim().apt_install("git", "curl"), gpu="t4")
class C:
    @enter()
    def load(self): ...
    @m()
    def run(self, x): ...
    @md.exit()
    def stop(self): ...
`,
  'imports that may fail, and a flag': `try:
    import modal
except ImportError:
    modal = None
DEBUG = False
app = modal.App("a" if DEBUG else "b")
if not DEBUG:
    @app.function(timeout=60 if DEBUG else 120)
    def f(): ...
`,
  'constants in all their forms': `import modal
MINUTES = 60
GPU, COUNT = "H100", 2
NAMES = ["torch", "numpy"]
app = modal.App(f"{'x'}-y")
class Config:
    memory = 1024 * 4
    kind = "A" + "100"
settings = dict(cpu=1.5)
@app.function(gpu=f"{GPU}:{COUNT}", timeout=10 * MINUTES, memory=Config.memory, **settings)
def f(): ...
@app.function(gpu=[Config.kind, "T4"], image=modal.Image.debian_slim().pip_install(NAMES, "rich"))
def g(): ...
@app.function(image=modal.Image.debian_slim().pip_install(*NAMES), memory=(512, Config.memory), retries=int(2))
def h(): ...
`,
  'settings that change after they are made': `import modal
app = modal.App("a")
secrets = [modal.Secret.from_name("one")]
secrets.append(modal.Secret.from_name("two"))
options = {"cpu": 1}
options["memory"] = 512
volumes = {}
volumes["/x"] = modal.Volume.from_name("x")
@app.function(secrets=secrets, volumes=volumes)
def f(): ...
@app.function(**{"cpu": 2, "memory": 256})
def g(): ...
@app.function(secrets=[*secrets])
def h(): ...
`,
  'names that are set again': `import modal
app = modal.App("a")
image = modal.Image.debian_slim()
image = image.pip_install("one")
@app.function(image=image)
def f(): ...
image = image.pip_install("two")
@app.function(image=image)
def g(): ...
size = 1
size += 1
@app.function(cpu=size)
def h(): ...
`,
  'objects in lists, tuples and dicts of their own': `import modal
app = modal.App("a")
vol = modal.Volume.from_name("v", create_if_missing=True)
SHARED = [modal.Secret.from_name("hf", required_keys=["HF_TOKEN"])]
MOUNTS = {"/v": vol}
BOTH = {**MOUNTS, "/w": modal.Volume.from_name("w")}
@app.function(secrets=SHARED + [modal.Secret.from_dict({"A": "b"})], volumes=BOTH)
def f(): ...
@app.function(secrets=(*SHARED, modal.Secret.from_name("x")), volumes=MOUNTS | {"/z": modal.CloudBucketMount("bucket")})
def g(): ...
@app.function(env={"MODE": "test"}, secrets=list(SHARED), volumes=dict(MOUNTS))
def h(): ...
`,
  'volumes in other clothes': `import modal
from pathlib import Path, PurePosixPath
app = modal.App("a")
CACHE = Path("/cache")
vol = modal.Volume.from_name("v")
@app.function(volumes={CACHE: vol.read_only(), PurePosixPath("/p"): modal.Volume.from_name("p")})
def f(): ...
@app.function(volumes={str(CACHE / "x"): vol})
def h(): ...
@app.function(volumes={"/s": vol.with_mount_options(sub_path="x")})
def g(): ...
`,
  'helpers make images, volumes and Apps': `import modal
def base(*extra, version="3.11"):
    return modal.Image.debian_slim(python_version=version).pip_install("rich", *extra)
def store(name):
    return modal.Volume.from_name(name)
def make() -> modal.App:
    return modal.App("made")
app = make()
def with_git(image, *names):
    return image.apt_install("git")
@app.function(image=base("numpy"), volumes={"/a": store("one"), "/b": store("two")})
def f(): ...
@app.function(image=base(version="3.12").pipe(with_git))
def g(): ...
`,
  'schedules and retries': `import modal
app = modal.App("a")
daily = modal.Cron("0 6 * * *", timezone="Europe/Berlin")
@app.function(schedule=daily, retries=modal.Retries(max_retries=3, backoff_coefficient=1.5))
def f(): ...
@app.function(schedule=modal.Period(hours=2, minutes=5), retries=2)
def g(): ...
@app.function(schedule=None)
def h(): ...
`,
  'hooks of base classes and mixins': `import modal
app = modal.App("a")
class Loads:
    @modal.enter(snap=True)
    def early(self): ...
    @modal.enter()
    def load(self): ...
    @modal.method()
    def shared(self, x): return x
class Stops:
    @modal.exit()
    def stop(self): ...
@app.cls(enable_memory_snapshot=True)
class Model(Loads, Stops):
    size: int = modal.parameter(default=1)
    name: str = modal.parameter(default="x", init=False)
    @modal.enter()
    def more(self): ...
    @modal.enter(snap=True)
    def first(self): ...
    @modal.method()
    async def run(self, x):
        yield x
    def plain(self): ...
`,
  'a base class that is a class of the App itself': `import modal
app = modal.App("a")
class Base:
    @modal.method()
    def run(self): ...
@app.cls(gpu="T4")
class One(Base):
    @modal.method()
    def run(self, more): ...
@app.cls(gpu="L4")
class Two(Base): ...
`,
  'endpoints of all kinds': `import modal
app = modal.App("a")
@app.function()
@modal.fastapi_endpoint()
def get(x: int = 1): ...
@app.function()
@modal.fastapi_endpoint(method="POST", docs=True, label="my-label", requires_proxy_auth=True)
async def post(x: int): ...
@app.function()
@modal.concurrent(max_inputs=5)
@modal.asgi_app(label="asgi")
def web(): ...
@app.function()
@modal.wsgi_app()
def old(): ...
@app.function()
@modal.web_server(8000, startup_timeout=30)
def server(): ...
@app.cls()
@modal.concurrent(max_inputs=10, target_inputs=5)
class Api:
    @modal.fastapi_endpoint(method="PUT")
    def put(self, x: int): ...
    @modal.asgi_app()
    def app(self): ...
`,
  'batched and clustered': `import modal
import modal.experimental
app = modal.App("a")
SIZE = 4
@app.function()
@modal.batched(max_batch_size=SIZE, wait_ms=10 * 10)
async def f(xs): ...
@app.cls()
class C:
    @modal.batched(max_batch_size=2, wait_ms=5)
    def m(self, xs): ...
@app.function(gpu="H100:8")
@modal.experimental.clustered(size=2)
def train(): ...
`,
  'generators, and functions inside': `import modal
app = modal.App("a")
@app.function()
def a():
    def inner():
        yield 1
    return list(inner())
@app.function()
def b():
    f = lambda: (yield)
    return f
@app.function()
def c():
    x = [(yield i) for i in range(2)] if False else (yield 1)
@app.function()
async def d():
    async for x in thing():
        yield x
@app.function(is_generator=False)
def e(): return 1
@app.function()
def f():
    yield from [1]
`.replace('[(yield i) for i in range(2)] if False else ', ''),
  'parameters of all kinds': `import modal
app = modal.App("a")
@app.function()
def f(a, /, b, *args, c, d=1, **kwargs): ...
@app.local_entrypoint()
async def main(x: int = 1, *, y: str = ""): ...
@app.local_entrypoint(name="other")
def second(*args): ...
`,
  'the name of a function': `import modal
app = modal.App("a")
NAME = "renamed"
@app.function(name=NAME)
def f(): ...
@app.function(name=f"{NAME}-2")
def g(): ...
`,
  'applied as a call': `import modal
app = modal.App("a")
def work(): ...
class Tool:
    @modal.method()
    def run(self): ...
remote = app.function(gpu="T4", cpu=2)(work)
Remote = app.cls(memory=512)(Tool)
`,
  'two Apps, one in the other': `import modal
main = modal.App("main")
other = modal.App("other", image=modal.Image.debian_slim().pip_install("rich"))
@other.function(cpu=1)
def helper(): ...
@main.function(cpu=2)
def f(): ...
`,
  'decorators of others': `import modal, functools
app = modal.App("a")
def logged(f):
    @functools.wraps(f)
    def inner(*args): return f(*args)
    return inner
@app.function(cpu=1)
@logged
def f(x): ...
`,
  'layers of all kinds': `import modal
app = modal.App("a")
image = (
    modal.Image.from_registry("nvidia/cuda:12.4.0-devel-ubuntu22.04", add_python="3.11")
    .entrypoint([])
    .env({"A": "1", "B": "2"})
    .workdir("/work")
    .run_commands("echo one", ["echo two", "echo three"])
    .uv_pip_install("torch==2.4", extra_options="-U")
    .pip_install()
    .dockerfile_commands("RUN echo four", ["RUN echo five"])
    .shell(["/bin/bash", "-c"])
    .cmd(["sleep", "1"])
    .run_commands()
)
micro = modal.Image.micromamba(python_version="3.11").micromamba_install("numpy", channels=["conda-forge"])
def download(): ...
@app.function(image=image.run_function(download))
def f(): ...
@app.function(image=micro)
def g(): ...
@app.function(image=modal.Image.debian_slim().add_local_dir(".", "/x", copy=True).add_local_file("app.py", "/y"))
def h(): ...
`,
  'an image chosen by a condition, and one from the environment': `import modal, os
app = modal.App(os.environ.get("NAME", "a"))
FAST = os.environ.get("FAST") == "1"
if FAST:
    image = modal.Image.debian_slim().pip_install("fast")
else:
    image = modal.Image.debian_slim().pip_install("slow")
@app.function(image=image, gpu=os.environ.get("GPU", "T4"), cpu=float(os.getenv("CPU", "1")))
def f(): ...
@app.function(gpu="H100" if FAST else None, timeout=60 if FAST else 30)
def g(): ...
`,
  'Apps, volumes and secrets that a condition decides': `import modal, os
if os.environ.get("PROD"):
    app = modal.App("prod")
else:
    app = modal.App("dev")
vol = modal.Volume.from_name("prod") if os.environ.get("PROD") else modal.Volume.from_name("dev")
secret = modal.Secret.from_name("one")
try:
    secret = modal.Secret.from_name("two")
except Exception:
    pass
@app.function(volumes={"/v": vol}, secrets=[secret])
def f(): ...
`,
  'objects from loops and unpacking': `import modal
app = modal.App("a")
one, two = modal.Volume.from_name("one"), modal.Volume.from_name("two")
for vol in [one, two]:
    pass
@app.function(volumes={"/last": vol, "/one": one})
def f(): ...
@app.function(volumes={f"/{i}": v for i, v in enumerate([one, two])})
def g(): ...
@app.function(secrets=[modal.Secret.from_name(n) for n in ("x", "y")])
def h(): ...
`,
  'units in functions and blocks': `import modal
app = modal.App("a")
def register(app: modal.App, gpu):
    @app.function(gpu=gpu, serialized=True, name="inner")
    def inner(): ...
    return inner
one = register(app, "T4")
with modal.enable_output():
    @app.function(cpu=1)
    def f(): ...
`,
  'numbers as they are written': `import modal
app = modal.App("a")
@app.function(cpu=0.5, memory=1_024, timeout=0x3c, ephemeral_disk=524_288 * 2, min_containers=1, max_containers=3, buffer_containers=1, scaledown_window=2 * 60)
def f(): ...
@app.function(cpu=(1, 2), region=["us", "eu"], cloud="aws", single_use_containers=True, block_network=True, startup_timeout=900)
def g(): ...
@app.function(region="us-east", enable_memory_snapshot=True, experimental_options={"x": True, "y": 1})
def h(): ...
`,
  'several files share an App, an image and constants': {
    'common.py': `import modal
from settings import NAME, GPUS
app = modal.App(NAME)
image = modal.Image.debian_slim().pip_install("rich")
secret = modal.Secret.from_name("hf")
`,
    'settings.py': `NAME = "shared"
GPUS = ["T4", "L4"]
`,
    'work.py': `import common
from common import app, image, secret
import settings as s
@app.function(image=image.pip_install("numpy"), gpu=s.GPUS, secrets=[secret])
def work(): ...
@common.app.function(image=common.image)
def more(): ...
@app.local_entrypoint()
def main():
    work.remote()
`,
  },
  'a package with relative imports': {
    'pkg/__init__.py': ``,
    'pkg/common.py': `import modal
app = modal.App("pkg")
base = modal.Image.debian_slim().pip_install("rich")
MINUTES = 60
class Limits:
    timeout = 5 * MINUTES
`,
    'pkg/main.py': `from . import common
from .common import Limits, app as the_app
from .common import *
@the_app.function(image=common.base, timeout=Limits.timeout)
def f(): ...
@app.function(image=base, timeout=MINUTES)
def g(): ...
`,
  },
  'a star import through a package': {
    'config/__init__.py': `from .const import *
`,
    'config/const.py': `REGIONS = ["us"]
`,
    'main.py': `from modal import *
from config import REGIONS
app = App("star")
@app.function(region=REGIONS, image=Image.debian_slim())
def f(): ...
`,
  },
  'an inherited method from another file': {
    'base.py': `import modal
class Base:
    @modal.enter()
    def load(self): ...
    @modal.method()
    def run(self, x): ...
`,
    'main.py': `import modal
from base import Base
app = modal.App("a")
@app.cls(gpu="T4")
class Model(Base):
    @modal.method()
    def extra(self): ...
`,
  },
};

/** The cases as programs. */
export const casePrograms: readonly TestProgram[] = Object.entries(CASES).map(([title, files]) => ({
  title,
  files: typeof files === 'string' ? { 'app.py': files } : files,
  env: {},
}));
