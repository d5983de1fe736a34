/** A program around `image`, and the settings that come of it; fal's own environment. */
export const plain: readonly {
  readonly title: string;
  readonly lines: string;
  readonly kind?: 'class';
  readonly expected: Readonly<Record<string, string>>;
}[] = [
  { title: 'the base alone', lines: 'image = modal.Image.debian_slim()', expected: {} },
  {
    title: 'packages in their order, lists flattened',
    lines: 'image = modal.Image.debian_slim().pip_install("torch", ["b", "a<2"]).pip_install("c")',
    expected: { requirements: '["torch", "b", "a<2", "c"]' },
  },
  {
    title: 'a package twice',
    lines: 'image = modal.Image.debian_slim().pip_install("a").uv_pip_install("b", "a")',
    expected: { requirements: '["a", "b"]' },
  },
  {
    title: 'constants, f-strings and spread lists',
    lines:
      'V = "2.6"\nP = ["a", "b"]\nimage = modal.Image.debian_slim().pip_install(f"torch=={V}", *P, "c")',
    expected: { requirements: '["torch==2.6", "a", "b", "c"]' },
  },
  {
    title: "the file's quotes",
    lines: "image = modal.Image.debian_slim().pip_install('a', 'b; python_version < \"3.12\"')",
    expected: { requirements: "['a', 'b; python_version < \"3.12\"']" },
  },
  {
    title: 'a list that just fits on its line',
    lines: `image = modal.Image.debian_slim().pip_install("${'a'.repeat(61)}", "b")`,
    expected: { requirements: `["${'a'.repeat(61)}", "b"]` },
  },
  {
    title: 'a list that is one column too long',
    lines: `image = modal.Image.debian_slim().pip_install("${'a'.repeat(62)}", "b")`,
    expected: { requirements: `[\n    "${'a'.repeat(62)}",\n    "b",\n]` },
  },
  {
    title: 'a class has less room',
    kind: 'class',
    lines: `image = modal.Image.debian_slim().pip_install("${'a'.repeat(61)}", "b")`,
    expected: { requirements: `[\n    "${'a'.repeat(61)}",\n    "b",\n]` },
  },
  {
    title: 'a Python version, by its series',
    lines: 'image = modal.Image.debian_slim(python_version="3.11.9").pip_install("a")',
    expected: { requirements: '["a"]', python_version: '"3.11"' },
  },
  {
    title: 'nothing to install',
    lines: 'image = modal.Image.debian_slim().pip_install().apt_install()',
    expected: {},
  },
  {
    title: 'a function that runs while the image is built leaves the rest as it is',
    lines: 'image = modal.Image.debian_slim().pip_install("a").run_function(g)',
    expected: { requirements: '["a"]' },
  },
  {
    title: 'modules and files',
    lines:
      'image = modal.Image.debian_slim().add_local_python_source("helpers", "b.c").add_local_dir("./data/", "/data").add_local_file("x/y.json", "/root/")',
    expected: { local_python_modules: '["helpers", "b.c"]', app_files: '["data", "x/y.json"]' },
  },
  {
    title: 'a folder beside the file',
    lines:
      'from pathlib import Path\nHERE = Path(__file__).resolve().parent\nimage = modal.Image.debian_slim().add_local_dir(HERE / "data", "/data")',
    expected: { app_files: '["data"]' },
  },
  { title: 'no image', lines: 'image = None', expected: {} },
  {
    title: 'an image that is not known',
    lines: 'image = modal.Image.debian_slim() if X else None',
    expected: {},
  },
  {
    title: 'an image that Modal has built',
    lines: 'image = modal.Image.from_id("im-1").pip_install("a")',
    expected: {},
  },
  {
    title: 'a tag that is not known',
    lines: 'image = modal.Image.from_registry(TAG).pip_install("a")',
    expected: {},
  },
  {
    title: "the user's Dockerfile",
    lines: 'image = modal.Image.from_dockerfile("Dockerfile")',
    expected: { image: 'ContainerImage.from_dockerfile("Dockerfile")' },
  },
  {
    title: "the user's Dockerfile, by a name and with its folder",
    lines:
      'FILE = "docker/Dockerfile"\nimage = modal.Image.from_dockerfile(FILE, context_dir="docker", ignore=["*.bin"])',
    expected: {
      image:
        'ContainerImage.from_dockerfile(FILE, context_dir=Path.cwd() / "docker", dockerignore=["/*.bin"])',
    },
  },
];

