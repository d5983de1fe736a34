import { fileURLToPath } from 'node:url';
import { docsLoader } from '@astrojs/starlight/loaders';
import type { Loader, LoaderContext } from 'astro/loaders';
import { parseDocument } from 'yaml';
import { exampleRows } from './example-rows.ts';
import { findingsOf } from './findings.ts';
import { markdownIn, readContent } from './read-content.ts';
import { conceptRows } from './rows.ts';
import { topicMarkdown } from './topic-page.ts';

const REPOSITORY = 'https://github.com/modal-lint/modal-lint/blob/main/';

/** One page: frontmatter as data, Markdown as text. */
interface Page {
  /** The address without the slashes around it. */
  readonly id: string;
  /** Path from the root of the project: where the page is edited. */
  readonly file: string;
  readonly data: Record<string, unknown>;
  readonly text: string;
}

/** Pages of Starlight: its own folder, then the guide and the topics from `content/`. */
export function pagesLoader(): Loader {
  const own = docsLoader();
  return {
    name: 'modal-lint-pages',
    load: (context) =>
      loadAndWatch(context, async (root) => {
        context.store.clear();
        await own.load(context);
        for (const page of [...guidePages(root), ...(await topicPages(root))]) {
          await storePage(page, context);
        }
      }),
  };
}

/** The rows of all tables. */
export function rowsLoader(): Loader {
  return dataLoader('rows', (root) =>
    conceptRows(readContent(root).topics).map((data) => ({ id: data.id, data })),
  );
}

/** The examples of all topics. */
export function examplesLoader(): Loader {
  return dataLoader('examples', async (root) => {
    const content = readContent(root);
    const rows = exampleRows(content.topics, await findingsOf(content));
    return rows.map((data) => ({ id: `${data.topic}/${data.name}`, data }));
  });
}

interface Entry {
  readonly id: string;
  readonly data: Record<string, unknown>;
}

function dataLoader(name: string, read: (root: string) => Promise<Entry[]> | Entry[]): Loader {
  return {
    name: `modal-lint-${name}`,
    load: (context) =>
      loadAndWatch(context, async (root) => {
        context.store.clear();
        for (const { id, data } of await read(root)) {
          context.store.set({ id, data: await context.parseData({ id, data }) });
        }
      }),
  };
}

async function loadAndWatch(
  { config, watcher }: LoaderContext,
  load: (root: string) => Promise<void>,
): Promise<void> {
  const root = fileURLToPath(config.root);
  await load(root);
  watcher?.on('all', (_event, path) => {
    if (path.startsWith(`${root}content/`)) void load(root);
  });
}

async function storePage({ id, file, data, text }: Page, context: LoaderContext): Promise<void> {
  const url = new URL(file, context.config.root);
  // The page's address, for the check of links: it cannot be told from the file's place.
  const markdown = `---\nslug: ${id}\n---\n\n${text}`;
  const rendered = await context.renderMarkdown(markdown, { fileURL: url });
  const parsed = await context.parseData({ id, data, filePath: fileURLToPath(url) });
  const digest = context.generateDigest(text);
  context.store.set({ id, data: parsed, filePath: file, body: text, digest, rendered });
}

function guidePages(root: string): Page[] {
  return markdownIn(root, 'content/guide').map(({ file, text }) => {
    const [, yaml = '', body = ''] = /^---\n(.*?)\n---\n(.*)$/s.exec(text) ?? [];
    const data = parseDocument(yaml).toJS() as Record<string, unknown>;
    return { id: pageId(file), file, data, text: body };
  });
}

async function topicPages(root: string): Promise<Page[]> {
  const content = readContent(root);
  const findings = await findingsOf(content);
  return content.topics.map(({ topic, source }) => {
    const { file, title, description, order } = topic;
    const sourceUrl = (line: number): string => `${REPOSITORY}${file}?plain=1#L${line}`;
    const text = topicMarkdown({ topic, source, findings, sourceUrl });
    const data = { title, description, ...(order !== undefined && { sidebar: { order } }) };
    return { id: pageId(file), file, data, text: withoutFrontmatter(text) };
  });
}

function pageId(file: string): string {
  return file.replace(/^content\//, '').replace(/\.md$/, '');
}

function withoutFrontmatter(text: string): string {
  return text.replace(/^---\n.*?\n---\n/s, '');
}
