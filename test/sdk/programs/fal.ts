import type { Call } from '../../../src/verify/client.ts';
import type { Json } from '../../../src/verify/decode.ts';

interface FalCall {
  readonly title: string;
  readonly code: string;
  readonly calls: readonly Call[];
  readonly gives: readonly Json[];
}

export const falCalls: readonly FalCall[] = [
  {
    title: 'a bare yield is not what fal_client.stream reads',
    code: `class Counter(fal.App):
    app_name = "counter"

    @fal.endpoint("/stream")
    def up(self):
        yield {"i": 0}
`,
    calls: [{ unit: 'Counter', method: 'up', arguments: {} }],
    gives: [
      "httpx_sse._exceptions.SSEError: Expected response header Content-Type to contain 'text/event-stream', got 'application/jsonl'",
    ],
  },
  {
    title: 'errors of an endpoint are a status',
    code: `from fastapi import HTTPException


class App(fal.App):
    app_name = "app"

    @fal.endpoint("/crash")
    def crash(self):
        raise ValueError("secret")

    @fal.endpoint("/refuse")
    def refuse(self):
        raise HTTPException(403, "no")
`,
    calls: [
      { unit: 'App', method: 'crash', arguments: {} },
      { unit: 'App', method: 'refuse', arguments: {} },
    ],
    gives: ['HTTP 500', 'HTTP 403'],
  },
  {
    title: 'a served function, and a method whose name was reserved',
    code: `class Input(BaseModel):
    x: int


@fal.function(serve=True)
def served(input: Input):
    return input.x


class App(fal.App):
    app_name = "app"

    @fal.endpoint("/health_")
    def health_(self):
        return "fine"
`,
    calls: [
      { unit: 'served', arguments: { x: 3 } },
      { unit: 'App', method: 'health', arguments: {} },
      { unit: 'App', request: { method: 'GET', path: '/health' } },
    ],
    gives: [3, 'fine', { version: 'unknown' }],
  },
  {
    title: 'a runner does not share the caller’s globals',
    code: `COUNT = 0


@fal.function()
def bump():
    global COUNT
    COUNT += 1
    return COUNT
`,
    calls: [
      { unit: 'bump', arguments: {} },
      { unit: 'bump', arguments: {} },
    ],
    gives: [1, 1],
  },
];

export const falView = `SIZE = 3


class GreetInput(BaseModel):
    name: str


class Greeter(fal.App):
    app_name = "greeter"
    machine_type = "GPU-A100"
    keep_alive = 300
    max_concurrency = 4
    python_version = "3.11"
    min_containers = 1
    greeting = "Hi"
    helper_of_greeting = greeting + "!"
    _private = 1

    def setup(self):
        self.text = self.helper_of_greeting

    @fal.endpoint("/")
    def greet(self, input: GreetInput) -> str:
        return self.text + input.name


@fal.function(machine_type="XS", requirements=["numpy"])
def square(x):
    return x * x
`;

interface FalProblemCase {
  readonly title: string;
  readonly files: Readonly<Record<string, string>>;
  readonly stage?: string;
  readonly says: RegExp;
}

const falApp = (head: string, inside: string): string =>
  `import fal\n${head}\n\nclass A(fal.App${inside}\n    @fal.endpoint("/")\n    def run(self):\n        return 1\n`;

export const falProblems: readonly FalProblemCase[] = [
  {
    title: 'a class keyword that fal passes twice',
    files: { 'app.py': falApp('', ', machine_type="GPU-A100"):') },
    stage: 'wrap',
    says: /multiple values for keyword argument 'machine_type'/,
  },
  {
    title: 'an annotation that is no response model',
    files: {
      'app.py':
        'import fal\nimport io\n\n\nclass A(fal.App):\n    @fal.endpoint("/")\n    def run(self) -> io.BytesIO:\n        return 1\n',
    },
    stage: 'build',
    says: /Invalid args for response field/,
  },
  {
    title: 'an app without an endpoint',
    files: { 'app.py': 'import fal\n\n\nclass A(fal.App):\n    app_name = "a"\n' },
    stage: 'routes',
    says: /no endpoint/,
  },
  {
    title: 'a neighbour that will not be on the runner',
    files: {
      'app.py': falApp('import helpers', '):').replace('return 1', 'return helpers.one()'),
      'helpers.py': 'def one():\n    return 1\n',
    },
    stage: 'deploy',
    says: /on the runner: ModuleNotFoundError: No module named 'helpers'/,
  },
  {
    title: 'the same neighbour, when it is listed',
    files: {
      'app.py': falApp('import helpers', '):\n    local_python_modules = ["helpers"]\n').replace(
        'return 1',
        'return helpers.one()',
      ),
      'helpers.py': 'def one():\n    return 1\n',
    },
    says: /^$/,
  },
];
