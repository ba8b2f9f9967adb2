import { examples, type Register } from '../command.js';
import { documented, type Outcome } from '../outcome.js';
import type { CsvImport, Deps, ImportAnswer, ZohoImport } from '../ports.js';

interface Common {
  readonly timezone?: string;
  readonly defaultCountry?: string;
  readonly source?: string;
  readonly out?: string;
}

/** Imports the folder of a Zoho CRM export. Rejected rows are told, they are no failure; a broken file is. */
async function runImportZoho(request: ZohoImport, deps: Deps): Promise<Outcome> {
  return outcomeOf(await deps.importZoho(request, deps.progress));
}

/** Imports any list of people by a map of its columns; without a map, shows one to start from. */
async function runImportCsv(request: CsvImport, deps: Deps): Promise<Outcome> {
  return outcomeOf(await deps.importCsv(request, deps.progress));
}

const outcomeOf = ({ status, report, text }: ImportAnswer): Outcome =>
  documented(report, text, status === 'refused' || status === 'interrupted' ? 1 : 0);

export const importZoho: Register = (parent, run) =>
  parent
    .command('zoho')
    .summary('import a Zoho CRM export')
    .description(
      'Import the CSV files of a Zoho CRM export as they are. Everything is checked before anything is written; rows with faults are left out, told with line, column and code, and written to a file with their reasons. The same import twice changes nothing.',
    )
    .argument('<folder>', 'the folder of the export')
    .option('--timezone <zone>', 'how times without a zone are read (default: UTC)')
    .option('--default-country <code>', 'for people whose country no column says: two letters, such as CN')
    .option('--source <text>', 'the lead source of rows that name none')
    .option('--out <folder>', 'where rejected rows and warnings go (default: a folder beside the data)')
    .addHelpText(
      'after',
      examples('import zoho ./zoho-crm-export', 'import zoho ./zoho-crm-export --timezone Asia/Shanghai'),
    )
    .action((folder: string, options: Common) => run((deps) => runImportZoho({ folder, ...options }, deps)));

export const importCsv: Register = (parent, run) =>
  parent
    .command('csv')
    .summary('import any other list of people')
    .description(
      'Import a CSV file by a map that says what its columns mean. Without --map a guessed one is printed, to be kept in a file and corrected; nothing is imported then.',
    )
    .argument('<file>', 'the CSV file; UTF-8 or GB18030, with comma, semicolon or tab')
    .option('--map <yaml>', 'the file that says what each column means')
    .option('--dry-run', 'check everything and say what would happen; write nothing')
    .option('--timezone <zone>', 'how times without a zone are read (default: UTC)')
    .option('--default-country <code>', 'for people whose country no column says: two letters, such as CN')
    .option('--source <text>', 'the lead source of rows that name none')
    .option('--out <folder>', 'where rejected rows and warnings go (default: a folder beside the data)')
    .addHelpText(
      'after',
      examples(
        'import csv fair.csv > fair-map.yaml',
        'import csv fair.csv --map fair-map.yaml --dry-run',
        'import csv fair.csv --map fair-map.yaml --source "Trade fair 2027" --default-country CN',
      ),
    )
    .action((file: string, options: Common & { readonly map?: string; readonly dryRun?: boolean }) =>
      run((deps) => runImportCsv({ file, ...options, dryRun: options.dryRun === true }, deps)),
    );
