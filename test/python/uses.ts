/** A program and the uses that it has, as `role symbol`, without imports and keywords. */
export interface UseCase {
  readonly title: string;
  readonly code: string;
  readonly uses: readonly string[];
}

export interface TreeCase {
  readonly title: string;
  readonly tree: Readonly<Record<string, string>>;
  readonly file: string;
  readonly uses: readonly string[];
}

const APP = 'call modal.App';
const FUNCTION = 'decorator modal.App.function';
const CLS = 'decorator modal.App.cls';
const REMOTE = 'call modal.Function.remote';
const PIP = 'call modal.Image.pip_install';
const SLIM = 'call modal.Image.debian_slim';

export const imports: readonly UseCase[] = [
  { title: 'import modal', code: 'import modal\nmodal.App("a")\n', uses: [APP] },
  { title: 'import modal as m', code: 'import modal as m\nm.App("a")\n', uses: [APP] },
  { title: 'with others', code: 'import os, modal, sys\nmodal.App("a")\n', uses: [APP] },
  { title: 'from modal import', code: 'from modal import App\nApp("a")\n', uses: [APP] },
  { title: 'from … as', code: 'from modal import App as A\nA("a")\n', uses: [APP] },
  {
    title: 'a list in parentheses with comments',
    code: 'from modal import (\n    App,  # the app\n    Image as Img,\n)\nApp("a")\nImg.debian_slim()\n',
    uses: [APP, SLIM],
  },
  { title: 'a star import', code: 'from modal import *\nApp("a")\n', uses: [APP] },
  {
    title: 'a submodule',
    code: 'import modal.experimental\n@modal.experimental.clustered(size=2)\ndef f(): ...\n',
    uses: ['decorator modal.experimental.clustered'],
  },
  {
    title: 'a submodule under another name',
    code: 'import modal.exception as errors\nraise errors.NotFoundError()\n',
    uses: ['call modal.exception.NotFoundError'],
  },
  {
    title: 'from a submodule',
    code: 'from modal.functions import FunctionCall\nFunctionCall.from_id("x")\n',
    uses: ['call modal.FunctionCall.from_id'],
  },
  {
    title: 'under try and except ImportError',
    code: 'try:\n    import modal\nexcept ImportError:\n    modal = None\nmodal.App("a")\n',
    uses: [APP],
  },
  {
    title: 'under TYPE_CHECKING',
    code: 'from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import modal\ndef f(x: "modal.Volume"):\n    x.commit()\n',
    uses: ['call modal.Volume.commit'],
  },
  {
    title: 'lazily, inside a function',
    code: 'def f():\n    import modal\n    return modal.App("a")\n',
    uses: [APP],
  },
  {
    title: 'lazily, not where it was not imported',
    code: 'def f():\n    import modal\ndef g():\n    return modal.App("a")\n',
    uses: [],
  },
  {
    title: 'through another name',
    code: 'import modal\nm = modal\nApp = m.App\nApp("a")\n',
    uses: ['reference modal', 'reference modal.App', APP],
  },
  {
    title: 'globally, from inside a function',
    code: 'def f():\n    global modal\n    import modal\nf()\nmodal.App("a")\n',
    uses: [APP],
  },
  {
    title: 'behind semicolons and tabs',
    code: 'import os; import modal\nif True:\n\tapp = modal.App("a"); x = 1\n',
    uses: [APP],
  },
  {
    title: 'with Windows line ends',
    code: 'import modal\r\napp = modal.App("a")\r\n@app.function()\r\ndef f(): pass\r\n',
    uses: [APP, FUNCTION],
  },
];

