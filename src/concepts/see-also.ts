import type { Definition, Link, Nodes, Paragraph, Root, RootContent } from 'mdast';
import { visit } from 'unist-util-visit';
import { placeOf, plainText } from './markdown.ts';
import type { Report } from './message.ts';
import type { SeeAlso } from './topic.ts';

/** Whether a node is the line `See also: [Modal …](…), [fal …](…)`. */
export function isSeeAlso(node: Nodes | undefined): node is Paragraph {
  return node?.type === 'paragraph' && /^see also\b/i.test(plainText([node]));
}

/** The links to the two documentations. */
export function readSeeAlso(body: readonly RootContent[], report: Report): SeeAlso {
  const node = body.find(isSeeAlso);
  if (!node) return {};
  if (node !== body.at(-1)) {
    report('see-also-last', placeOf(node), '`See also:` ends a section; move it below the rest');
  }
  const links = node.children.filter((child) => child.type === 'link');
  const modal = linkTo('Modal', links, report);
  const fal = linkTo('fal', links, report);
  return { ...(modal !== undefined && { modal }), ...(fal !== undefined && { fal }) };
}

function linkTo(sdk: 'Modal' | 'fal', links: readonly Link[], report: Report): string | undefined {
  const link = links.find((one) => new RegExp(`^\`?${sdk}\\b`, 'i').test(plainText(one.children)));
  if (!link) return undefined;
  const host = URL.canParse(link.url) ? new URL(link.url).hostname : '';
  if (host !== '' && !host.includes(sdk.toLowerCase())) {
    const message = `The link to ${sdk} leads to \`${host}\`; write an address of ${sdk}'s documentation`;
    report('see-also-host', placeOf(link), message);
  }
  return link.url;
}

/** Reports what is missing in the `See also:` line of a row's section. */
export function checkSeeAlso(
  body: readonly RootContent[],
  { modal, fal }: SeeAlso,
  needsFal: boolean,
  place: ReturnType<typeof placeOf>,
  report: Report,
): void {
  const node = body.find(isSeeAlso);
  const form = '`See also: [Modal …](https://…), [fal …](https://…)`';
  if (!node) {
    report('see-also-missing', place, `The section has no links; end it with ${form}`);
    return;
  }
  if (modal === undefined) {
    report('see-also-modal', placeOf(node), `No link here starts with \`Modal\`; write ${form}`);
  }
  if (fal === undefined && needsFal) {
    report('see-also-fal', placeOf(node), `No link here starts with \`fal\`; write ${form}`);
  }
}

/** Reports links that no reader can follow. */
export function checkLinks(root: Root, report: Report): void {
  visit(root, (node) => {
    if (node.type === 'link' || node.type === 'definition') checkLink(node, report);
  });
}

function checkLink(node: Link | Definition, report: Report): void {
  const { url } = node;
  if (url === '') {
    report('link-empty', placeOf(node), 'The link has no address; write one');
  } else if (/^[a-z][a-z0-9+.-]*:/i.test(url) && !/^https:\/\/\S/.test(url)) {
    report(
      'link-not-https',
      placeOf(node),
      `\`${url}\` is not fetched safely; write \`https://…\``,
    );
  }
}