const FAL = 'RUN python -m pip install fal';
const CURL = 'RUN command -v curl || (apt-get update && apt-get install -y curl)';
const UV = 'COPY --from=ghcr.io/astral-sh/uv:latest /uv /.uv/uv';

/** `debian_slim` with what commands and packages may need. */
function built(...lines: readonly string[]): string[] {
  return [
    'FROM python:3.12-slim-bookworm',
    'RUN apt-get update && apt-get install -y build-essential curl gfortran',
    ...lines,
    FAL,
  ];
}

/** `debian_slim` with lines that install and run nothing. */
function bare(...lines: readonly string[]): string[] {
  return [
    'FROM python:3.12-slim-bookworm',
    'RUN apt-get update && apt-get install -y curl',
    ...lines,
    FAL,
  ];
}

const slim = 'image = modal.Image.debian_slim("3.12")';

/** A program around `image`, all lines of its Dockerfile, and what follows the text in the call. */
export const dockerfiles: readonly {
  readonly title: string;
  readonly lines: string;
  readonly expected: readonly string[];
  readonly keywords?: string;
  /** Whether Modal's own lines are compared. */
  readonly oracle?: false;
}[] = [
  {
    title: 'apt_install',
    lines: `${slim}.apt_install("ffmpeg", ["libgl1", "git"])`,
    expected: [
      'FROM python:3.12-slim-bookworm',
      'ARG DEBIAN_FRONTEND=noninteractive',
      'RUN apt-get update && apt-get install -y curl',
      'RUN apt-get update && apt-get install -y ffmpeg libgl1 git',
      FAL,
    ],
  },
  {
    title: 'apt_install with curl among the packages',
    lines: `${slim}.apt_install("curl")`,
    expected: [
      'FROM python:3.12-slim-bookworm',
      'ARG DEBIAN_FRONTEND=noninteractive',
      'RUN apt-get update && apt-get install -y curl',
      FAL,
    ],
  },
  {
    title: 'pip_install with flags',
    lines: `${slim}.pip_install("b", "a>=1,<2", find_links="https://x/y", index_url="https://i", extra_index_url="https://e", pre=True, extra_options="--no-deps")`,
    expected: built(
      "RUN python -m pip install b 'a>=1,<2' --find-links https://x/y --index-url https://i --extra-index-url https://e --pre --no-deps",
    ),
  },
  {
    title: 'packages beside another layer',
    lines: `${slim}.pip_install("b").env({"A": "1"}).uv_pip_install("c")`,
    expected: built(
      'RUN python -m pip install b',
      'ENV A=1',
      UV,
      'RUN /.uv/uv pip install --python $(command -v python) --compile-bytecode c',
    ),
  },
  {
    title: 'uv_pip_install with files and flags, and uv only once',
    lines: `${slim}.uv_pip_install("a", requirements=["requirements.txt"], pre=True).uv_pip_install("b", extra_options="--no-deps")`,
    expected: built(
      UV,
      'COPY requirements.txt /.uv/0/requirements.txt',
      'RUN /.uv/uv pip install --python $(command -v python) --compile-bytecode --prerelease allow --requirements /.uv/0/requirements.txt a',
      'RUN /.uv/uv pip install --python $(command -v python) --compile-bytecode --no-deps b',
    ),
  },
  {
    title: 'pip_install_from_requirements',
    lines: `${slim}.pip_install_from_requirements("requirements.txt", "https://x")`,
    expected: built(
      'COPY requirements.txt /.requirements.txt',
      'RUN python -m pip install -r /.requirements.txt --find-links https://x',
    ),
    // Modal gives the links twice, as `-f` too.
    oracle: false,
  },
  {
    title: 'pip_install_from_pyproject',
    lines: `${slim}.pip_install_from_pyproject("pyproject.toml")`,
    expected: built(
      'COPY pyproject.toml /.pyproject.toml',
      `RUN python -c 'import tomllib; p = tomllib.load(open("/.pyproject.toml", "rb"))["project"]; print(*p["dependencies"], sep=chr(10))' > /.requirements.txt && python -m pip install -r /.requirements.txt`,
    ),
    oracle: false,
  },
  {
    title: 'pip_install_private_repos',
    lines: `s = modal.Secret.from_name("s")\n${slim}.pip_install_private_repos("github.com/a/b@1", "gitlab.com/c/d", git_user="u", secrets=[s])`,
    expected: [
      'FROM python:3.12-slim-bookworm',
      'ARG DEBIAN_FRONTEND=noninteractive',
      'RUN apt-get update && apt-get install -y build-essential curl gfortran',
      'RUN apt-get update && apt-get install -y git',
      'RUN --mount=type=secret,id=GITHUB_TOKEN,env=GITHUB_TOKEN python3 -m pip install "git+https://u:$GITHUB_TOKEN@github.com/a/b@1"',
      'RUN --mount=type=secret,id=GITLAB_TOKEN,env=GITLAB_TOKEN python3 -m pip install "git+https://u:$GITLAB_TOKEN@gitlab.com/c/d"',
      FAL,
    ],
    // Modal checks the tokens first.
    oracle: false,
  },
  {
    title: 'poetry_install_from_file',
    lines: `${slim}.poetry_install_from_file("app/pyproject.toml", with_=["a", "b"], only=["c"], poetry_version="1.8", old_installer=True)`,
    expected: built(
      'RUN python -m pip install poetry==1.8',
      'RUN poetry config experimental.new-installer false',
      'COPY app/poetry.lock /tmp/poetry/poetry.lock',
      'COPY app/pyproject.toml /tmp/poetry/pyproject.toml',
      'RUN cd /tmp/poetry && poetry config virtualenvs.create false && poetry install --no-root --with a,b --only c --compile',
    ),
  },
  {
    title: 'poetry_install_from_file without a lock file, with the Poetry of the image',
    lines: `${slim}.poetry_install_from_file("app/pyproject.toml", ignore_lockfile=True, poetry_version=None)`,
    expected: built(
      'COPY app/pyproject.toml /tmp/poetry/pyproject.toml',
      'RUN cd /tmp/poetry && poetry config virtualenvs.create false && poetry install --no-root --compile',
    ),
  },
  {
    title: 'uv_sync, and fal in its environment',
    lines: `${slim}.uv_sync(groups=["g"], extras=["e"], extra_options="--no-dev")`,
    expected: [
      ...built(
        UV,
        'COPY pyproject.toml /.uv/pyproject.toml',
        'COPY uv.lock /.uv/uv.lock',
        'RUN /.uv/uv sync --project=/.uv --no-install-workspace --compile-bytecode --group=g --extra=e --no-dev --frozen',
        'ENV PATH=/.uv/.venv/bin:$PATH',
      ).slice(0, -1),
      'RUN /.uv/uv pip install --python $(command -v python) fal',
    ],
  },
  {
    title: 'run_commands, with uv and its friends where they are used',
    lines: `${slim}.run_commands("uv pip install --system x", ["echo 'a b' && c", "d"])`,
    expected: built(
      'RUN python -m pip install --upgrade pip wheel uv',
      'RUN uv pip install --system x',
      "RUN echo 'a b' && c",
      'RUN d',
    ),
  },
  {
    title: 'run_commands that go on in the next line',
    lines: `${slim}.run_commands("a && \\\\\\n  b")`,
    expected: built('RUN a && \\', '  b'),
    oracle: false,
  },
  {
    title: 'dockerfile_commands',
    lines: `${slim}.dockerfile_commands(["RUN a", "ENV PATH=/x:$PATH"], "LABEL b=c")`,
    expected: built('RUN a', 'ENV PATH=/x:$PATH', 'LABEL b=c'),
  },
  {
    title: 'dockerfile_commands with a folder, patterns and arguments',
    lines: `${slim}.dockerfile_commands("COPY a /b", context_dir="ctx", ignore=["*.x"], build_args={"A": "1"})`,
    expected: bare('COPY a /b'),
    keywords: ', context_dir=Path.cwd() / "ctx", dockerignore=["/*.x"], build_args={"A": "1"}',
    oracle: false,
  },
  {
    title: 'env: quoted, so that nothing is expanded',
    lines: `${slim}.env({"A": "b", "PATH": "/x:$PATH", "C": "d e", "E": "", "Q": "it's"})`,
    expected: bare('ENV A=b', "ENV PATH='/x:$PATH'", "ENV C='d e'", "ENV E=''", `ENV Q='it'"'"'s'`),
  },
  {
    title: 'workdir, entrypoint, cmd and shell',
    lines: `${slim}.workdir("/a b").entrypoint([]).cmd(["x", "y"]).shell(["/bin/bash", "-c"])`,
    expected: bare(
      "WORKDIR '/a b'",
      'ENTRYPOINT []',
      'CMD ["x", "y"]',
      'SHELL ["/bin/bash", "-c"]',
    ),
  },
  {
    title: 'from_registry',
    lines:
      'image = modal.Image.from_registry("nvidia/cuda:12.4.0-devel-ubuntu22.04", setup_dockerfile_commands=["RUN a"]).entrypoint([])',
    expected: ['FROM nvidia/cuda:12.4.0-devel-ubuntu22.04', 'RUN a', CURL, 'ENTRYPOINT []', FAL],
  },
  {
    title: 'from_registry with Python',
    lines: 'image = modal.Image.from_registry("ubuntu:22.04", add_python="3.12").pip_install("a")',
    expected: [
      'FROM ubuntu:22.04',
      UV,
      'RUN /.uv/uv python install --no-bin --install-dir /opt/python 3.12 && cp -a /opt/python/cpython-3.12.*/. /usr/local/ && rm -rf /opt/python /usr/local/lib/python3.12/EXTERNALLY-MANAGED',
      'ENV TERMINFO_DIRS=/etc/terminfo:/lib/terminfo:/usr/share/terminfo:/usr/lib/terminfo',
      CURL,
      'RUN python -m pip install a',
      FAL,
    ],
  },
  {
    title: 'setup commands of the past run in a shell',
    lines: 'image = modal.Image.from_dockerhub("ubuntu", setup_commands=["apt-get update"])',
    expected: ['FROM ubuntu', 'RUN apt-get update', CURL, FAL],
    oracle: false,
  },
  {
    title: 'micromamba',
    lines:
      'image = modal.Image.micromamba(python_version="3.12").micromamba_install("a<2", spec_file="environment.yml", channels=["c", "d"])',
    expected: [
      'FROM mambaorg/micromamba:2.1.1-debian12-slim',
      'USER root',
      'SHELL ["/usr/local/bin/_dockerfile_shell.sh"]',
      'ENV MAMBA_DOCKERFILE_ACTIVATE=1 PATH=/opt/conda/bin:$PATH',
      'RUN micromamba install -n base -y python=3.12 pip -c conda-forge',
      'RUN apt-get update && apt-get install -y curl',
      'COPY environment.yml /environment.yml',
      "RUN micromamba install 'a<2' -f /environment.yml -n base -c c -c d --yes",
      FAL,
    ],
  },
  {
    title: 'local files, where the code looks for them',
    lines: `${slim}.apt_install("git").add_local_dir("./src/", remote_path="/root/src", ignore=["*.tmp", "**/x"]).add_local_file("a b.txt", "/root/")`,
    expected: [
      'FROM python:3.12-slim-bookworm',
      'ARG DEBIAN_FRONTEND=noninteractive',
      'RUN apt-get update && apt-get install -y curl',
      'RUN apt-get update && apt-get install -y git',
      'COPY src/ /root/src/',
      'COPY ["a b.txt", "/root/"]',
      'WORKDIR /root',
      FAL,
    ],
    keywords: ', dockerignore=["src/*.tmp", "src/**/x"]',
    oracle: false,
  },
  {
    title: 'modules of the tree, beside a working directory of its own',
    lines: `${slim}.workdir("/app").add_local_python_source("pkg", "one")`,
    expected: bare(
      'WORKDIR /app',
      'COPY pkg/ /root/pkg/',
      'COPY one.py /root/one.py',
      'ENV PYTHONPATH=/root',
    ),
    oracle: false,
  },
  {
    title: 'a folder from the past, relative to the working directory',
    lines: `${slim}.env({"A": "1"}).copy_local_dir(".")`,
    expected: bare('ENV A=1', 'COPY . ./'),
    keywords: ', dockerignore=[]',
    oracle: false,
  },
  {
    title: 'patterns in a matcher',
    lines: `${slim}.workdir("/w").add_local_dir("d", "/d", ignore=modal.FilePatternMatcher("*.a", "b"))`,
    expected: bare('WORKDIR /w', 'COPY d/ /d/'),
    keywords: ', dockerignore=["d/*.a", "d/b"]',
    oracle: false,
  },
  {
    title: 'a path beside the file',
    lines: `import os\nHERE = os.path.dirname(os.path.abspath(__file__))\n${slim}.pip_install_from_requirements(os.path.join(HERE, "requirements.txt"))`,
    expected: built(
      'COPY requirements.txt /.requirements.txt',
      'RUN python -m pip install -r /.requirements.txt',
    ),
    keywords: ', context_dir=Path(__file__).resolve().parent',
  },
];

