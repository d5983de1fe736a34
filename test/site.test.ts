import { spawnSync } from 'node:child_process';
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contrastProblems, pageProblems, shownFinding } from './site/in-page.ts';
import { buildIfOld, serve } from './site/serve.ts';

const root = join(import.meta.dirname, '..');
const site = join(root, 'dist-site');

const executable = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) =>
  existsSync(path),
);
const isRequired = process.env.CI === 'true';
if (!executable && !isRequired) {
  console.warn('The pages are not tested: chromium is missing (apt-get install chromium).');
}

let server: Server | undefined;
let browser: Browser;
let base: string;

describe.skipIf(!executable && !isRequired)('the site', () => {
  beforeAll(async () => {
    if (!executable) throw new Error('chromium is missing (apt-get install chromium)');
    buildIfOld(root, site);
    server = await serve(site);
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const off = ['gpu', 'quic', 'background-networking', 'component-update', 'sync'];
    browser = await chromium.launch({
      executablePath: executable,
      args: ['--no-sandbox', '--no-first-run', ...off.map((name) => `--disable-${name}`)],
    });
  });

  afterAll(async () => {
    if (!server) return;
    await browser.close();
    server.close();
  });

  test('has its pages', () => {
    const wanted = ['/', '/mapping/', '/status/', '/guide/install/', '/guide/configuration/'];
    expect(pages()).toEqual(expect.arrayContaining(wanted));
    expect(pages().some((page) => page.startsWith('/concepts/'))).toBe(true);
  });

  test('the table begins with what every program has, as the list of pages does', () => {
    const order = (page: string): string[] => {
      const html = readFileSync(join(site, page, 'index.html'), 'utf8');
      return [...html.matchAll(/href="\/concepts\/([\w-]+)\/"/g)].map(([, topic]) => topic ?? '');
    };
    const wanted = ['functions', 'classes', 'calling'];
    expect([...new Set(order('mapping'))].slice(0, 3)).toEqual(wanted);
    expect([...new Set(order('guide/install'))].slice(0, 3)).toEqual(wanted);
  });

  test.each(globSync(['src/report/*.schema.json', 'rules/*.schema.json'], { cwd: root }))(
    '%s has the address that it gives itself',
    (file) => {
      const text = readFileSync(join(root, file), 'utf8');
      const { $id } = JSON.parse(text) as { $id: string };
      const { homepage } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
        homepage: string;
      };
      expect($id.startsWith(`${homepage}/schemas/`)).toBe(true);
      expect(readFileSync(join(site, $id.slice(homepage.length)), 'utf8')).toBe(text);
    },
  );

  const views = [
    { theme: 'light', width: 1440 },
    { theme: 'dark', width: 1440 },
    { theme: 'light', width: 390 },
    { theme: 'dark', width: 320 },
  ] as const;

  test.each(views)(
    'every page is sound, $theme, $width wide: no errors, no requests to others, headings in order, contrast, no overflow',
    async ({ theme, width }) => {
      const viewport = { width, height: 900 };
      const problems = await onEveryPage({ viewport, colorScheme: theme }, async (page) => [
        ...(await page.evaluate(pageProblems, theme)),
        ...(await page.evaluate(contrastProblems)),
      ]);
      expect(problems).toEqual([]);
    },
  );

  test('every link inside leads to a page and, with a hash, to a place on it', () => {
    expect(pages().flatMap((page) => brokenLinks(page))).toEqual([]);
  });

  test('every rule leads to its section', () => {
    const { homepage, rules } = ruleSet();
    const lost = rules.map(({ url }) => url).filter((url) => !leads(url.slice(homepage.length)));
    expect(lost).toEqual([]);
  });

  const topics = () => pages().filter((page) => page.startsWith('/concepts/'));

  test('a page shows what the linter prints, letter by letter', async () => {
    for (const topic of topics()) {
      await onPage(topic, {}, async (page) => {
        const { args, files, text } = await page.evaluate(shownFinding);
        expect(text, topic).toBe(lint(args, files));
      });
    }
  });

  test('search finds a rule by its id', async () => {
    const { homepage, rules } = ruleSet();
    const [rule] = rules;
    if (!rule) throw new Error('rules/rules.json has no rules');
    await onPage('/', {}, async (page) => {
      await page.waitForFunction(() => customElements.get('site-search') !== undefined);
      await page.keyboard.press('Control+k');
      await page.locator('site-search input').fill(rule.id);
      const links = page.locator('site-search .pagefind-ui__result-link');
      await links.first().waitFor();
      const found = await links.evaluateAll((list) =>
        list.map((link) => link.getAttribute('href')),
      );
      expect(found).toContainEqual(rule.url.slice(homepage.length));
    });
  });

  test('the table has a row for every rule, without a script', async () => {
    await onPage('/mapping/', { javaScriptEnabled: false }, async (page) => {
      expect(await page.locator('tr[data-verdict]').count()).toBe(ruleSet().rules.length);
      expect(await page.locator('tr[data-verdict]:visible').count()).toBe(ruleSet().rules.length);
      expect(await page.locator('#mapping form').isVisible()).toBe(false);
    });
  });

  test('the table is filtered by words', async () => {
    await onPage('/mapping/', {}, async (page) => {
      await page.getByLabel('Filter by words').fill('MODAL enter');
      await expectOnly(page, (text) => /modal/i.test(text) && /enter/i.test(text));
    });
  });

  test('the table is filtered by verdict, with the keyboard alone', async () => {
    await onPage('/mapping/', {}, async (page) => {
      await page.getByLabel('Filter by words').focus();
      await page.keyboard.press('Tab');
      await page.keyboard.press('ArrowRight');
      await expectOnly(page, (text) => /\brewrite\b(?!-)/.test(text));
    });
  });

  test('the table says when nothing fits, and starts from its address', async () => {
    await onPage('/mapping/?q=no-such-thing&verdict=manual', {}, async (page) => {
      expect(await page.locator('tr:visible').count()).toBe(1);
      expect(await page.locator('output').textContent()).toMatch(/^0 of \d+ rows$/);
      expect(await page.getByLabel('manual').isChecked()).toBe(true);
    });
  });

  const readable = ['/', '/mapping/', '/status/', '/guide/configuration/'];
  test.each(readable)('%s can be read without a script', async (path) => {
    await onPage(path, { javaScriptEnabled: false }, async (page) => {
      expect(await page.locator('h1').first().isVisible()).toBe(true);
      const length = await page.locator('main').innerText();
      expect(length.length).toBeGreaterThan(500);
    });
  });
});

