import type { Random } from './random.ts';

/** How a generated file gets its app and image: its own, or those of the program it is a part of. */
export type Home = 'own' | 'shared';

const gpus = ['A100', 'H100', 'T4', 'L4', 'A10G', 'A100-80GB'] as const;
const nouns = ['frame', 'token', 'record', 'sample', 'chunk', 'caption', 'tensor'] as const;
const verbs = ['load', 'clean', 'merge', 'score', 'split', 'embed', 'rank'] as const;
const packages = ['torch', 'transformers', 'numpy', 'pillow', 'fastapi', 'diffusers'] as const;

/** Text of one Modal file of 100 to 300 lines: SDK code between plain Python, as in real programs. */
export function programText(random: Random, home: Home): string {
  const least = random.within(90, 280);
  const parts = [head(random, home)];
  const makers = [plain, plain, plain, remoteFunction, remoteClass, endpoint, table];
  let lines = 0;
  for (let index = 0; lines < least; index++) {
    const maker = index < 1 ? remoteFunction : makers[random.within(0, makers.length - 1)];
    const part = (maker ?? plain)(random, index);
    lines += part.split('\n').length + 2;
    parts.push(part);
  }
  parts.push(home === 'own' ? ownEntry : sharedEntry);
  return `${parts.join('\n\n\n')}\n`;
}

/** The file from which the other files of a program import. */
export function sharedText(random: Random): string {
  return `import modal\n\n${settings(random)}\n`;
}

function head(random: Random, home: Home): string {
  const about = `"""Works on ${random.pick(nouns)}s: ${random.pick(verbs)}, then ${random.pick(verbs)}.\n\nRun it with \`modal run\`.\n"""`;
  const imports = 'import json\nimport os\nimport time\nfrom pathlib import Path';
  if (home === 'shared') {
    return `${about}\n\n${imports}\n\nimport modal\n\nfrom common import CACHE, app, image, secret, volume`;
  }
  return `${about}\n\n${imports}\n\nimport modal\n\n${settings(random)}`;
}

function settings(random: Random): string {
  const name = `${random.pick(nouns)}-${random.within(1, 999)}`;
  const libraries = packages.filter(() => random.chance(0.6)).map((each) => `        "${each}==${random.within(1, 4)}.${random.within(0, 9)}.0",`); // prettier-ignore
  return `CACHE = "/cache"
app = modal.App("${name}")
image = (
    modal.Image.debian_slim(python_version="3.11")
    .apt_install("git", "ffmpeg")
    .pip_install(
        "requests==2.31.0",
${libraries.join('\n')}
    )
    .env({"HF_HUB_CACHE": CACHE, "LEVEL": "${random.within(1, 9)}"})
)
volume = modal.Volume.from_name("${name}-cache", create_if_missing=True)
secret = modal.Secret.from_name("${name}-token")`;
}

function options(random: Random): string {
  const all = [
    'image=image',
    `gpu="${random.pick(gpus)}"`,
    `timeout=${random.within(1, 60)} * 60`,
    'volumes={CACHE: volume}',
    'secrets=[secret]',
    `scaledown_window=${random.within(30, 600)}`,
    `max_containers=${random.within(1, 20)}`,
    `retries=${random.within(1, 5)}`,
    `memory=${random.within(1, 32)} * 1024`,
  ];
  return all
    .filter((_, index) => index === 0 || random.chance(0.5))
    .map((option) => `    ${option},\n`)
    .join('');
}

function remoteFunction(random: Random, index: number): string {
  const noun = random.pick(nouns);
  return `@app.function(
${options(random)})
def ${random.pick(verbs)}_${noun}_${index}(path: str, limit: int = ${random.within(1, 100)}) -> list[dict]:
    """Reads ${noun}s from \`path\`, at most \`limit\` of them."""
    started = time.time()
    found = []
    with open(Path(CACHE) / path, encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number >= limit:
                break
            try:
                found.append({"${noun}": json.loads(line), "number": number})
            except ValueError as error:
                print(f"line {number} of {path!r} is bad: {error}")
    volume.commit()
    print(f"{len(found)} ${noun}s in {time.time() - started:.2f} s")
    return found`;
}