/** The whole value, where its form matters. */
export const literals: readonly {
  readonly title: string;
  readonly lines: string;
  readonly expected: string;
}[] = [
  {
    title: 'backslashes stand in a raw string',
    lines: `${slim}.dockerfile_commands("RUN printf 'a\\\\n'")`,
    expected: `ContainerImage.from_dockerfile_str(r"""
${built("RUN printf 'a\\n'").join('\n')}
""")`,
  },
  {
    title: 'three quotes are told apart from the end',
    lines: `${slim}.run_commands('echo """')`,
    expected: `ContainerImage.from_dockerfile_str('''
${built('RUN echo """').join('\n')}
''')`,
  },
  {
    title: "lines on top of the user's Dockerfile",
    lines: 'image = modal.Image.from_dockerfile("Dockerfile").pip_install("a")',
    expected: `ContainerImage.from_dockerfile_str(Path("Dockerfile").read_text() + """
${CURL}
RUN python -m pip install a
${FAL}
""")`,
  },
];

const BUILT = 'write its value into the converted image';

/** What is said beyond plain rewrites. */
export const said: readonly {
  readonly title: string;
  readonly lines: string;
  readonly kind?: 'class';
  readonly expected: readonly string[];
}[] = [
  { title: 'nothing of packages', lines: `${slim}.pip_install("a")`, expected: [] },
  {
    title: 'nothing of exact lines',
    lines: `${slim}.apt_install("a").env({"B": "c"})`,
    expected: [],
  },
  {
    title: 'a Python version that is left open',
    lines: 'image = modal.Image.debian_slim().apt_install("a")',
    expected: [
      'rewrite-unsafe image-debian-slim: The program leaves Python to the machine that deploys, the Dockerfile says 3.11: deploy with it, or change the `FROM` line',
    ],
  },
  {
    title: 'a Python version that nobody has',
    lines: 'image = modal.Image.debian_slim("3.14t")',
    expected: [
      'manual image-debian-slim: `python_version="3.14t"` has no image: choose a Python that fal runs',
    ],
  },
  {
    title: 'an image that is not known',
    lines: 'image = modal.Image.debian_slim() if X else None',
    expected: [
      'manual image: The image is chosen by a condition: write `requirements` or a `ContainerImage` for it',
    ],
  },
  {
    title: 'an image that Modal has built',
    lines: 'image = modal.Image.from_name("x")',
    expected: [
      'manual image: `from_name` names an image that Modal has built: write a Dockerfile for it',
    ],
  },
  {
    title: 'a list that a function changes',
    lines: `P = []\ndef more():\n    P.append("a")\n${slim}.apt_install(*P)`,
    expected: [
      `manual image-apt-install: \`*P\` of \`apt_install\` is not known (\`P\`, which is changed after it is made): ${BUILT}`,
    ],
  },
  {
    title: 'a layer that a branch on what nobody may ask twice adds',
    lines: `import random\n${slim}\nif random.random() > 0.5:\n    image = image.apt_install("gdb")`,
    expected: [
      'manual image-apt-install: `if random.random() > 0.5:` decides whether `apt_install` is part of the image: write what it does into the converted image, or leave it out',
    ],
  },
  {
    title: 'a loop whose items may be lists',
    lines: `import sys\n${slim}\nfor name in sys.argv:\n    image = image.apt_install(name)`,
    expected: [
      `manual image-apt-install: \`name\` of \`apt_install\` is not known (a text or a list): ${BUILT}`,
    ],
  },
  {
    title: 'a loop that ends early',
    lines: `import os\n${slim}\nfor name in os.environ["A"].split():\n    image = image.apt_install(name)\n    break`,
    expected: [
      'manual image-apt-install: `for name in os.environ["A"].split():` decides whether `apt_install` is part of the image: write what it does into the converted image, or leave it out',
    ],
  },
  {
    title: 'a folder that a branch decides',
    lines: `import os\n${slim}\nif os.environ.get("A"):\n    image = image.workdir("/a")`,
    expected: [
      'manual image-workdir: `if os.environ.get("A"):` decides whether `workdir` is part of the image: write what it does into the converted image, or leave it out',
    ],
  },
  {
    title: 'a value that changes with each question',
    lines: `import uuid\n${slim}.env({"ID": uuid.uuid4().hex})`,
    expected: [
      'manual image-env: `ID` of `env` is `uuid`, which is worked out when the program runs: write an `ENV` line for it',
    ],
  },
  {
    title: 'an option that may be None',
    lines: `import os\n${slim}.pip_install("a", index_url=os.environ.get("URL"))`,
    expected: [
      `manual image-pip-install: \`index_url=os.environ.get("URL")\` of \`pip_install\` is not known (a string or \`None\`): ${BUILT}`,
    ],
  },
  {
    title: 'an environment that changes between the image and its function',
    lines: `import os\n${slim}.run_commands(f"echo {os.environ['A']}")\nos.environ["A"] = "b"`,
    expected: [
      `manual image-run-commands: \`f"echo {os.environ['A']}"\` of \`run_commands\` is not known (read from an environment that the program changes): ${BUILT}`,
    ],
  },
  {
    title: 'an import that moves',
    lines: `${slim}\nwith image.imports():\n    import torch\nimage = image.run_commands(f"echo {torch.__version__}")`,
    expected: [
      `manual image-run-commands: \`f"echo {torch.__version__}"\` of \`run_commands\` is not known (\`torch\`, which is worked out when the program runs): ${BUILT}`,
    ],
  },
  {
    title: 'a command with a hole',
    lines: `${slim}.run_commands("a", f"b {C}")`,
    expected: [
      `manual image-run-commands: \`f"b {C}"\` of \`run_commands\` is not known (\`C\`, which is defined nowhere): ${BUILT}`,
    ],
  },
  {
    title: 'what a build on fal does not have',
    lines: `${slim}.run_commands("a", gpu="T4", secrets=[S], volumes={"/v": V}, env={"A": "1"}, force_build=True)`,
    expected: [
      'manual image-run-commands: `gpu="T4"` of `run_commands` is left out, as fal builds images without a GPU: move what needs one into `setup`',
      'manual image-run-commands: `secrets=` of `run_commands` is left out: pass them in `secrets={...}` of the image, and begin the line with `RUN --mount=type=secret`',
      'manual image-run-commands: `volumes={"/v": V}` of `run_commands` is left out, as an image is built without `/data`: move the step into `setup`',
      'manual image-run-commands: `env=` of `run_commands` is left out: set the variables in the `RUN` line, as they hold for this step only',
    ],
  },
  {
    title: 'packages need no GPU to be installed',
    lines: `${slim}.pip_install("flash-attn", gpu="A100")`,
    expected: [
      'rewrite-unsafe image-pip-install: `gpu="A100"` of `pip_install` is left out, as fal builds images without a GPU: a package that compiles for the GPU it finds has to be told, as by `TORCH_CUDA_ARCH_LIST`',
    ],
  },
  {
    title: 'arguments that say nothing',
    lines: `${slim}.run_commands("a", gpu=None, secrets=[], env={}, force_build=True)`,
    expected: [],
  },
  {
    title: 'a function that runs while the image is built',
    lines: `${slim}.run_function(download, gpu="A100")`,
    expected: [
      'manual image-run-function: fal runs no Python function while it builds an image: call `download` from `setup`, and keep what it downloads under `/data`',
    ],
  },
  {
    title: 'a private registry',
    lines: 'image = modal.Image.from_registry("a", secret=S)',
    expected: [
      'manual image-from-registry: `secret=` of `from_registry` is left out: pass the credentials in `registries={...}` of the image',
    ],
  },
  {
    title: 'a pin of what fal installs itself, on a class',
    kind: 'class',
    lines: `${slim}.pip_install("pydantic==1.10", "fastapi[standard]>=0.1")`,
    expected: [
      'rewrite-unsafe image-pip-install: fal installs the `pydantic` of the machine that deploys: `pydantic==1.10` has to be the same version',
    ],
  },
  {
    title: 'a pin of what fal brings into an image',
    lines: `${slim}.apt_install("x").pip_install("pydantic==1.10", "Pillow<11", "fastapi>=0.1", "not-pillow==1")`,
    expected: [
      'rewrite-unsafe image-debian-slim: The Dockerfile installs fal last, and pip may put versions that suit fal in the place of `pydantic==1.10` and `Pillow<11`: see that the code runs with them',
    ],
  },
  {
    title: 'a folder that lands where the code finds it as before',
    lines: `${slim}.add_local_dir("data", "/root/data")`,
    expected: [],
  },
  {
    title: 'a folder that lands elsewhere, seen from where the code runs',
    lines: `${slim}.add_local_dir("data", "/data")`,
    expected: [
      'rewrite-unsafe image-add-local-dir: What stood in `/data` lands in `/app/data` on fal: change the paths that the code opens',
    ],
  },
  {
    title: 'a folder of one machine',
    lines: `${slim}.env({"A": "b"}).add_local_dir("/home/me/data", "/data")`,
    expected: [
      'manual image-add-local-dir: What `add_local_dir` copies is `/home/me/data`, which only exists on one machine: put it into the folder of the app and add a `COPY` line',
    ],
  },
  {
    title: 'patterns that let files in again',
    lines: `${slim}.add_local_dir("d", "/d", ignore=["*", "!a"])`,
    expected: [
      'manual image-add-local-dir: `ignore=` is a list with `!`: name what stays behind in `dockerignore=[...]` of `ContainerImage`',
      'rewrite-unsafe image-add-local-dir: What stood in `/d` lands in `/app/d` on fal: change the paths that the code opens',
    ],
  },
  {
    title: 'a module that is not here',
    lines: `${slim}.apt_install("a").add_local_python_source("nowhere")`,
    expected: [
      'manual image-add-local-python-source: `nowhere` is not in this tree: add a `COPY` line for it',
    ],
  },
];
