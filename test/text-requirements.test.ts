import { describe, expect, test } from 'vitest';
import { findInstalls } from '../src/text/installs.ts';
import type { TextLanguage } from '../src/text/language.ts';
import { convertRequirement } from '../src/text/requirement.ts';
import type { FalVersions, RequirementKind } from '../src/text/requirement.ts';
import { findRequirements } from '../src/text/requirement-files.ts';
import { applied } from './text-apply.ts';

const fal: FalVersions = { fal: '1.72.3' };
const both: FalVersions = { fal: '1.72.3', falClient: '1.0.0' };

function inFile(source: string, kind: RequirementKind, versions: FalVersions): string {
  const found = findRequirements(source, kind);
  return applied(
    source,
    found.flatMap((requirement) => [...convertRequirement(requirement, versions).edits]),
  );
}

function inText(source: string, language: TextLanguage, versions: FalVersions): string {
  const found = findInstalls(source, language);
  return applied(
    source,
    found.flatMap((requirement) => [...convertRequirement(requirement, versions).edits]),
  );
}

type Case = readonly [before: string, withFal: string, withBoth?: string];

function named(cases: readonly Case[]) {
  return cases.map(([before, withFal, withBoth]) => ({ before, withFal, withBoth }));
}

function files(kind: RequirementKind, cases: readonly Case[]): void {
  describe(kind, () => {
    test.each(named(cases))('$before', ({ before, withFal, withBoth }) => {
      expect(inFile(before, kind, fal)).toBe(withFal);
      expect(inFile(withFal, kind, fal)).toBe(withFal);
      if (withBoth === undefined) return;
      expect(inFile(before, kind, both)).toBe(withBoth);
      expect(inFile(withBoth, kind, both)).toBe(withBoth);
    });
  });
}

function installs(language: TextLanguage, cases: readonly Case[]): void {
  describe(language, () => {
    test.each(named(cases))('$before', ({ before, withFal, withBoth }) => {
      expect(inText(before, language, fal)).toBe(withFal);
      expect(inText(withFal, language, fal)).toBe(withFal);
      if (withBoth !== undefined) expect(inText(before, language, both)).toBe(withBoth);
    });
  });
}

files('requirements', [
  ['modal', 'fal>=1.72.3', 'fal>=1.72.3\nfal-client>=1.0.0'],
  ['modal\n', 'fal>=1.72.3\n', 'fal>=1.72.3\nfal-client>=1.0.0\n'],
  [
    'a\r\nmodal==1.0.4\r\nb\r\n',
    'a\r\nfal>=1.72.3\r\nb\r\n',
    'a\r\nfal>=1.72.3\r\nfal-client>=1.0.0\r\nb\r\n',
  ],
  ['\ufeffmodal>=1\n', '\ufefffal>=1.72.3\n'],
  ['modal-client~=0.50 # why\n', 'fal>=1.72.3 # why\n', 'fal>=1.72.3 # why\nfal-client>=1.0.0\n'],
  [
    'modal >= 1.0, < 2 ; python_version > "3.9"  # x\n',
    'fal>=1.72.3 ; python_version > "3.9"  # x\n',
    'fal>=1.72.3 ; python_version > "3.9"  # x\nfal-client>=1.0.0 ; python_version > "3.9"\n',
  ],
  ['modal[api-proxy-support] (>=1)\n', 'fal>=1.72.3\n'],
  ['Modal==1.*\n', 'fal>=1.72.3\n'],
  ['modal!=1.2,~=1.1.3\n', 'fal>=1.72.3\n'],
  [
    'modal==0.6; python_version<"3.9"\nmodal>=1; python_version>="3.9"\n',
    'fal>=1.72.3; python_version<"3.9"\nfal>=1.72.3; python_version>="3.9"\n',
  ],
  ['fal>=1\nmodal>=1\nb\n', 'fal>=1\nb\n', 'fal>=1\nfal-client>=1.0.0\nb\n'],
  ['a\nfal\nfal-client\nmodal', 'a\nfal\nfal-client', 'a\nfal\nfal-client'],
  ['modal\nmodal-client\n', 'fal>=1.72.3\n', 'fal>=1.72.3\nfal-client>=1.0.0\n'],
  [
    'modal-labs-x\nmodality==1\nmodal_thing\nx-modal\nmodal.py\n# modal\n-e ./modal\n',
    'modal-labs-x\nmodality==1\nmodal_thing\nx-modal\nmodal.py\n# modal\n-e ./modal\n',
  ],
]);