function remoteClass(random: Random, index: number): string {
  const noun = random.pick(nouns);
  const name = `${noun.charAt(0).toUpperCase()}${noun.slice(1)}Model${index}`;
  return `@app.cls(
${options(random)})
class ${name}:
    size: int = modal.parameter(default=${random.within(1, 64)})

    @modal.enter()
    def load(self):
        # Weights stay on the volume between starts.
        import torch

        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        self.weights = torch.load(os.path.join(CACHE, "${noun}.pt"), map_location=self.device)

    @modal.method()
    def ${random.pick(verbs)}(self, items: list[str], scale: float = 0.${random.within(1, 9)}) -> list[float]:
        scores = [scale * len(item) / self.size for item in items if item]
        return sorted(scores, reverse=True)[: self.size]

    @modal.method()
    def describe(self, item: str) -> str:
        return f"{item} on {self.device}, {self.size} ${noun}s"

    @modal.exit()
    def close(self):
        print("closing", self.device)


def use_${name.toLowerCase()}(items: list[str]) -> None:
    model = ${name}(size=${random.within(1, 9)})
    print(model.describe.remote(items[0]))
    for text in model.describe.map(items):
        print(text)
    call = model.describe.spawn(items[-1])
    print(call.get(timeout=${random.within(5, 60)}))`;
}

function endpoint(random: Random, index: number): string {
  const noun = random.pick(nouns);
  return `@app.function(image=image, min_containers=${random.within(0, 2)})
@modal.fastapi_endpoint(method="${random.pick(['GET', 'POST'])}", docs=True)
def serve_${noun}_${index}(query: str, count: int = ${random.within(1, 9)}):
    """Answers with the ${noun}s for a query."""
    if not query.strip():
        return {"error": "empty query", "count": 0}
    words = [word.lower() for word in query.split() if len(word) > 2]
    return {"words": words[:count], "count": min(count, len(words)), "token": bool(os.environ.get("TOKEN"))}`;
}

function plain(random: Random, index: number): string {
  const [verb, noun] = [random.pick(verbs), random.pick(nouns)];
  return `def ${verb}_all_${index}(${noun}s: list[dict], *, strict: bool = False, **extra) -> dict[str, float]:
    """Counts ${noun}s by their kind.

    Empty ones are left out, unless \`strict\` is set.
    """
    totals: dict[str, float] = {}
    for ${noun} in ${noun}s:
        kind = ${noun}.get("kind") or "other"
        if strict and kind not in extra:
            raise KeyError(f"unknown kind {kind!r}; known: {', '.join(sorted(extra))}")
        weight = float(${noun}.get("weight", 1.0)) * ${random.within(1, 9)}
        totals[kind] = totals.get(kind, 0.0) + weight  # summed, not averaged
        if totals[kind] > ${random.within(100, 999)} and not strict:
            totals[kind] /= 2
        elif weight < 0:
            del totals[kind]
    best = max(totals.items(), key=lambda pair: pair[1], default=("none", 0.0))
    print("%s: %d kinds, best is %s" % ("${verb}", len(totals), best[0]))
    return {name: round(value / (sum(totals.values()) or 1), ${random.within(1, 4)}) for name, value in totals.items()}`;
}

function table(random: Random, index: number): string {
  const rows = Array.from({ length: random.within(4, 16) }, (_, row) => {
    return `    ("${random.pick(nouns)}-${row}", ${random.within(0, 999)}, {"verb": "${random.pick(verbs)}", "deep": [${row}, None, True]}),`;
  });
  return `ROWS_${index} = [\n${rows.join('\n')}\n]`;
}

const ownEntry = `@app.local_entrypoint()
def main(path: str = "input.jsonl"):
    rows = plan(path)
    print(f"{len(rows)} rows")


def plan(path: str) -> list[str]:
    return [line.strip() for line in Path(path).read_text().splitlines() if not line.startswith("#")]`;

const sharedEntry = `def plan(path: str) -> list[str]:
    return [line.strip() for line in Path(path).read_text().splitlines() if not line.startswith("#")]`;
