import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KINDS } from '../../../../src/db/import/zoho/kinds.js';

export type Row = { readonly [column: string]: string };

const TYPICAL: { readonly [file: string]: Row } = {
  'Users.csv': { USER_ID: '1', 'Last Name': 'Rita Rep', Email: 'rita@seller.example' },
  'Accounts.csv': { ACCOUNTID: '50', 'Account Name': 'Acme', 'Account Owner': 'Rita Rep', 'Account Owner Id': '1' },
  'Leads.csv': {
    LEADID: '100',
    'Last Name': 'Denson',
    Company: 'Acme',
    'Lead Owner': 'Rita Rep',
    Email: 'denson@buyer.example',
    Mobile: '660-485-0224',
    Website: 'buyer.example',
    Industry: 'Education',
    'Lead Source': 'Trade Show',
    'Lead Status': 'Contacted',
    'Created Time': '15 Apr, 2021 00:03:00',
    CONVERTED: 'No',
  },
  'Contacts.csv': {
    CONTACTID: '200',
    'Last Name': 'Denson',
    'Contact Owner': 'Tom Twin',
    'Contact Owner Id': '2',
    'Account Id': '50',
    Email: 'Denson@Buyer.example',
    'Lead Source': 'Cold Call',
    Mobile: '660-485-0224',
    'Created Time': '16 Apr, 2021 00:02:00',
  },
  'Campaigns.csv': {
    CAMPAIGNID: '900',
    'Campaign Name': 'Spring',
    Type: 'Email',
    Status: 'Complete',
    'Created Time': '2021-04-01',
    'Start Date': '2021-04-01',
    'End Date': '2021-04-20',
    'Expected Revenue': '$342.09K',
    'Budgeted Cost': '$1,117.10K',
    'Actual Cost': '$6.43K',
  },
  'Potentials.csv': {
    'Potential Name': 'Denson, New roof',
    'Potential Owner': 'Tom Twin',
    'Created Time': '20 Apr, 2021 00:02:00',
    'Closing Date': '25 Apr, 2021 00:03:00',
    Amount: '$22,700.00',
    'Expected Revenue': '$33,500.00',
    Stage: 'Closed Won',
    Type: 'New Business',
    'Lead Source': 'OnlineStore',
    Probability: '100',
    LEADID: '100',
    'Campaign Id': '900',
  },
  'Invoices.csv': {
    INVOICEID: '300',
    Subject: 'A chair',
    'Invoice Number': '77',
    'Invoice Owner': 'Rita Rep',
    'Invoice Owner Id': '1',
    'Invoice Status': 'Delivered',
    'Created Time': '20 Apr, 2021 07:49:50',
    'Modified Time': '21 Apr, 2021 02:44:57',
    'Account Id': '50',
    'Contact Id': '200',
    'Sub Total': '$22.63',
    Discount: '$1.00',
    Tax: '$2.00',
    Adjustments: '$0.27',
    'Grand Total': '$24',
  },
  'Quotes.csv': {
    QUOTEID: '400',
    Subject: 'A chair',
    'Created Time': '19 Apr, 2021 09:39:35',
    'Quote Owner': 'Rita Rep',
    'Quote Stage': 'Confirmed',
    'Valid Till': '20 Apr, 2021 09:34:11',
    'Modified Time': '19 Apr, 2021 10:00:00',
    'Sub Total': '$10.00',
    Discount: '$1.00',
    Tax: '$1.00',
    Adjustments: '$0.00',
    'Grand Total': '$10.00',
  },
  'Calls.csv': {
    TASKID: '500',
    'Call Start Time': '2021-04-15 23:03:00',
    'Call Duration (in seconds)': '420',
    'Call Owner': 'Rita Rep',
    Subject: 'Hello',
    'Call Type': 'Outbound',
    'Call Purpose': 'Prospecting',
    'Created Time': '2021-04-15 00:03:00',
    'Modified Time': '2021-10-08 00:09:00',
    CONTACTID: '200',
    ACCOUNTID: '50',
    LEADID: '',
    POTENTIALID: '0',
  },
  'Tasks.csv': {
    'Task Owner': 'Rita Rep',
    Subject: 'Call',
    'Created Time': '16 Apr, 2021 00:02:00',
    'Due Date': '20 Aug, 2021 00:06:00',
    Status: 'Completed',
    'Modified Time': '15 Oct, 2021 00:08:00',
  },
  'Cases.csv': {
    'Case Owner': 'Rita Rep',
    Status: 'Closed',
    'Case Origin': 'Email',
    'Created Time': '15 Apr, 2021 23:01:19',
    'Modified Time': '16 Jun, 2021 08:04:35',
    'Days to Closed': '62',
  },
  'Campaign_Lead_Status.csv': {
    'Campaign Name': 'Spring',
    'Lead First Name': 'Denson',
    'Lead Last Name': 'Denson',
    Status: 'Opened',
    'Last Modified Time': '04 Apr, 2021 00:02:00',
    'Is Lead Active?': 'Yes',
  },
};

/** The rows of an export by file; each row says only what it has that is not typical. */
export type ExportRows = { readonly [file: string]: readonly Row[] };

export const OWNERS: readonly Row[] = [{}, { USER_ID: '2', 'Last Name': 'Tom Twin', Email: 'tom@seller.example' }];

/** Writes an export to a new folder: the columns of the real one, typical rows with what the test changes. */
export async function writeExport(rows: ExportRows): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'zoho-export-'));
  for (const [file, given] of Object.entries(rows)) await writeFile(join(folder, file), csvOf(file, given));
  return folder;
}

export function csvOf(file: string, rows: readonly Row[]): string {
  const kind = KINDS.find((known) => known.file === file);
  if (!kind) throw new Error(`no kind has the file ${file}`);
  const columns = [...kind.needed, ...kind.others];
  const line = (fields: readonly string[]) =>
    `${fields.map((field) => `"${field.replaceAll('"', '""')}"`).join(',')}\n`;
  return (
    line(columns) +
    rows.map((row) => line(columns.map((column) => row[column] ?? TYPICAL[file]?.[column] ?? ''))).join('')
  );
}
