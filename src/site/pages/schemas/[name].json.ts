import type { APIRoute, GetStaticPaths } from 'astro';

/** The schemas of what programs read, each under the address that it gives itself. */
const texts: Record<string, string> = import.meta.glob(
  ['/src/report/*.schema.json', '/rules/rules.schema.json'],
  { query: '?raw', import: 'default', eager: true },
);

export const getStaticPaths = (() => {
  return Object.entries(texts).map(([file, text]) => {
    const { $id } = JSON.parse(text) as { $id: string };
    const [, name] = /\/schemas\/([\w-]+)\.json$/.exec($id) ?? [];
    if (name === undefined) throw new Error(`\`${file}\` has an address that no page has: ${$id}`);
    return { params: { name }, props: { text } };
  });
}) satisfies GetStaticPaths;

export const GET: APIRoute<{ text: string }> = ({ props }) => {
  return new Response(props.text, { headers: { 'content-type': 'application/schema+json' } });
};
