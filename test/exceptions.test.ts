// What is caught around calls that become requests.
import { describe, expect, test } from 'vitest';
import { readRules } from '../src/cli/rules-file.ts';
import { migrate } from '../src/convert/migrate.ts';
import { readProgram } from '../src/program/program.ts';
import { makeSdk } from '../src/python/inventory.ts';

const rules = readRules(undefined);
const sdk = makeSdk(rules.sdk);

const HEAD = `import modal
from modal.exception import NotFoundError

app = modal.App("jobs")


@app.function()
def work(x: int) -> int:
    return x


@app.function()
def other(x):
    return x


def submit(x: int) -> str:
    return work.spawn(x).object_id


def poll(call_id: str, error: str = ""):
    call = modal.FunctionCall.from_id(call_id)
    try:
`;

/** What the `try` of a poll becomes. */
async function tried(body: string): Promise<string> {
  const source = `${HEAD}${body.replace(/^(?=.)/gm, '    ')}`;
  const program = await readProgram([{ path: 'jobs.py', source }], sdk);
  const { results } = await migrate(program, rules, { level: 'all', owner: 'me' });
  expect(results.map(({ refused }) => refused)).toEqual([undefined]);
  return results[0]?.after.split('get_handle')[1] ?? '';
}

describe('an exception of Modal around a request', () => {
  const GET = '    return call.get()\n';
  const caught = (name: string, codes: string): string =>
    `except fal_client.FalClientHTTPError as ${name}:\n        if ${name}.status_code ${codes}:\n            raise\n        return None`;
  test.each([
    [
      'that nothing is there',
      `${GET}except modal.exception.NotFoundError:\n    return None\n`,
      caught('failure', '!= 404'),
    ],
    [
      'by its own name, with a name for it',
      `${GET}except NotFoundError as gone:\n    return None\n`,
      caught('gone', '!= 404'),
    ],
    [
      'one of two',
      `${GET}except (NotFoundError, modal.exception.OutputExpiredError):\n    return None\n`,
      caught('failure', '!= 404'),
    ],
    [
      'of two kinds',
      `${GET}except (modal.exception.FunctionTimeoutError, modal.exception.OutputExpiredError):\n    return None\n`,
      caught('failure', 'not in (404, 504)'),
    ],
    [
      'that time is over',
      `    return call.get(timeout=0)\nexcept (TimeoutError, modal.exception.TimeoutError):\n    return None\n`,
      'except TimeoutError:\n        return None',
    ],
  ])('%s', async (_title, body, after) => {
    const text = await tried(body);
    expect(text).toContain(after);
    expect(text).not.toContain('TODO');
  });

  test.each([
    [
      'with all others behind it',
      `${GET}except NotFoundError:\n    return None\nexcept Exception:\n    return 1\n`,
      'the `except` behind it has to see the others',
    ],
    [
      'with another status behind it',
      `${GET}except NotFoundError:\n    return None\nexcept modal.exception.OutputExpiredError:\n    return 1\n`,
      'the `except` behind it has to see the others',
    ],
    [
      "beside one of Python's",
      `${GET}except (NotFoundError, ValueError):\n    return None\n`,
      'give it an `except` of its own',
    ],
    [
      'around something else, too',
      `    other.remote(1)\n${GET}except NotFoundError:\n    return None\n`,
      'not all that is called under its `try` is a request',
    ],
    [
      'around calls that are not seen',
      '    return help(call)\nexcept NotFoundError:\n    return None\n',
      'no call under its `try` is seen to be a request',
    ],
    [
      'in the line of its handler',
      `${GET}except NotFoundError: return None\n`,
      'give what it does a line of its own',
    ],
  ])('is marked: %s', async (_title, body, why) => {
    const text = await tried(body);
    expect(text).toContain('raise it again where its `status_code` is not 404');
    expect(text).toContain(why);
  });
});
