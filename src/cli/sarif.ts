import { type Finding, type LintCode, severityOf } from '../domain/definition/finding.js';
import { ERROR_TABLES } from '../domain/errors.js';
import { stableFraction } from '../domain/stable-hash.js';

/*
 * SARIF 2.1.0 (OASIS), the form in which code review takes findings. Places are relative to the folder in which lint runs:
 * mostly the repository's root, which is what %SRCROOT% means to its readers.
 */

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
const RULES = Object.keys(ERROR_TABLES.lint) as LintCode[];

/** A SARIF log of one run of lint. `uriOf` makes a file's name relative, with forward slashes. */
export function sarifLog(findings: readonly Finding[], uriOf: (file: string) => string): object {
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'followthrough', rules: RULES.map(rule) } },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The folder in which lint ran.' } } },
        results: findings.map((finding) => result(finding, uriOf(finding.file))),
      },
    ],
  };
}

function rule(code: LintCode): object {
  const { title, help } = ERROR_TABLES.lint[code];
  return {
    id: code,
    shortDescription: { text: `${title}.` },
    help: { text: help },
    defaultConfiguration: { level: severityOf(code) },
  };
}

function result(finding: Finding, uri: string): object {
  const { code, line, column, severity, message, pointer } = finding;
  return {
    ruleId: code,
    ruleIndex: RULES.indexOf(code),
    level: severity,
    message: { text: message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri, uriBaseId: '%SRCROOT%' },
          region: { startLine: line, startColumn: column },
        },
        logicalLocations: [{ fullyQualifiedName: pointer === '' ? '/' : pointer }],
      },
    ],
    // Lines move with every edit above them; what a finding is about does so less.
    partialFingerprints: { 'findingPlace/v1': stableFraction(`${uri} ${code} ${pointer}`).toString(36).slice(2) },
  };
}
