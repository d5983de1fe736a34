import type { Diagnostic, Severity } from '../model/diagnostic.ts';
import type { Lines } from '../model/lines.ts';
import { linesByFile, type Findings } from './check-report.ts';
import { frame } from './frame.ts';
import { oneLine, styleOf, type Style } from './style.ts';

/** Findings for a person: the code with carets, what to write on fal, and the page that explains it. */
export function full(findings: Findings, colour: boolean): string {
  const style = styleOf(colour);
  const linesOf = linesByFile(findings);
  return findings.diagnostics
    .map((each) => `${block(each, linesOf(each.file), style)}\n\n`)
    .join('');
}

function block(diagnostic: Diagnostic, lines: Lines, style: Style): string {
  const { file, start, rule, message, severity, help, url, fix } = diagnostic;
  const place = style.bold(`${oneLine(file)}:${start.line}:${start.column}`);
  const kind = severityStyle(severity, style)(`${severity}[${rule}]`);
  const indent = ' '.repeat(String(diagnostic.end.line).length);
  const note = (name: string, text: string | undefined): string[] =>
    text === undefined
      ? []
      : [`${indent} ${style.blue('=')} ${style.bold(name)}: ${oneLine(text)}`];
  return [
    `${place}: ${kind} ${oneLine(message)}`,
    ...(lines.source === '' ? [] : frame(diagnostic, lines, style)),
    ...note('fal', diagnostic.verdict === undefined ? undefined : help),
    ...note('help', diagnostic.verdict === undefined ? help : undefined),
    ...note('fix', fix && `${fix.title} (${fix.applicability})`),
    ...note('see', url),
  ].join('\n');
}

/** The colour of a severity. */
export function severityStyle(severity: Severity, style: Style): (text: string) => string {
  return { error: style.red, warning: style.yellow, info: style.blue }[severity];
}