export const objects: readonly UseCase[] = [
  {
    title: 'a decorator above a method of its name',
    code: 'from modal import App, enter, method\napp = App()\n@app.cls()\nclass C:\n    @enter()\n    def enter(self): ...\n    @method()\n    def method(self): ...\n',
    uses: [
      'call modal.App',
      'decorator modal.App.cls',
      'decorator modal.enter',
      'decorator modal.method',
    ],
  },
  {
    title: 'an object put on the App',
    code: 'import modal\napp = modal.App()\napp.vol = modal.Volume.from_name("v")\nother = modal.App()\ndef f():\n    app.vol.commit()\n    other.vol.commit()\n',
    uses: [
      'call modal.App',
      'call modal.Volume.from_name',
      'call modal.App',
      'call modal.Volume.commit',
    ],
  },
  {
    title: 'an app of any name',
    code: 'import modal\nsomething = modal.App()\n@something.function()\ndef f(): ...\n',
    uses: [APP, FUNCTION],
  },
  {
    title: 'an app by annotation alone',
    code: 'import modal\ndef make(a: modal.App):\n    @a.function()\n    def f(): ...\n',
    uses: ['reference modal.App', FUNCTION],
  },
  {
    title: 'an app that a function gives',
    code: 'import modal\ndef make():\n    return modal.App()\napp = make()\n@app.cls()\nclass C: ...\n',
    uses: [APP, CLS],
  },
  {
    title: 'an optional app',
    code: 'import modal\nfrom typing import Optional\ndef f(a: Optional[modal.App], b: "modal.App | None"):\n    a.deploy()\n    b.deploy()\n',
    uses: ['reference modal.App', 'call modal.App.deploy', 'call modal.App.deploy'],
  },
  {
    title: 'an app on an object',
    code: 'import modal\nclass Runner:\n    def __init__(self):\n        self.app = modal.App("a")\n    def go(self):\n        with self.app.run():\n            pass\n',
    uses: [APP, 'call modal.App.run'],
  },
  {
    title: 'an app under a walrus',
    code: 'import modal\nif (app := modal.App("a")):\n    app.deploy()\n',
    uses: [APP, 'call modal.App.deploy'],
  },
  {
    title: 'a chain',
    code: 'import modal\nimage = modal.Image.debian_slim().apt_install("git").pip_install("x")\n',
    uses: [SLIM, 'call modal.Image.apt_install', PIP],
  },
  {
    title: 'a chain over several variables',
    code: 'import modal\nbase = modal.Image.debian_slim()\nimage = base.pip_install("x")\nimage = image.env({})\n',
    uses: [SLIM, PIP, 'call modal.Image.env'],
  },
  {
    title: 'a chain that goes on under if and in a loop',
    code: 'import modal\nimage = modal.Image.debian_slim()\nif x:\n    image = image.pip_install("x")\nfor p in ps:\n    image = image.pip_install(p)\n',
    uses: [SLIM, PIP, PIP],
  },
  {
    title: 'either of two images',
    code: 'import modal\nimage = modal.Image.debian_slim() if x else modal.Image.from_registry("y")\nimage.pip_install("x")\n',
    uses: [SLIM, 'call modal.Image.from_registry', PIP],
  },
  {
    title: 'an image from a helper',
    code: 'import modal\ndef make() -> modal.Image:\n    return build()\nmake().pip_install("x")\n',
    uses: ['reference modal.Image', PIP],
  },
  {
    title: 'image.imports',
    code: 'import modal\nimage = modal.Image.debian_slim()\nwith image.imports():\n    import torch\n',
    uses: [SLIM, 'call modal.Image.imports'],
  },
  {
    title: 'with … as',
    code: 'import modal\nwith modal.Volume.ephemeral() as vol:\n    vol.commit()\nwith modal.forward(80) as tunnel:\n    print(tunnel.url)\n',
    uses: [
      'call modal.Volume.ephemeral',
      'call modal.Volume.commit',
      'call modal.forward',
      'reference modal.Tunnel.url',
    ],
  },
  {
    title: 'decorators inside a function',
    code: 'import modal\ndef make(name):\n    app = modal.App(name)\n    @app.function()\n    def f(): ...\n    return app\n',
    uses: [APP, FUNCTION],
  },
  {
    title: 'a decorator applied as a call',
    code: 'import modal\napp = modal.App()\ndef f(x): ...\ng = app.function(cpu=1)(f)\ng.remote(1)\n',
    uses: [APP, FUNCTION, REMOTE],
  },
  {
    title: 'stacked decorators with comments between them',
    code: 'import modal\napp = modal.App()\n@app.function()\n# open to the world\n@modal.concurrent(max_inputs=2)\n@modal.asgi_app()\ndef web(): ...\n',
    uses: [APP, FUNCTION, 'decorator modal.concurrent', 'decorator modal.asgi_app'],
  },
  {
    title: 'decorators of others between them',
    code: 'import functools, modal\napp = modal.App()\n@app.function()\n@functools.cache\ndef f(): ...\nf.remote()\n',
    uses: [APP, FUNCTION, REMOTE],
  },
  {
    title: 'a class body and its methods',
    code: 'import modal\nfrom modal import enter, method\napp = modal.App()\n@app.cls()\nclass C:\n    @enter()\n    def load(self): ...\n    @method()\n    def run(self): ...\n',
    uses: [APP, CLS, 'decorator modal.enter', 'decorator modal.method'],
  },
  {
    title: 'two apps in a file',
    code: 'import modal\na = modal.App("a")\nb = modal.App("b")\n@a.function()\ndef f(): ...\n@b.function()\ndef g(): ...\n',
    uses: [APP, APP, FUNCTION, FUNCTION],
  },
];

