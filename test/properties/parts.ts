import fc from 'fast-check';
import type { Writer } from './layout.ts';

/** A piece of a program that is written in any layout. */
export type Piece<Out> = (writer: Writer) => Out;

function pick<Out>(...values: readonly Piece<Out>[]): fc.Arbitrary<Piece<Out>> {
  return fc.constantFrom(...values);
}

/** One keyword of a unit's decorator. */
export const keywords: fc.Arbitrary<Piece<string>> = pick<string>(
  (w) => `gpu=${w.text('A10G')}`,
  (w) => `gpu=${w.text('h100:2')}`,
  (w) => `gpu=[${w.text('H100')}, ${w.text('A100-80GB')}]`,
  () => 'gpu=None',
  () => 'gpu=GPU',
  () => `gpu=f"{KIND}:{COUNT}"`,
  () => 'gpu=os.environ["GPU"]',
  () => 'cpu=2.0',
  () => 'cpu=(1, 4)',
  () => 'memory=4096',
  () => 'timeout=10 * MINUTES',
  () => 'timeout=None',
  () => 'retries=3',
  (w) => `retries=${w.sdk('Retries')}(max_retries=3, backoff_coefficient=1.0)`,
  (w) => `schedule=${w.sdk('Cron')}(${w.text('0 9 * * 1')})`,
  (w) => `schedule=${w.sdk('Period')}(days=1)`,
  () => 'min_containers=1',
  () => 'max_containers=4',
  () => 'keep_warm=1',
  () => 'concurrency_limit=10',
  () => 'scaledown_window=60',
  () => 'container_idle_timeout=60',
  () => 'image=image',
  (w) => `image=${w.sdk('Image')}.debian_slim().pip_install(${w.text('requests')})`,
  () => 'volumes={VOLUME_PATH: volume}',
  () => 'volumes={"/cache": volume}',
  (w) =>
    `secrets=[${w.sdk('Secret')}.from_name(${w.text('hf')}, required_keys=[${w.text('HF_TOKEN')}])]`,
  () => 'secrets=[secret]',
  (w) => `secrets=[${w.sdk('Secret')}.from_dict({${w.text('A')}: ${w.text('1')}})]`,
  (w) => `region=${w.text('us-east')}`,
  (w) => `cloud=${w.text('aws')}`,
  () => 'enable_memory_snapshot=True',
  () => '**options',
);

/** Keywords of one decorator, each once. */
export const decoratorKeywords: fc.Arbitrary<readonly Piece<string>[]> = fc.array(keywords, {
  maxLength: 4,
});

/** One layer of an image. */
export const layers: fc.Arbitrary<Piece<string>> = pick<string>(
  (w) => `.pip_install(${w.text('torch==2.1')}, ${w.text('numpy<2')})`,
  (w) => `.uv_pip_install([${w.text('vllm')}], extra_index_url=${w.text('https://x.y/z')})`,
  () => '.pip_install(*PACKAGES)',
  (w) => `.apt_install(${w.text('git')}, ${w.text('ffmpeg')})`,
  (w) => `.env({${w.text('A')}: ${w.text('b c')}})`,
  (w) => `.run_commands(${w.text('echo $HOME')}, f${w.text('pip install x=={COUNT}')})`,
  (w) => `.workdir(${w.text('/root')})`,
  () => '.run_function(download)',
  () => '.entrypoint([])',
  (w) => `.add_local_dir(${w.text('src')}, ${w.text('/root/src')})`,
  (w) => `.add_local_python_source(${w.text('helpers')})`,
);

export const bases: fc.Arbitrary<Piece<string>> = pick<string>(
  (w) => `${w.sdk('Image')}.debian_slim()`,
  (w) => `${w.sdk('Image')}.debian_slim(python_version=${w.text('3.11')})`,
  (w) =>
    `${w.sdk('Image')}.from_registry(${w.text('nvidia/cuda:12.4')}, add_python=${w.text('3.11')})`,
  (w) => `${w.sdk('Image')}.micromamba()`,
  (w) => `${w.sdk('Image')}.from_dockerfile(${w.text('Dockerfile')})`,
);

/** Statements that have nothing to do with Modal; they must survive to the byte. */
export const bystanders: fc.Arbitrary<readonly string[]> = fc.constantFrom<readonly string[]>(
  ['TABLE = {  # odd   spacing', '  "a": [1,', '        2],   ', '}'],
  ['def helper(x, *, y=(1, 2)):', '    """Says `modal.App`."""', '    return x   # kept', ''],
  ['class Plain(dict):', '\tdef method(self): return self', '    '],
  ['lam = lambda modal, app=1: (modal, app)'],
  ['s = """first', '@app.function()', 'import modal', '  # TODO"""'],
  ['if True: x = 1; y = 2', 'else: x = 2'],
  ["weird = f'{1!r:>{5}}' + b'\\x00'.hex()  \\", "    + r'\\d'"],
  ['# ünïcödé 🎉 comment', 'é = "🎉" ; 变量 = é'],
  ['try:', '    import numpy as np', 'except ImportError:', '    np = None'],
  ['async def later():', '    async with lock as l, other:', '        await l'],
  ['@decorate', '@also(1)', 'def decorated(): ...'],
  ['with open("f") as f: f.map = f.spawn'],
);

/** Statements of a unit's body that have nothing to do with Modal. */
export const bodies: fc.Arbitrary<readonly string[]> = fc.constantFrom<readonly string[]>(
  ['total = 0  # sum', 'for i in range(3):', '    total += i'],
  ['"""What it does."""'],
  ['x = """two', 'lines"""'],
  ['print(f"{MINUTES=}", end="")'],
  ['if MINUTES: pass', 'elif COUNT: pass', 'else: pass'],
  ['values = [', '    1,  # one', '    2,', ']'],
  [],
);

/** Statements of a unit's body that use Modal; `callee` is the name of a function of the program. */
export const modalBodies: fc.Arbitrary<Piece<(callee: string) => string[]>> = pick<
  (callee: string) => string[]
>(
  () => (f) => [`got = ${f}.remote(1)`],
  () => (f) => [`got = list(${f}.map([1, 2]))`],
  () => (f) => [`got = [r for r in ${f}.map(range(3), order_outputs=False)]`],
  () => (f) => [`call = ${f}.spawn(1)`, 'got = call.get(timeout=5)'],
  () => (f) => [`for r in ${f}.starmap([(1,), (2,)]): print(r)`],
  () => (f) => [`${f}.for_each([1])`],
  () => (f) => [`got = ${f}.local(1)`],
  () => (f) => [`send(${f}.remote)`],
  () => () => ['volume.commit()'],
  () => () => ['volume.reload(); print(1)'],
  () => () => ['if COUNT: volume.commit()'],
  () => () => ['open(f"{VOLUME_PATH}/x").read()'],
  () => () => ['open("/cache/y/z").read()'],
  () => () => ['import os', 'token = os.environ["HF_TOKEN"]'],
  (w) => () => [`queue = ${w.sdk('Queue')}.from_name("q")`],
  (w) => () => [`with ${w.sdk('forward')}(8000) as tunnel:`, '    print(tunnel.url)'],
);

export const params: fc.Arbitrary<string> = fc.constantFrom(
  '',
  'x',
  'x: int',
  'x: int, y: str = "a"',
  'x, *, y=None',
  'x: "list[int]", y: dict = {}',
  'x: float = 0.5,\n        y: int = 1,  # second\n    ',
  '*args',
);
