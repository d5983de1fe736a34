// What `migrate` cannot do without: reads the files of folders and parses them, those to convert and the results that are to hold.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readModuleAsync } from '../../src/python/module.ts';

for (const folder of process.argv.slice(2)) {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((each) =>
    each.endsWith('.py'),
  )) {
    await readModuleAsync(readFileSync(join(folder, name), 'utf8'));
  }
}
process.exit(0);