export const calls: readonly UseCase[] = [
  {
    title: 'a function',
    code: 'import modal\napp = modal.App()\n@app.function()\ndef f(x): ...\nf.remote(1)\nf.map([1])\nf.spawn(1).get()\n',
    uses: [
      APP,
      FUNCTION,
      REMOTE,
      'call modal.Function.map',
      'call modal.Function.spawn',
      'call modal.FunctionCall.get',
    ],
  },
  {
    title: 'a method of an object',
    code: 'import modal\napp = modal.App()\n@app.cls()\nclass C:\n    @modal.method()\n    def m(self): ...\nC().m.remote()\nc = C()\nc.m.remote()\n',
    uses: [APP, CLS, 'decorator modal.method', REMOTE, REMOTE],
  },
  {
    title: 'a method of the same object',
    code: 'import modal\napp = modal.App()\n@app.cls()\nclass C:\n    @modal.method()\n    def m(self): ...\n    @modal.method()\n    def n(self):\n        return self.m.local()\n',
    uses: [
      APP,
      CLS,
      'decorator modal.method',
      'decorator modal.method',
      'call modal.Function.local',
    ],
  },
  {
    title: 'an inherited method',
    code: 'import modal\napp = modal.App()\nclass Base:\n    @modal.method()\n    def m(self): ...\n@app.cls()\nclass C(Base):\n    pass\nC().m.remote()\n',
    uses: [APP, 'decorator modal.method', CLS, REMOTE],
  },
  {
    title: 'through .aio',
    code: 'import modal\napp = modal.App()\n@app.function()\ndef f(): ...\nasync def main():\n    await f.remote.aio()\n    async for x in f.map.aio([1]): ...\n',
    uses: [APP, FUNCTION, `${REMOTE} aio`, 'call modal.Function.map aio'],
  },
  {
    title: 'a function that is deployed elsewhere',
    code: 'import modal\nf = modal.Function.from_name("a", "f")\nf.remote(1)\ncall = f.spawn(1)\nmodal.FunctionCall.from_id(call.object_id).get(timeout=0)\n',
    uses: [
      'call modal.Function.from_name',
      REMOTE,
      'call modal.Function.spawn',
      'call modal.FunctionCall.from_id',
      'reference modal.FunctionCall.object_id',
      'call modal.FunctionCall.get',
    ],
  },
  {
    title: 'a class that is deployed elsewhere',
    code: 'import modal\nModel = modal.Cls.from_name("a", "Model")\nModel().generate.remote("x")\n',
    uses: ['call modal.Cls.from_name', REMOTE],
  },
  {
    title: 'a unit that is only passed on',
    code: 'import modal\napp = modal.App()\n@app.function()\ndef f(): ...\nrun(f.remote)\n',
    uses: [APP, FUNCTION, 'reference modal.Function.remote'],
  },
];