files('pyproject', [
  [
    '[project]\ndependencies = ["modal>=1", "x"]\n',
    '[project]\ndependencies = ["fal>=1.72.3", "x"]\n',
    '[project]\ndependencies = ["fal>=1.72.3", "fal-client>=1.0.0", "x"]\n',
  ],
  [
    "[project]\ndependencies = [\n  'a', # one\n  'modal', # two\n]\n",
    "[project]\ndependencies = [\n  'a', # one\n  'fal>=1.72.3', # two\n]\n",
    "[project]\ndependencies = [\n  'a', # one\n  'fal>=1.72.3',\n  'fal-client>=1.0.0', # two\n]\n",
  ],
  [
    '[project]\ndependencies = [\n    "a",\n    "modal"\n]\n',
    '[project]\ndependencies = [\n    "a",\n    "fal>=1.72.3"\n]\n',
    '[project]\ndependencies = [\n    "a",\n    "fal>=1.72.3",\n    "fal-client>=1.0.0"\n]\n',
  ],
  [
    '[project.optional-dependencies]\ncloud = ["modal~=1.5 ; os_name == \'posix\'"]\n',
    '[project.optional-dependencies]\ncloud = ["fal>=1.72.3 ; os_name == \'posix\'"]\n',
  ],
  [
    '[dependency-groups]\ndev = ["modal", {include-group = "x"}]\n',
    '[dependency-groups]\ndev = ["fal>=1.72.3", {include-group = "x"}]\n',
  ],
  ['[tool.uv]\ndev-dependencies = ["modal"]\n', '[tool.uv]\ndev-dependencies = ["fal>=1.72.3"]\n'],
  [
    '[tool.hatch.envs.x]\nextra-dependencies = ["modal"]\n',
    '[tool.hatch.envs.x]\nextra-dependencies = ["fal>=1.72.3"]\n',
  ],
  [
    '[project]\ndependencies = [\n  "modal",\n  "fal",\n]\n',
    '[project]\ndependencies = [\n  "fal",\n]\n',
  ],
  ['[project]\ndependencies = ["fal", "modal"]\n', '[project]\ndependencies = ["fal"]\n'],
  [
    '[tool.poetry.dependencies]\npython = "^3.11"\nmodal = "^0.64"\n',
    '[tool.poetry.dependencies]\npython = "^3.11"\nfal = ">=1.72.3"\n',
    '[tool.poetry.dependencies]\npython = "^3.11"\nfal = ">=1.72.3"\nfal-client = ">=1.0.0"\n',
  ],
  [
    '[tool.poetry.group.dev.dependencies]\nmodal-client = {version = "^0.46", optional = true}\r\n',
    '[tool.poetry.group.dev.dependencies]\nfal = {version = ">=1.72.3", optional = true}\r\n',
  ],
  [
    '[tool.poetry.extras]\ncloud = ["modal", "x"]\n',
    '[tool.poetry.extras]\ncloud = ["fal", "x"]\n',
  ],
  [
    '[project]\nname = "modal"\nkeywords = ["modal"]\n[tool.isort]\nknown_first_party = "modal"\n[project.scripts]\nmodal = "x:y"\n',
    '[project]\nname = "modal"\nkeywords = ["modal"]\n[tool.isort]\nknown_first_party = "modal"\n[project.scripts]\nmodal = "x:y"\n',
  ],
]);

files('pipfile', [['[packages]\nmodal = "*"\n', '[packages]\nfal = ">=1.72.3"\n']]);

files('setup-cfg', [
  [
    '[options]\ninstall_requires =\n    a\n    modal>=1 # x\n\n[metadata]\nname = modal\n',
    '[options]\ninstall_requires =\n    a\n    fal>=1.72.3 # x\n\n[metadata]\nname = modal\n',
    '[options]\ninstall_requires =\n    a\n    fal>=1.72.3 # x\n    fal-client>=1.0.0\n\n[metadata]\nname = modal\n',
  ],
  ['[options.extras_require]\ncloud = modal\n', '[options.extras_require]\ncloud = fal>=1.72.3\n'],
  ['[testenv]\ndeps =\n  modal\n', '[testenv]\ndeps =\n  fal>=1.72.3\n'],
  ['[options]\npackages =\n    modal\n', '[options]\npackages =\n    modal\n'],
]);

