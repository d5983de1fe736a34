// What `migrate` cannot do without: reads the files of a folder and parses them.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readModuleAsync } from '../../src/python/module.ts';

const folder = process.argv[2] ?? '.';
for (const name of readdirSync(folder)) {
  await readModuleAsync(readFileSync(join(folder, name), 'utf8'));
}
process.exit(0);