/** Some rows are shown, and every shown row fits. */
async function expectOnly(page: Page, fits: (text: string) => boolean): Promise<void> {
  const rows = page.locator('tr[data-verdict]');
  const shown = await rows.filter({ visible: true }).allInnerTexts();
  expect(shown.length).toBeGreaterThan(0);
  expect(shown.filter((text) => !fits(text))).toEqual([]);
  const total = await rows.count();
  expect(await page.locator('output').textContent()).toBe(`${shown.length} of ${total} rows`);
}

/** Opens each page and gathers what is wrong with it: by the browser's word, and by `look`. */
async function onEveryPage(
  options: BrowserContextOptions,
  look: (page: Page) => Promise<readonly string[]>,
): Promise<string[]> {
  const problems: string[] = [];
  const context = await browser.newContext(options);
  const paths = pages();
  const visitor = async (): Promise<void> => {
    const page = await context.newPage();
    const heard = listen(page);
    for (let path = paths.shift(); path !== undefined; path = paths.shift()) {
      await page.goto(base + path);
      const seen = [...(await look(page)), ...heard.splice(0)];
      problems.push(...seen.map((problem) => `${path} ${problem}`));
    }
  };
  await Promise.all([visitor(), visitor(), visitor()]);
  await context.close();
  return problems;
}

/** Opens a page and uses it; what the browser complains of meanwhile fails the test. */
async function onPage(
  path: string,
  options: BrowserContextOptions,
  use: (page: Page) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext(options);
  try {
    const page = await context.newPage();
    const heard = listen(page);
    await page.goto(base + path);
    await use(page);
    expect(heard).toEqual([]);
  } finally {
    await context.close();
  }
}

/** What the browser complains of, as it comes: errors, failed requests, requests to others. */
function listen(page: Page): string[] {
  const heard: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) heard.push(message.text());
  });
  page.on('pageerror', (error) => heard.push(error.message));
  page.on('request', (request) => {
    const url = request.url();
    if (/^\w+ps?:/.test(url) && !url.startsWith(base)) heard.push(`asks ${url}`);
  });
  page.on('requestfailed', (request) => {
    const text = request.failure()?.errorText ?? '';
    // A page that is left cuts off what it was still fetching.
    if (text !== 'net::ERR_ABORTED') heard.push(`${text} ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) heard.push(`${response.status()} ${response.url()}`);
  });
  return heard;
}

/** What the command line prints for the given files. */
function lint(args: readonly string[], files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'modal-lint-site-'));
  try {
    for (const [file, code] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), code);
    }
    const cli = join(root, 'src/cli/main.ts');
    const flags = ['check', '--isolated', '--color', 'never', '--quiet'];
    const { stdout } = spawnSync(process.execPath, [cli, ...flags, ...args], {
      cwd: folder,
      encoding: 'utf8',
    });
    return stdout.trim();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The addresses of all pages. */
function pages(): string[] {
  return globSync('**/index.html', { cwd: site })
    .map((file) => `/${file.replaceAll('\\', '/').replace(/index\.html$/, '')}`)
    .sort();
}

const texts = new Map<string, string>();

function htmlOf(path: string): string | undefined {
  const file = join(site, path, path.endsWith('/') ? 'index.html' : '');
  if (!existsSync(file)) return undefined;
  const text = texts.get(file) ?? readFileSync(file, 'utf8');
  texts.set(file, text);
  return text;
}

function brokenLinks(page: string): string[] {
  const links = [...(htmlOf(page) ?? '').matchAll(/<a\b[^>]*?\shref="([^"]*)"/g)];
  return links
    .map(([, href = '']) => href.replaceAll('&amp;', '&'))
    .filter((href) => href.startsWith('/') || href.startsWith('#'))
    .filter((href) => !leads(href.startsWith('#') ? page + href : href))
    .map((href) => `${page} → ${href}`);
}

function leads(address: string): boolean {
  const { pathname, hash } = new URL(address, 'http://site');
  const html = htmlOf(pathname);
  return html !== undefined && (hash === '' || html.includes(` id="${hash.slice(1)}"`));
}

interface Rules {
  readonly homepage: string;
  readonly rules: readonly { readonly id: string; readonly url: string }[];
}

function ruleSet(): Rules {
  return JSON.parse(readFileSync(join(root, 'rules/rules.json'), 'utf8')) as Rules;
}