files('setup-py', [
  [
    'setup(install_requires=["a", "modal>=1"])\n',
    'setup(install_requires=["a", "fal>=1.72.3"])\n',
    'setup(install_requires=["a", "fal>=1.72.3", "fal-client>=1.0.0"])\n',
  ],
  [
    "setup(extras_require={'cloud': ['modal']})\n",
    "setup(extras_require={'cloud': ['fal>=1.72.3']})\n",
  ],
  ['REQUIREMENTS = [\n    "modal",\n]\n', 'REQUIREMENTS = [\n    "fal>=1.72.3",\n]\n'],
  [
    'setup(name="modal", packages=["modal"], py_modules=["modal"])\n',
    'setup(name="modal", packages=["modal"], py_modules=["modal"])\n',
  ],
]);

files('conda', [
  [
    'dependencies:\n  - python\n  - pip\n  - pip:\n      - a\n      - modal==1.0 # x\n',
    'dependencies:\n  - python\n  - pip\n  - pip:\n      - a\n      - fal>=1.72.3 # x\n',
    'dependencies:\n  - python\n  - pip\n  - pip:\n      - a\n      - fal>=1.72.3 # x\n      - fal-client>=1.0.0\n',
  ],
  [
    '      - id: mypy\n        additional_dependencies:\n          - "modal>=1"\n',
    '      - id: mypy\n        additional_dependencies:\n          - "fal>=1.72.3"\n',
    '      - id: mypy\n        additional_dependencies:\n          - "fal>=1.72.3"\n          - "fal-client>=1.0.0"\n',
  ],
]);

files('script', [
  [
    '# /// script\n# dependencies = ["modal>=1"]\n# ///\nimport modal\n',
    '# /// script\n# dependencies = ["fal>=1.72.3"]\n# ///\nimport modal\n',
  ],
  [
    '# /// script\n# dependencies = [\n#   "modal",\n# ]\n# ///\n',
    '# /// script\n# dependencies = [\n#   "fal>=1.72.3",\n# ]\n# ///\n',
    '# /// script\n# dependencies = [\n#   "fal>=1.72.3",\n#   "fal-client>=1.0.0",\n# ]\n# ///\n',
  ],
  ['# dependencies = ["modal"]\n', '# dependencies = ["modal"]\n'],
]);

installs('shell', [
  [
    'pip install modal',
    'pip install "fal>=1.72.3"',
    'pip install "fal>=1.72.3" "fal-client>=1.0.0"',
  ],
  [
    'pip3 install -U --index-url x a "modal>=1" b',
    'pip3 install -U --index-url x a "fal>=1.72.3" b',
  ],
  ["python -m pip install 'modal==1.0.4'", "python -m pip install 'fal>=1.72.3'"],
  ['uv pip install modal-client', 'uv pip install "fal>=1.72.3"'],
  ['uv add modal>=1.0', 'uv add "fal>=1.72.3"'],
  ['poetry add modal@^1.0', 'poetry add "fal>=1.72.3"'],
  ['uv tool install modal', 'uv tool install "fal>=1.72.3"', 'uv tool install "fal>=1.72.3"'],
  ['pip install modal fal', 'pip install fal'],
  ['pip install modal && modal setup', 'pip install "fal>=1.72.3" && modal setup'],
  ['uv run --with modal script.py', 'uv run --with fal script.py'],
  ['uv run --with modal modal deploy app.py', 'uv run --with modal modal deploy app.py'],
  ['bash -c "pip install modal"', `bash -c "pip install 'fal>=1.72.3'"`],
  [
    'pip install -r modal\npip uninstall modal\npip show modal\napt install modal',
    'pip install -r modal\npip uninstall modal\npip show modal\napt install modal',
  ],
]);

installs('dockerfile', [['RUN pip install modal', 'RUN pip install "fal>=1.72.3"']]);
installs('yaml', [
  ['run: pip install modal\n', 'run: pip install "fal>=1.72.3"\n'],
  ['run: "pip install modal"\n', `run: "pip install 'fal>=1.72.3'"\n`],
  [`run: "bash -c 'pip install modal'"\n`, `run: "bash -c 'pip install fal'"\n`],
]);
installs('markdown', [
  ['```sh\npip install modal\n```\n', '```sh\npip install "fal>=1.72.3"\n```\n'],
  ['Use `pip install modal`.', 'Use `pip install "fal>=1.72.3"`.'],
  ['pip install modal is prose here', 'pip install modal is prose here'],
]);
installs('python', [
  ['# pip install modal.\n', '# pip install "fal>=1.72.3".\n'],
  [
    'run(["pip", "install", "modal", x])\n',
    'run(["pip", "install", "fal>=1.72.3", x])\n',
    'run(["pip", "install", "fal>=1.72.3", "fal-client>=1.0.0", x])\n',
  ],
  ['image.pip_install("modal", "x")\n', 'image.pip_install("modal", "x")\n'],
  [
    '# pip install numpy and then the modal package\n',
    '# pip install numpy and then the modal package\n',
  ],
]);
installs('json', [
  ['{"source": ["%pip install -q modal\\n"]}', `{"source": ["%pip install -q 'fal>=1.72.3'\\n"]}`],
]);

