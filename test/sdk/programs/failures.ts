import type { JobOptions } from '../../../src/verify/client.ts';

interface Failure {
  readonly title: string;
  readonly code: string;
  readonly options?: JobOptions;
  readonly says: RegExp;
  readonly blocked?: readonly string[];
}

export const failures: readonly Failure[] = [
  {
    title: 'takes too long',
    code: 'import time\ntime.sleep(30)\n',
    options: { limitMs: 300 },
    says: /^TimeLimit: the job did not end within 0\.3 s$/,
  },
  {
    title: 'never ends',
    code: 'while True:\n    pass\n',
    options: { limitMs: 300 },
    says: /^TimeLimit/,
  },
  { title: 'ends its process', code: 'import os\nos._exit(3)\n', says: /^ProcessDied/ },
  {
    title: 'ends the interpreter',
    code: 'import sys\nsys.exit("enough")\n',
    says: /^SystemExit: enough$/,
  },
  { title: 'is no Python', code: 'def f(:\n', says: /^SyntaxError: invalid syntax$/ },
  {
    title: 'is refused by the SDK',
    code: '@app.function(keep_warm=1)\ndef f():\n    pass\n',
    says: /keep_warm/,
  },
  {
    title: 'connects',
    code: 'import urllib.request\nurllib.request.urlopen("https://example.com")\n',
    says: /^modal_lint_driver\.sandbox\.Blocked: blocked: network access to example\.com/,
    blocked: ['network access to example.com'],
  },
  {
    title: 'connects to an address',
    code: 'import socket\nsocket.socket().connect(("192.0.2.1", 443))\n',
    says: /blocked: network access to 192\.0\.2\.1:443$/,
    blocked: ['network access to 192.0.2.1:443'],
  },
  {
    title: 'connects through grpc, which Python cannot see',
    code: 'import grpc\ngrpc.secure_channel("api.example.com:443", None)\n',
    says: /blocked: network access to api\.example\.com:443$/,
    blocked: ['network access to api.example.com:443'],
  },
  {
    title: 'writes outside its folder',
    code: 'open("/tmp/modal-lint-was-here", "w")\n',
    says: /open for writing outside the job's folder: \/tmp\/modal-lint-was-here$/,
    blocked: ["open for writing outside the job's folder: /tmp/modal-lint-was-here"],
  },
  {
    title: 'starts a process',
    code: 'import subprocess\nsubprocess.run(["true"])\n',
    says: /blocked: start of a process: true$/,
    blocked: ['start of a process: true'],
  },
];