export const past: readonly UseCase[] = [
  {
    title: 'Stub',
    code: 'import modal\nstub = modal.Stub("a")\n@stub.function()\ndef f(): ...\n@stub.local_entrypoint()\ndef main():\n    f.call(1)\n',
    uses: [APP, FUNCTION, 'decorator modal.App.local_entrypoint', REMOTE],
  },
  {
    title: 'gpu objects',
    code: 'import modal\nfrom modal import gpu\nmodal.gpu.A100(count=2)\ngpu.T4()\n',
    uses: ['call modal.gpu.A100', 'call modal.gpu.T4'],
  },
  {
    title: 'web_endpoint',
    code: 'from modal import web_endpoint\n@web_endpoint(method="POST")\ndef f(): ...\n',
    uses: ['decorator modal.fastapi_endpoint'],
  },
  {
    title: 'NetworkFileSystem and SharedVolume',
    code: 'import modal\nmodal.NetworkFileSystem.persisted("x")\nmodal.SharedVolume().persist("x")\n',
    uses: [
      'call modal.NetworkFileSystem.from_name',
      'call modal.NetworkFileSystem',
      'call modal.NetworkFileSystem.persist',
    ],
  },
  {
    title: 'attributes of a stub',
    code: 'import modal\nstub = modal.Stub()\nstub.image = modal.Image.debian_slim()\n',
    uses: [APP, 'reference modal.App.image', SLIM],
  },
];

const COMMON = 'import modal\napp = modal.App("a")\nimage = modal.Image.debian_slim()\n';

export const files: readonly TreeCase[] = [
  {
    title: 'a package of the tree called modal that has none of the names asked for',
    tree: {
      'pkg/modal/__init__.py': '"""Ours."""\n',
      'pkg/modal/common.py': 'from modal import Stub\nstub = Stub("x")\n',
      'pkg/main.py': 'import modal\nfrom modal import common\nmodal.App("a")\n',
      'pkg/modal/app.py':
        'import modal\nfrom pkg.modal.common import stub\n@stub.function()\ndef f(): ...\nmodal.App("a")\n',
    },
    file: 'pkg/modal/app.py',
    uses: ['decorator modal.App.function', 'call modal.App'],
  },
  {
    title: 'an app from a file beside it',
    tree: {
      'common.py': COMMON,
      'main.py': 'from common import app, image\n@app.function(image=image)\ndef f(): ...\n',
    },
    file: 'main.py',
    uses: [FUNCTION],
  },
  {
    title: 'an app from a package',
    tree: {
      'src/__init__.py': '',
      'src/common.py': COMMON,
      'src/main.py': 'from .common import app as a\n@a.function()\ndef f(): ...\n',
    },
    file: 'src/main.py',
    uses: [FUNCTION],
  },
  {
    title: 'an app of a module',
    tree: {
      'common.py': COMMON,
      'main.py': 'import common\n@common.app.function(image=common.image)\ndef f(): ...\n',
    },
    file: 'main.py',
    uses: [FUNCTION],
  },
  {
    title: 'an app from a package by its full name, from a folder below',
    tree: {
      'pkg/__init__.py': '',
      'pkg/common.py': COMMON,
      'pkg/deep/main.py': 'from pkg.common import app\n@app.function()\ndef f(): ...\n',
    },
    file: 'pkg/deep/main.py',
    uses: [FUNCTION],
  },
  {
    title: 'an app that is handed on by __init__',
    tree: {
      'pkg/__init__.py': 'from .common import app\n',
      'pkg/common.py': COMMON,
      'main.py': 'from pkg import app\n@app.function()\ndef f(): ...\n',
    },
    file: 'main.py',
    uses: [FUNCTION],
  },
  {
    title: 'a unit of another file',
    tree: {
      'work.py': 'import modal\napp = modal.App()\n@app.function()\ndef f(): ...\n',
      'main.py': 'from work import f\nf.remote()\n',
    },
    file: 'main.py',
    uses: [REMOTE],
  },
  {
    title: 'a class of another file',
    tree: {
      'work.py':
        'import modal\napp = modal.App()\n@app.cls()\nclass C:\n    @modal.method()\n    def m(self): ...\n',
      'main.py': 'import work\nwork.C().m.remote()\n',
    },
    file: 'main.py',
    uses: [REMOTE],
  },
  {
    title: 'two files that import each other',
    tree: {
      'a.py':
        'import modal\nfrom b import g\napp = modal.App()\n@app.function()\ndef f(): g.remote()\n',
      'b.py': 'from a import app\n@app.function()\ndef g(): ...\n',
    },
    file: 'a.py',
    uses: [APP, FUNCTION, REMOTE],
  },
];