const beside: FalVersions = { ...both, keepsModal: true };

describe('as long as some code needs Modal, fal stands beside it', () => {
  test.each<[RequirementKind, string, string]>([
    ['requirements', 'modal==1.2\nb\n', 'modal==1.2\nfal>=1.72.3\nfal-client>=1.0.0\nb\n'],
    ['requirements', 'fal\nmodal', 'fal\nmodal\nfal-client>=1.0.0'],
    [
      'requirements',
      'modal\nmodal-client\n',
      'modal\nfal>=1.72.3\nfal-client>=1.0.0\nmodal-client\n',
    ],
    [
      'pyproject',
      '[project]\ndependencies = ["modal>=1", "b"]\n',
      '[project]\ndependencies = ["modal>=1", "fal>=1.72.3", "fal-client>=1.0.0", "b"]\n',
    ],
    [
      'pyproject',
      '[tool.poetry.dependencies]\nmodal = "^1"\n',
      '[tool.poetry.dependencies]\nmodal = "^1"\nfal = ">=1.72.3"\nfal-client = ">=1.0.0"\n',
    ],
    ['requirements', 'modal==1.5.3 --hash=sha256:aa\n', 'modal==1.5.3 --hash=sha256:aa\n'],
    ['lock', '[[package]]\nname = "modal"\n', '[[package]]\nname = "modal"\n'],
  ])('%s: %j', (kind, before, after) => {
    expect(inFile(before, kind, beside)).toBe(after);
    expect(inFile(after, kind, beside)).toBe(after);
  });

  test.each<[TextLanguage, string, string]>([
    ['shell', 'pip install -U modal', 'pip install -U modal "fal>=1.72.3" "fal-client>=1.0.0"'],
    ['shell', 'uv add modal fal', 'uv add modal "fal-client>=1.0.0" fal'],
    ['shell', 'pipx install modal', 'pipx install modal'],
    [
      'dockerfile',
      'RUN pip install modal\n',
      'RUN pip install modal "fal>=1.72.3" "fal-client>=1.0.0"\n',
    ],
  ])('%s: %j', (language, before, after) => {
    expect(inText(before, language, beside)).toBe(after);
    expect(inText(after, language, beside)).toBe(after);
  });

  test('and Modal goes when nothing needs it', () => {
    const mixed = inFile('modal==1.2\n', 'requirements', beside);
    expect(inFile(mixed, 'requirements', both)).toBe('fal>=1.72.3\nfal-client>=1.0.0\n');
  });
});

describe('what a person must do', () => {
  test.each<[RequirementKind, string]>([
    ['requirements', 'modal==1.5.3 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n'],
    [
      'requirements',
      '# This file is autogenerated by pip-compile with Python 3.11\nmodal==1.5.3\n    # via -r requirements.in\n',
    ],
    ['requirements', 'modal @ git+https://github.com/modal-labs/modal-client\n'],
    ['pyproject', '[tool.uv.sources]\nmodal = { path = "../modal" }\n'],
    ['pyproject', '[tool.poetry.dependencies]\nmodal = {git = "https://x"}\n'],
    ['pyproject', '[tool.poetry.dependencies.modal]\nversion = "1"\n'],
    ['conda', 'dependencies:\n  - conda-forge::modal=1.0\n'],
    ['lock', '[[package]]\nname = "modal"\nversion = "1.5.3"\n'],
    ['lock', '{"default": {\n        "modal": {\n'],
  ])('%s: %j', (kind, source) => {
    const found = findRequirements(source, kind);
    expect(found.map((requirement) => convertRequirement(requirement, both).verdict)).toEqual([
      'manual',
    ]);
    expect(inFile(source, kind, both)).toBe(source);
  });

  test.each<[TextLanguage, string]>([
    ['shell', 'conda install -c conda-forge modal'],
    ['shell', 'pip install "modal @ git+https://github.com/modal-labs/modal-client"'],
  ])('%s: %j', (language, source) => {
    const found = findInstalls(source, language);
    expect(found.map((requirement) => convertRequirement(requirement, both).verdict)).toEqual([
      'manual',
    ]);
    expect(inText(source, language, both)).toBe(source);
  });
});
