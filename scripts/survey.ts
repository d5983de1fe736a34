// Measures the converter on real repositories; nothing in them is written.
//
//   npm run survey -- DIR… [--json FILE] [--against FILE] [--no-sdk]
//
// DIR is a repository or a folder of repositories.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readRules } from '../src/cli/rules-file.ts';
import { makeSdk } from '../src/python/inventory.ts';
import { startSdk, type Sdk } from '../src/verify/client.ts';
import { ensurePythonEnv } from './python-env.ts';
import { measureRepo } from './survey/measure.ts';
import { movedText } from './survey/moved.ts';
import type { RepoSurvey, Survey } from './survey/survey.ts';
import { surveyText } from './survey/text.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'string' },
    against: { type: 'string' },
    'no-sdk': { type: 'boolean', default: false },
  },
});

async function main(): Promise<number> {
  if (positionals.length === 0) {
    console.error('Usage: npm run survey -- DIR… [--json FILE] [--against FILE] [--no-sdk]');
    return 2;
  }
  const earlier = values.against === undefined ? undefined : readSurvey(values.against);
  const json = values.json === undefined ? undefined : resolve(values.json);
  const sdk = values['no-sdk'] ? undefined : await openSdk();
  const survey = await measure(positionals.map((dir) => resolve(dir)).flatMap(reposIn), sdk);
  await sdk?.close();
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(survey, null, 1)}\n`);
  console.log(surveyText(survey));
  if (earlier) console.log(`\n${movedText(survey, earlier)}`);
  return survey.repos.some(({ crash }) => crash !== undefined) ? 1 : 0;
}

async function measure(folders: readonly string[], sdk: Sdk | undefined): Promise<Survey> {
  const rules = readRules(undefined);
  const resolver = makeSdk(rules.sdk);
  const repos: RepoSurvey[] = [];
  for (const folder of folders) {
    process.chdir(folder);
    repos.push(await measureRepo(basename(folder), { rules, resolver, ...(sdk && { sdk }) }));
    console.error(`${repos.length}/${folders.length} ${basename(folder)}`);
  }
  return { version: 1, repos };
}

async function openSdk(): Promise<Sdk | undefined> {
  const env = ensurePythonEnv();
  // Whatever is not installed gets a stand-in that has every name: those of the tests have only what the tests need.
  if ('python' in env) return startSdk(env.python);
  console.error(`Nothing is executed: ${env.missing}`);
  return undefined;
}

/** A folder that holds files is a repository; one that holds only folders is a folder of repositories. */
function reposIn(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  const isRepo = entries.some((entry) => entry.isFile() || entry.name === '.git');
  if (isRepo) return [folder];
  return entries
    .map(({ name }) => join(folder, name))
    .filter((path) => statSync(path).isDirectory());
}

function readSurvey(file: string): Survey {
  const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const known = typeof value === 'object' && value !== null && 'version' in value;
  if (!known || value.version !== 1) throw new Error(`\`${file}\` is no survey of version 1`);
  return value as Survey;
}

process.exitCode = await main();