export const stars: readonly TreeCase[] = [
  {
    title: 'everything of a file',
    tree: {
      'common.py': COMMON,
      'main.py': 'from common import *\n@app.function(image=image)\ndef f(): ...\n',
    },
    file: 'main.py',
    uses: [FUNCTION],
  },
  {
    title: 'a class that a file hands on',
    tree: {
      'common.py': 'from modal import App\n',
      'main.py': 'import common\ncommon.App("a")\n',
    },
    file: 'main.py',
    uses: [APP],
  },
  {
    title: 'a file in a folder without __init__',
    tree: {
      'src/common.py': COMMON,
      'main.py': 'import src.common\n@src.common.app.function()\ndef f(): ...\n',
    },
    file: 'main.py',
    uses: [FUNCTION],
  },
  {
    title: 'a file of a package, by from',
    tree: {
      'src/common.py': COMMON,
      'src/main.py':
        'from . import common\nfrom src import common as c\n@common.app.function()\ndef f(): ...\n@c.app.function()\ndef g(): ...\n',
    },
    file: 'src/main.py',
    uses: [FUNCTION, FUNCTION],
  },
];

export const lookAlikes: readonly { title: string; tree: Readonly<Record<string, string>> }[] = [
  {
    title: 'a dialog called modal',
    tree: { 'ui.py': 'modal = Dialog()\nmodal.open()\nmodal.App("a")\n' },
  },
  {
    title: 'a module whose name begins with modal',
    tree: { 'x.py': 'import modality\nimport modal_utils\nmodality.App()\nmodal_utils.App()\n' },
  },
  {
    title: 'a parameter called modal',
    tree: { 'x.py': 'def show(modal):\n    modal.App("a")\n    modal.function()\n' },
  },
  {
    title: 'a loop variable called modal',
    tree: { 'x.py': 'for modal in dialogs:\n    modal.App()\n[modal.App() for modal in xs]\n' },
  },
  {
    title: 'a class attribute and a method called modal',
    tree: { 'x.py': 'class View:\n    modal = 1\n    def go(self):\n        self.modal.App()\n' },
  },
  {
    title: 'a file called modal.py beside it',
    tree: { 'modal.py': 'class App: ...\n', 'main.py': 'import modal\nmodal.App("a")\n' },
  },
  {
    title: 'a package called modal in the tree',
    tree: {
      'modal/__init__.py': 'def App(): ...\n',
      'main.py': 'from modal import App\nApp("a")\n',
    },
  },
  {
    title: 'a package called modal that says what it has when it is asked',
    tree: {
      'modal/__init__.py': 'def __getattr__(name): ...\n',
      'main.py': 'from modal import App\nApp("a")\n',
    },
  },
  {
    title: 'a package called modal of which a file takes one own name and others',
    tree: {
      'modal/__init__.py': 'def dialog(): ...\n',
      'main.py': 'import modal\nmodal.dialog()\nmodal.App("a")\n',
    },
  },
  {
    title: 'a module of a package that is called modal',
    tree: {
      'ui/__init__.py': '',
      'ui/modal.py': 'class App: ...\n',
      'ui/main.py': 'from .modal import App\nfrom ui import modal as m\nApp()\nm.App()\n',
    },
  },
  {
    title: 'a package of others that has a module modal',
    tree: { 'x.py': 'from textual.modal import App\nimport bootstrap.modal\nApp()\n' },
  },
  {
    title: 'text that says modal',
    tree: { 'x.py': '"""import modal"""\n# import modal\ns = "modal.App()"\n' },
  },
  {
    title: 'methods of others that are called as Modal calls its own',
    tree: {
      'x.py':
        'app.function()\nconn.commit()\npool.map(f, xs)\nray_fn.remote(1)\nimage.pip_install("x")\n',
    },
  },
  {
    title: 'a name that is taken away again',
    tree: { 'x.py': 'from dialogs import modal\nfrom dialogs import App\nmodal.App()\nApp()\n' },
  },
];

