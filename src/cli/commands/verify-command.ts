import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import type * as Verify from '../../verify/verify-content.ts';
import type { Arguments } from '../usage/arguments.ts';
import { codeOf, EXIT, UsageError, type ExitCode } from '../exit.ts';
import { err, out } from '../output/terminal.ts';

/** Reads markdown: not part of the installed command line, which never does. */
const MARKDOWN = 'unified remark-parse remark-gfm remark-frontmatter unist-util-visit yaml';

/** Runs the examples of a content folder, for its author or a CI job. */
export async function runVerify(args: Arguments): Promise<ExitCode> {
  const content = args.operands[0] ?? 'content';
  if (!existsSync(content))
    throw new UsageError(`The content folder \`${content}\` does not exist.`);
  const { verifyContent } = await loadVerify();
  const python = args.has('no-sdk') ? undefined : findPython(args.text('python'));
  const { lines, failed, examples, how, updated } = await verifyContent({
    content,
    update: args.has('update'),
    ...(python !== undefined && { python }),
  });
  for (const line of lines) out(`${line}\n`);
  for (const file of updated) out(`updated ${file}\n`);
  const executed = `${how.called} called, ${how.run} run, ${how.imported} imported, ${how.skipped} skipped`;
  out(
    `${examples} examples: ${failed} failed${python === undefined ? '' : `; on the SDKs: ${executed}`}\n`,
  );
  if (failed > 0) return EXIT.findings;
  if (python !== undefined || args.has('no-sdk')) return EXIT.clean;
  err(
    'The real SDKs were left out: no Python here has `modal`, `fal` and `fal_client` (name one with --python, or say --no-sdk).\n',
  );
  return EXIT.usage;
}

async function loadVerify(): Promise<typeof Verify> {
  try {
    return await import('../../verify/verify-content.ts');
  } catch (error) {
    if (codeOf(error) !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new UsageError(
      `\`verify\` reads markdown with packages that are not here: npm install --save-dev ${MARKDOWN}`,
    );
  }
}

/** The Python that was named, the project's own, or the machine's: the first that has the SDKs. */
function findPython(named: string | undefined): string | undefined {
  const candidates = named === undefined ? [join('.venv', 'bin', 'python'), 'python3'] : [named];
  return candidates.find((python) => {
    const { status } = spawnSync(python, ['-c', 'import modal, fal, fal_client'], {
      stdio: 'ignore',
    });
    return status === 0;
  });
}
