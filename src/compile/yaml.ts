import { stringify } from 'yaml';
import type { SdkFile } from '../model/rule-set.ts';
import { isOfText, type Rule } from '../model/rule.ts';
import { addressPattern, commandPattern, patternOf, type Pattern } from './pattern.ts';

/** What a person who runs the stock ast-grep must know. */
const NOTE =
  'ast-grep sees how a name is written, not what it means: other spellings are missed and look-alikes are found. ' +
  'modal-lint resolves names.';

/** The text of a rule's file: one ast-grep rule a language; the first line says which row it comes from. */
export function ruleFile(rule: Rule, sdk: SdkFile): string {
  const { file, line } = rule.source;
  const commands = rule.matches.filter((match) => isOfText(match) && match.role !== 'address');
  const addresses = rule.matches.filter(({ role }) => role === 'address');
  const symbols = rule.matches.filter((match) => !isOfText(match));
  const documents = [
    ...(addresses.length > 0 ? [document(rule, 'python', addressPattern(addresses))] : []),
    ...(symbols.length > 0 ? [document(rule, 'python', patternOf(symbols, sdk))] : []),
    ...(commands.length > 0 ? [document(rule, 'bash', commandPattern(commands))] : []),
  ];
  const texts = documents.map((one, index) => {
    // Ids are unique in a scan.
    const id = index === 0 ? rule.id : `${rule.id}-command`;
    return stringify({ id, ...one }, { lineWidth: 0, singleQuote: true });
  });
  const head = `# ${file}:${line}\n# Written by \`npm run compile\`: change the row, not this file.\n`;
  return head + texts.join('---\n');
}

function document(
  rule: Rule,
  language: 'python' | 'bash',
  pattern: Pattern,
): Readonly<Record<string, unknown>> {
  const { topic, verdict, modal, fal, url } = rule;
  return {
    language,
    severity: 'warning',
    message: messageOf(rule),
    note: NOTE,
    url,
    rule: pattern,
    metadata: { topic, verdict, modal, fal },
  };
}

function messageOf({ modal, fal, verdict, reason }: Rule): string {
  if (verdict === 'no-equivalent') return `${modal} has no equivalent on fal.`;
  const end = reason === undefined ? '' : ` ${reason}`;
  return `${modal} is Modal's; on fal it is ${fal}.${end}`;
}
