import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { extname, join } from 'node:path';

/** Builds the site, unless it is newer than everything that it is made of. */
export function buildIfOld(root: string, site: string): void {
  const made = existsSync(join(site, 'index.html'))
    ? statSync(join(site, 'index.html')).mtimeMs
    : 0;
  const sources = globSync(
    ['src/**/*', 'content/**/*', 'astro.config.mjs', 'package.json', 'package-lock.json'],
    { cwd: root },
  );
  if (sources.every((file) => statSync(join(root, file)).mtimeMs < made)) return;
  // Not Vitest's own variables: Astro would take them for its own and build for development.
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, ASTRO_TELEMETRY_DISABLED: '1' };
  const astro = join(root, 'node_modules/astro/bin/astro.mjs');
  try {
    execFileSync(process.execPath, [astro, 'build'], { cwd: root, env, stdio: 'pipe' });
  } catch (error) {
    // Pages with broken links are written before the links are checked: the next run must not take them.
    rmSync(join(site, 'index.html'), { force: true });
    throw error;
  }
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};

/** A static server as the real one is: folders have an `index.html`. */
export function serve(folder: string): Promise<Server> {
  const made = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site');
    const path = join(
      folder,
      decodeURIComponent(pathname),
      pathname.endsWith('/') ? 'index.html' : '',
    );
    if (!existsSync(path) || statSync(path).isDirectory()) {
      response.writeHead(404).end();
      return;
    }
    const type = TYPES[extname(path)] ?? 'application/octet-stream';
    response.writeHead(200, { 'content-type': type }).end(readFileSync(path));
  });
  return new Promise((resolve) => {
    made.listen(0, '127.0.0.1', () => resolve(made));
  });
}
