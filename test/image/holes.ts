/** An image whose pieces are only known when the file is deployed, and the machines that deploy it. */
export interface OpenProgram {
  readonly title: string;
  /** Behind `import modal`; it sets `image`. */
  readonly lines: string;
  /** `common.py` beside it. */
  readonly common?: string;
  readonly envs: readonly Readonly<Record<string, string>>[];
  /** `class` for a class, whose own names hide those of the file. */
  readonly kind?: 'class';
}

const slim = 'image = modal.Image.debian_slim(python_version="3.11")';
const odd = `it's "a" {b} $HOME \\\\ n`;

/** Each is executed on both SDKs, once for each environment. */
export const openPrograms: readonly OpenProgram[] = [
  {
    title: 'a variable in a command',
    lines: `import os\n${slim}.run_commands(f"git clone --branch {os.environ.get('BRANCH', 'main')} https://x.org/{{a}}")`,
    envs: [{}, { BRANCH: 'dev' }],
  },
  {
    title: 'texts put together',
    lines: `import os\nTAG = os.environ["TAG"]\n${slim}.run_commands("echo " + TAG + " \\\\n", " && ".join(["cd /", f"echo {TAG!r:>9}", "true"]))`,
    envs: [{ TAG: 'a' }, { TAG: odd }],
  },
  {
    title: 'values of variables are quoted',
    lines: `import os\nVARS = {"A": os.environ["A"], "B": "b c", "C": f"{os.environ['A']}/c"}\n${slim}.env(VARS).env({"D": os.getenv("D", "d d"), **VARS})`,
    envs: [{ A: 'x' }, { A: odd, D: "'" }],
  },
  {
    title: 'a dict that is not known',
    lines: `import os\n${slim}.env({k: os.environ[k] for k in ("A", "B") if os.environ.get(k)})`,
    envs: [{}, { A: odd }, { A: '1', B: '2' }],
  },
  {
    title: 'packages: known ones among others, and none',
    lines: `import os\nEXTRA = os.environ.get("EXTRA", "").split()\n${slim}.apt_install(*EXTRA).apt_install("git", *EXTRA).run_commands(*[f"echo {e}" for e in EXTRA], "echo end")`,
    envs: [{}, { EXTRA: 'vim' }, { EXTRA: 'vim nano;rm' }],
  },
  {
    title: 'a list without a star',
    lines: `import os\nCOMMANDS = [f"echo {e}" for e in os.environ.get("EXTRA", "").split(",")]\n${slim}.run_commands(COMMANDS)`,
    envs: [{}, { EXTRA: 'a,b' }],
  },
  {
    title: 'requirements without a Dockerfile',
    lines: `import os\nEXTRA = os.environ.get("EXTRA", "").split()\n${slim}.pip_install("rich", f"torch=={os.environ['V']}", *EXTRA)\nif EXTRA:\n    image = image.uv_pip_install("more", *EXTRA)\nelse:\n    image = image.pip_install("less")`,
    envs: [{ V: '1' }, { V: '2', EXTRA: 'a b' }],
  },
  {
    title: 'options of pip',
    lines: `import os\nURL = os.environ.get("URL", "https://p.org/simple")\n${slim}.pip_install("rich", f"torch=={os.environ['V']}", index_url=URL, extra_options=f"--retries {os.environ.get('N', '3')}").run_commands("true")`,
    envs: [{ V: '1' }, { V: '2', URL: "https://o'.org", N: '5' }],
  },
  {
    title: 'a tag',
    lines: `import os\nimage = modal.Image.from_registry(f"python:{os.environ.get('PY', '3.11')}-slim").pip_install("rich")`,
    envs: [{}, { PY: '3.11.9' }],
  },
  {
    title: 'a folder to work in',
    lines: `import os\n${slim}.workdir(f"/srv/{os.environ['NAME']}").run_commands("ls")`,
    envs: [{ NAME: 'a' }, { NAME: 'a b' }],
  },
  {
    title: 'an if, with a layer in another one',
    lines: `import os\nFAST = os.environ.get("FAST") == "1"\n${slim}.apt_install("git")\nif FAST:\n    image = image.run_commands("echo fast", "echo more")\n    if os.environ.get("DEBUG"):\n        image = image.env({"DEBUG": "1"})\n    image = image.run_commands("echo after")\nimage = image.env({"END": "1"})`,
    envs: [{}, { FAST: '1' }, { FAST: '1', DEBUG: 'x' }, { DEBUG: 'x' }],
  },
  {
    title: 'if, elif, else',
    lines: `import os\nMODE = os.environ.get("MODE", "")\n${slim}\nif MODE == "a":\n    image = image.run_commands("echo a")\nelif MODE == "b":\n    image = image.run_commands("echo b").env({"B": MODE})\nelse:\n    image = image.env({"C": "c"})`,
    envs: [{}, { MODE: 'a' }, { MODE: 'b' }],
  },
  {
    title: 'an if in each suite of an if, and nothing else',
    lines: `import os\nA, B = os.environ.get("A"), os.environ.get("B")\n${slim}\nif A:\n    if B:\n        image = image.run_commands("echo ab")\n    else:\n        image = image.run_commands("echo a")\nelse:\n    if B:\n        image = image.run_commands("echo b")`,
    envs: [{}, { A: '1' }, { B: '1' }, { A: '1', B: '1' }],
  },
  {
    title: 'an if where there is no other',
    lines: `import os\nA, B = os.environ.get("A"), os.environ.get("B")\n${slim}\nif not A:\n    if B or A:\n        image = image.run_commands("echo b")\nfor name in os.environ.get("NAMES", "").split():\n    if name in ("a", "b"):\n        image = image.env({"N": name})`,
    envs: [{}, { A: '1' }, { B: '1', NAMES: 'a b c' }, { A: '1', B: '1' }],
  },
  {
    title: 'packages in an if in an if',
    lines: `import os\nA, B = os.environ.get("A"), os.environ.get("B")\n${slim}.pip_install("x")\nif A:\n    if B:\n        image = image.pip_install("ab")\n    else:\n        image = image.pip_install("a", "c")\nelif B:\n    image = image.pip_install("b")`,
    envs: [{}, { A: '1' }, { B: '1' }, { A: '1', B: '1' }],
  },
  {
    title: 'packages alone in an if in an if',
    lines: `import os\nA, B = os.environ.get("A"), os.environ.get("B")\n${slim}\nif A:\n    if B:\n        image = image.pip_install("ab")\n    else:\n        image = image.pip_install("a", "c")`,
    envs: [{}, { A: '1' }, { B: '1' }, { A: '1', B: '1' }],
  },
  {
    title: 'packages of two images',
    lines: `import os\nimage = modal.Image.debian_slim(python_version="3.11").pip_install("a") if os.environ.get("A") else modal.Image.debian_slim(python_version="3.11").pip_install("b", "c")`,
    envs: [{}, { A: '1' }],
  },
  {
    title: 'a base that is chosen twice',
    lines: `import os\nA, B = os.environ.get("A"), os.environ.get("B")\nimage = modal.Image.from_registry("a:1") if A else modal.Image.from_registry("b:1") if B else modal.Image.debian_slim(python_version="3.11")\nif A and not B:\n    image = image.run_commands("echo a")`,
    envs: [{}, { A: '1' }, { B: '1' }, { A: '1', B: '1' }],
  },
  {
    title: 'a suite that starts anew',
    lines: `import os\nbase = modal.Image.debian_slim(python_version="3.11").apt_install("git")\nimage = base.run_commands("echo old")\nif os.environ.get("NEW"):\n    image = base.run_commands("echo new")`,
    envs: [{}, { NEW: '1' }],
  },
  {
    title: 'a suite that ends the program',
    lines: `import os\nMODE = os.environ.get("MODE", "a")\n${slim}\nif MODE == "a":\n    image = image.run_commands("echo a")\nelse:\n    raise ValueError(MODE)`,
    envs: [{}],
  },
  {
    title: 'a choice in an expression',
    lines: `import os\nFAST = bool(os.environ.get("FAST"))\nbase = modal.Image.debian_slim(python_version="3.11").run_commands("true")\nimage = base.run_commands("echo fast") if FAST else base.env({"SLOW": "1"})`,
    envs: [{}, { FAST: '1' }],
  },
  {
    title: 'a base that is chosen',
    lines: `import os\nimage = modal.Image.from_registry("python:3.11") if os.environ.get("BIG") else modal.Image.debian_slim(python_version="3.11")\nimage = image.run_commands("echo end")`,
    envs: [{}, { BIG: '1' }],
  },
  {
    title: 'a loop over what is not known',
    lines: `import os\n${slim}\nfor name in os.environ.get("NAMES", "").split():\n    image = image.run_commands(f"echo {name}", "echo {done}")\n    if name.startswith("a"):\n        image = image.env({"LAST": name})`,
    envs: [{}, { NAMES: 'b' }, { NAMES: 'a b a2' }],
  },
  {
    title: 'two loops over one list',
    lines: `import os\nNAMES = os.environ.get("NAMES", "").split()\n${slim}\nfor name in NAMES:\n    image = image.run_commands(f"echo {name}")\nfor name in NAMES:\n    image = image.env({"N": name})`,
    envs: [{}, { NAMES: 'a b' }],
  },
  {
    title: 'a helper with parameters',
    lines: `import os\ndef build(branch, extra=(), mode="x"):\n    made = modal.Image.debian_slim(python_version="3.11")\n    made = made.run_commands(f"git clone --branch {branch} https://x.org && echo {mode}")\n    if extra:\n        made = made.apt_install(*extra)\n    return made.env({"MODE": mode.upper()})\nimage = build(os.environ.get("BRANCH", "main"), os.environ.get("EXTRA", "").split(), mode=os.environ.get("MODE", "m"))`,
    envs: [{}, { BRANCH: 'b', EXTRA: 'vim', MODE: 'q' }],
  },
  {
    title: 'a helper of commands',
    lines: `import os\ndef clone(url, branch):\n    parts = ["git clone"]\n    if branch:\n        parts.append(f"--branch {branch}")\n    return " ".join([*parts, url])\n${slim}.run_commands(clone("https://x.org", os.environ.get("BRANCH")))`,
    envs: [{}, { BRANCH: 'b' }],
  },
  {
    title: 'names of another file',
    common: `import os as _os\nimport modal\nREF = _os.environ.get("REF", "main")\nSTEPS = ["echo " + s for s in _os.environ.get("STEPS", "").split()]\nFIXED = "fixed"\nbase = modal.Image.debian_slim(python_version="3.11").run_commands(f"git checkout {REF} {FIXED} {_os.environ.get('X', 'x')}", *STEPS)\n`,
    lines: `from common import base\nimage = base.env({"END": "1"})`,
    envs: [{}, { REF: 'dev', STEPS: 'a b', X: 'y' }],
  },
  {
    title: 'a name that is set anew behind the image',
    lines: `import os\nREF = f"a-{os.environ['REF']}"\n${slim}.run_commands(f"echo {REF}")\nREF = "other"`,
    envs: [{ REF: 'r' }],
  },
  {
    title: 'a list that grows behind the image',
    lines: `import os\nP = os.environ["A"].split()\n${slim}.apt_install(*P)\nP.append("late")`,
    envs: [{ A: 'b c' }],
  },
  {
    title: 'a list that grows before the image',
    lines: `import os\nP = os.environ["A"].split()\nP.append("soon")\nfor p in ("x", "y"):\n    P.append(p)\n${slim}.apt_install(*P)`,
    envs: [{ A: 'b c' }],
  },
  {
    title: 'a name that an if sets',
    lines: `import os\nif os.environ.get("LOCAL"):\n    REF = os.environ["LOCAL"]\nelse:\n    REF = "main"\n${slim}.run_commands(f"echo {REF}")`,
    envs: [{}, { LOCAL: 'l' }],
  },
  {
    title: 'what no f-string of old can hold',
    lines: `import os\n${slim}.run_commands("echo " + os.environ.get("A", "a\\tb"), "echo '" + "\\\\n".join(os.environ.get("B", "").split()) + "'", f"echo {os.environ.get('C', '#')}")`,
    envs: [{}, { A: 'x', B: '1 2', C: 'c' }],
  },
  {
    title: 'the other quotes, and backslashes',
    lines: `import os\nA = os.environ.get('A', 'a')\nimage = modal.Image.debian_slim(python_version='3.11').run_commands(f'echo "{A}" \\'\\'\\' \\\\d {{}}', f"""echo '{A}' \\"\\"\\" \\\\d""")`,
    envs: [{}, { A: 'x y' }],
  },
  {
    title: 'what can be gone through once',
    lines: `import os\n${slim}.apt_install(*(e.strip() for e in os.environ.get("EXTRA", "").split(",") if e)).run_commands(*map(str.strip, os.environ.get("EXTRA", "").split()))\nfor name in reversed(os.environ.get("EXTRA", "").split(",")):\n    image = image.apt_install("x", name)`,
    envs: [{}, { EXTRA: 'a,b' }],
  },
  {
    title: 'a file of requirements that the program reads',
    lines: `${slim}.pip_install(*open("a.txt").read().splitlines(), "rich").run_commands("true")`,
    envs: [{}],
  },
  {
    title: 'the day, and what Git tells',
    lines: `import subprocess\nfrom datetime import datetime, timezone\ndef tag() -> str:\n    try:\n        out = subprocess.run(["git", "describe", "--always"], capture_output=True, text=True, cwd="/")\n        return out.stdout.strip() or "none"\n    except Exception:\n        return "none"\n${slim}.env({"TAG": tag(), "YEAR": datetime.now(timezone.utc).strftime("%Y")})`,
    envs: [{}],
  },
  {
    title: 'a class, whose names are its own',
    kind: 'class',
    lines: `import os\nBRANCH = os.environ.get("BRANCH", "main")\nNAMES = os.environ.get("NAMES", "").split()\n${slim}.run_commands(f"echo {BRANCH}", *[f"echo {n} {BRANCH}" for n in NAMES])`,
    envs: [{}, { BRANCH: 'b', NAMES: 'x y' }],
  },
];
