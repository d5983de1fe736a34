import type { Diagnostic, Fix, Severity } from '../model/diagnostic.ts';
import type { Lines } from '../model/lines.ts';
import type { Edit, Span } from '../model/span.ts';
import { linesByFile, type CheckReport, type RuleInfo } from './check-report.ts';

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';
const LEVELS: Record<Severity, string> = { error: 'error', warning: 'warning', info: 'note' };

/** Findings as SARIF 2.1.0. */
export function sarif(report: CheckReport): string {
  const { tool, rules, diagnostics, failures } = report;
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  const linesOf = linesByFile(report);
  const run = {
    tool: {
      driver: {
        name: tool.name,
        version: tool.version,
        informationUri: tool.homepage,
        rules: rules.map(descriptor),
      },
    },
    columnKind: 'utf16CodeUnits',
    invocations: [
      {
        executionSuccessful: failures.length === 0,
        toolExecutionNotifications: failures.map(({ file, message }) => ({
          level: 'error',
          message: { text: message },
          locations: [{ physicalLocation: { artifactLocation: artifact(file) } }],
        })),
      },
    ],
    results: diagnostics.map((each) => result(each, indexes.get(each.rule), report, linesOf)),
  };
  return `${JSON.stringify({ $schema: SCHEMA, version: '2.1.0', runs: [run] }, undefined, 2)}\n`;
}

function descriptor({ id, summary, severity, help, url, tags }: RuleInfo): object {
  return {
    id,
    name: id.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: summary },
    ...(help !== undefined && { help: { text: help, markdown: help } }),
    ...(url !== undefined && { helpUri: url }),
    defaultConfiguration: { level: LEVELS[severity] },
    properties: { tags },
  };
}

function result(
  diagnostic: Diagnostic,
  ruleIndex: number | undefined,
  { fingerprintOf }: CheckReport,
  linesOf: (file: string) => Lines,
): object {
  const { rule, severity, message, file, start, end, span, fix } = diagnostic;
  const region = {
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    endColumn: end.column,
    charOffset: span.start,
    charLength: span.end - span.start,
  };
  return {
    ruleId: rule,
    ...(ruleIndex !== undefined && { ruleIndex }),
    level: LEVELS[severity],
    message: { text: message },
    locations: [{ physicalLocation: { artifactLocation: artifact(file), region } }],
    partialFingerprints: { 'modalLint/v1': fingerprintOf(diagnostic) },
    ...(fix && { fixes: [fixOf(fix, linesOf)] }),
  };
}

function fixOf({ title, edits }: Fix, linesOf: (file: string) => Lines): object {
  return {
    description: { text: title },
    artifactChanges: Object.entries(edits).map(([file, list]) => ({
      artifactLocation: artifact(file),
      replacements: list.map((edit) => replacement(edit, linesOf(file))),
    })),
  };
}

function replacement({ span, text }: Edit, lines: Lines): object {
  return {
    deletedRegion: region(span, lines),
    ...(text !== '' && { insertedContent: { text } }),
  };
}

function region(span: Span, lines: Lines): object {
  const start = lines.position(span.start);
  const end = lines.position(span.end);
  return {
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    endColumn: end.column,
  };
}

/** A file as a URI: relative to the source root, or absolute where it lies outside. */
function artifact(file: string): object {
  const path = file.split('/').map(encodeURIComponent).join('/');
  if (file.startsWith('/')) return { uri: `file://${path}` };
  return { uri: path, uriBaseId: '%SRCROOT%' };
}
