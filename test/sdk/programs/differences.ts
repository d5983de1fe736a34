import type { Call } from '../../../src/verify/client.ts';
import { square } from './square.ts';

interface Difference {
  readonly title: string;
  readonly before: string;
  readonly after: string;
  readonly calls: readonly Call[];
  readonly says: RegExp;
}

const calledSquare: readonly Call[] = [{ unit: 'square', arguments: { x: 7 } }];

export const differences: readonly Difference[] = [
  {
    title: 'another result',
    before: square.before,
    after: square.after.replace('x * x', 'x + x'),
    calls: calledSquare,
    says: /^square: before gives 49, after 14$/,
  },
  {
    title: 'another exception',
    before: square.before.replace('return x * x', 'raise KeyError'),
    after: square.after.replace('return x * x', 'raise ValueError'),
    calls: calledSquare,
    says: /^square: before raises KeyError/,
  },
  {
    title: 'a unit that is gone',
    before: square.before,
    after: square.after.replace('def square', 'def cube'),
    calls: calledSquare,
    says: /^square: after cannot be called: there is no app or function `square`; there is cube$/,
  },
  {
    title: 'a value that JSON cannot carry',
    before: '@app.function()\ndef square(x):\n    return object()\n',
    after: '@fal.function()\ndef square(x):\n    return "x"\n',
    calls: calledSquare,
    says: /JSON cannot carry what before gives \(\$: builtins\.object\)/,
  },
  {
    title: 'bytes that are other bytes',
    before: '@app.function()\ndef square(x):\n    return b"\\xff"\n',
    after: '@fal.function()\ndef square(x):\n    return b"\\xfe"\n',
    calls: calledSquare,
    says: /^square: before gives "\/w==", after "\/g=="$/,
  },
  {
    title: 'a result that cannot leave the runner',
    before: '@app.function()\ndef square(x):\n    return [x]\n',
    after: '@fal.function()\ndef square(x):\n    return (x for x in [x])\n',
    calls: calledSquare,
    says: /^square: after raises TypeError: cannot pickle 'generator' object/,
  },
  {
    title: 'a program that does not import',
    before: square.before,
    after: 'import nothing_of_this_name\n',
    calls: calledSquare,
    says: /^after: ModuleNotFoundError: No module named 'nothing_of_this_name' \(app.py:4\)$/,
  },
  {
    title: 'a swallowed attempt to use the network',
    before: square.before,
    after: square.after.replace(
      'return',
      'import socket\n    try:\n        socket.create_connection(("203.0.113.1", 80))\n    except RuntimeError:\n        pass\n    return',
    ),
    calls: calledSquare,
    says: /^after: the sandbox blocked network access to 203\.0\.113\.1$/,
  },
];