export const unknowns: readonly UseCase[] = [
  {
    title: 'a variable that holds the id of a call',
    code: 'import modal\napp = modal.App()\n@app.function()\ndef f(): ...\ndef go():\n    call = f.spawn()\n    key = call.object_id\n    print(key)\n    return key\n',
    uses: [APP, FUNCTION, 'call modal.Function.spawn', 'reference modal.FunctionCall.object_id'],
  },
  {
    title: 'keys and mixed values of a store',
    code: 'import modal\napp = modal.App()\njobs = modal.Dict.from_name("jobs")\n@app.function()\ndef f(): ...\ndef go(key):\n    jobs[key] = {"status": "queued"}\n    jobs[key + ":call"] = f.spawn()\n    for name, job in list(jobs.items()):\n        job.get("status")\n        name.strip()\n',
    uses: [
      APP,
      'call modal.Dict.from_name',
      FUNCTION,
      'call modal.Function.spawn',
      'call modal.Dict.items',
    ],
  },
  {
    title: 'PIL.Image over modal.Image',
    code: 'from modal import App, Image\nimage = Image.debian_slim()\ndef f():\n    from PIL import Image\n    Image.open("x")\n',
    uses: [SLIM],
  },
  {
    title: 'a name that means Modal and then something else',
    code: 'from modal import Image\nImage.debian_slim()\nfrom PIL import Image\nImage.open("x")\n',
    uses: [SLIM],
  },
  {
    title: 'an app that may be something of others',
    code: 'import modal\napp = modal.App() if x else other()\n@app.function()\ndef f(): ...\n',
    uses: [APP],
  },
  {
    title: 'a receiver that is anything',
    code: 'import modal\ndef go(f):\n    f.remote()\nfor g in things:\n    g.spawn()\n',
    uses: [],
  },
  {
    title: 'a handle f of open over a function f',
    code: 'import modal\napp = modal.App()\n@app.function()\ndef f(): ...\ndef g():\n    with open("x") as f:\n        f.map()\n',
    uses: [APP, FUNCTION],
  },
  {
    title: 'a shadowed app',
    code: 'import modal\napp = modal.App()\ndef make():\n    app = FastAPI()\n    app.function()\n',
    uses: [APP],
  },
  {
    title: 'a private name',
    code: 'import modal\nmodal.Sandbox._experimental_create()\n',
    uses: ['reference modal.Sandbox'],
  },
];
