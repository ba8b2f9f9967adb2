import { Command, type CommanderError } from 'commander';
import type { Register, Run } from './command.js';
import { userAbsent, userBack } from './commands/absence.js';
import { bootstrap } from './commands/bootstrap.js';
import { BULK_COMMANDS } from './commands/bulk.js';
import { bulkAbort, bulkList, bulkShow } from './commands/bulk-list.js';
import {
  CAMPAIGN_COMMANDS,
  campaignApprove,
  campaignDraft,
  campaignEdit,
  campaignList,
  campaignRate,
  campaignSchedule,
  campaignShow,
  campaignUpload,
} from './commands/campaign.js';
import { campaignCheck } from './commands/campaign-check.js';
import { campaignGuests } from './commands/campaign-guests.js';
import { campaignHistory } from './commands/campaign-history.js';
import { campaignPreview, campaignTest } from './commands/campaign-looks.js';
import { campaignRecipients } from './commands/campaign-recipients.js';
import { campaignExport, campaignResultsOf } from './commands/campaign-results.js';
import { careBack, careCalendarCommand, careDay, careList, careOut, carePeople } from './commands/care.js';
import { consentAdd, consentShow } from './commands/consent.js';
import { contactErase } from './commands/contact.js';
import { contactLift, contactSuppress } from './commands/contact-suppression.js';
import { dealSet } from './commands/deal.js';
import { deployCheck, deployDrain, deployPromote, deployRollback, deployStatus } from './commands/deploy.js';
import { doctor } from './commands/doctor.js';
import { enrol } from './commands/enrol.js';
import { event } from './commands/event.js';
import { formLinksOf, formList, formShow, formSubmissions } from './commands/form.js';
import { graph } from './commands/graph.js';
import { importCsv, importZoho } from './commands/import.js';
import { journey } from './commands/journey.js';
import { exit, pause, resume, retry } from './commands/journey-commands.js';
import { journeys } from './commands/journeys.js';
import { keyAdd, keyList, keyRevoke } from './commands/key.js';
import { leadAdd } from './commands/lead.js';
import { userLeave, userLeaving } from './commands/leave.js';
import { lint } from './commands/lint.js';
import { logCall } from './commands/log-call.js';
import { mailReadings, mailReceived, mailRetry } from './commands/mail-received.js';
import { mailSort } from './commands/mail-sort.js';
import { mailboxAdd, mailboxSet } from './commands/mailbox.js';
import { mailboxCheck, mailboxList, mailboxShow } from './commands/mailbox-show.js';
import { messageArrived, messageList, messageResend } from './commands/message.js';
import { notices } from './commands/notices.js';
import { policyShow } from './commands/policy-show.js';
import { poolAdd, poolClaim, poolGive, poolList, poolRemove, poolReturn, poolShow } from './commands/pool.js';
import { poolCreate, poolLimit, poolSet } from './commands/pool-settings.js';
import { publish, rollback } from './commands/publish.js';
import { rebuild, verify } from './commands/records.js';
import { robotAdd, robotList, robotRemove, robotTest } from './commands/robot.js';
import { segmentCount, segmentExplain, segmentSample } from './commands/segment.js';
import { segmentClasses, segmentHistory, segmentList, segmentShow } from './commands/segment-list.js';
import { simulate } from './commands/simulate.js';
import { start } from './commands/start.js';
import { changeVersion, goal, move, reschedule, sendNow, skip } from './commands/steer-commands.js';
import { taskDone, taskList } from './commands/task.js';
import { taskAppoint, taskUnappoint } from './commands/task-appointment.js';
import { taskVisits } from './commands/task-visits.js';
import { teamAdd, teamList, teamMember, teamRemove, teamSet } from './commands/team.js';
import {
  templateCheck,
  templateDiff,
  templateList,
  templatePreview,
  templatePublish,
  templateShow,
  templateVersions,
} from './commands/template.js';
import { test } from './commands/test.js';
import { userAdd, userInvite, userList, userSet, userShow } from './commands/user.js';

/** What stands beside every command. */
export interface GlobalOptions {
  readonly json: boolean;
  readonly debug: boolean;
}

/** The whole tree of commands. To add one, write it under commands/ and name it here; docs/cli.md lists it too. */
export function buildProgram(run: Run, version: string): Command {
  const program = new Command('followthrough')
    .description('Durable sales journeys on Temporal: from first lead to years of after-sales care.')
    .version(version, '-V, --version', 'print the version')
    .option('--json', 'print JSON: one document, or one object a line for lists')
    .option('--debug', 'when something breaks: print where')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help for a command')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ outputError: () => undefined })
    .exitOverride()
    .addHelpText('after', GENERAL);
  const group = (name: string, summary: string): Command =>
    program.command(name).summary(summary).description(capital(summary));
  for (const register of [start, doctor, bootstrap, verify, rebuild]) register(program, run);
  for (const register of [lint, simulate, test, graph, publish, rollback]) register(program, run);
  const deploys = group('deploy', 'put another build of the worker beside the one that runs');
  for (const register of [deployStatus, deployCheck, deployPromote, deployRollback, deployDrain])
    register(deploys, run);
  const imports = group('import', 'bring people and their history in');
  for (const register of [importZoho, importCsv]) register(imports, run);
  for (const register of [
    enrol,
    journeys,
    journey,
    pause,
    resume,
    exit,
    retry,
    skip,
    reschedule,
    sendNow,
    move,
    changeVersion,
    goal,
  ])
    register(program, run);
  const bulks = group('bulk', 'give one command to many journeys, and follow that');
  for (const register of [...BULK_COMMANDS, bulkList, bulkShow, bulkAbort]) register(bulks, run);
  const segments = group('segment', 'list segments, and count, sample and explain whom a condition chooses');
  for (const register of [
    segmentList,
    segmentShow,
    segmentCount,
    segmentSample,
    segmentExplain,
    segmentHistory,
    segmentClasses,
  ])
    register(segments, run);
  const campaigns = group('campaign', 'write once to many: from draft to done');
  const ofCampaigns = [
    ...[campaignDraft, campaignEdit, campaignList, campaignShow, campaignCheck, campaignPreview, campaignTest],
    ...[campaignSchedule, campaignApprove],
    ...[...CAMPAIGN_COMMANDS, campaignRate, campaignUpload, campaignRecipients, campaignHistory],
    ...[campaignGuests, campaignResultsOf, campaignExport],
  ];
  registerAll(campaigns, ofCampaigns, run);
  const forms = group('form', 'see what came by public forms, and where they are');
  registerAll(forms, [formList, formShow, formLinksOf, formSubmissions], run);
  const messages = group('message', 'list messages, and settle those in doubt');
  for (const register of [messageList, messageArrived, messageResend]) register(messages, run);
  const tasks = group('task', 'list and complete tasks, and make their appointments');
  for (const register of [taskList, taskVisits, taskDone, taskAppoint, taskUnappoint]) register(tasks, run);
  notices(program, run);
  const users = group('user', 'make users, and say who is away');
  for (const register of [
    userAdd,
    userSet,
    userInvite,
    userList,
    userShow,
    userAbsent,
    userBack,
    userLeave,
    userLeaving,
  ])
    register(users, run);
  const teams = group('team', 'make teams, and say who is in them');
  for (const register of [teamAdd, teamSet, teamMember, teamRemove, teamList]) register(teams, run);
  const keys = group('key', 'make and revoke API keys');
  for (const register of [keyAdd, keyList, keyRevoke]) register(keys, run);
  const mailboxes = group('mailbox', 'make mailboxes, and say by which servers they send and are read');
  for (const register of [mailboxAdd, mailboxSet, mailboxShow, mailboxCheck, mailboxList]) register(mailboxes, run);
  const templates = group('template', 'edit, preview and publish what mails are made of');
  const ofTemplates = [
    ...[templateList, templateShow, templateVersions, templateDiff],
    ...[templateCheck, templatePreview, templatePublish],
  ];
  registerAll(templates, ofTemplates, run);
  const robots = group('robot', 'let chat robots say notices');
  registerAll(robots, [robotAdd, robotList, robotTest, robotRemove], run);
  const pools = group('pool', 'claim leads from pools, give them back, and say what holds for a pool');
  for (const register of [poolList, poolShow, poolClaim, poolReturn, poolGive]) register(pools, run);
  for (const register of [poolAdd, poolRemove, poolCreate, poolSet, poolLimit]) register(pools, run);
  const cares = group('care', 'see what care comes by itself, and take people out of it');
  registerAll(cares, [careCalendarCommand, careDay, carePeople, careOut, careBack, careList], run);
  leadAdd(group('lead', 'add leads'), run);
  dealSet(group('deal', 'change deals'), run);
  const mails = group('mail', 'look into mails');
  for (const register of [mailReceived, mailReadings, mailRetry, mailSort]) register(mails, run);
  const consents = group('consent', 'keep what contacts have agreed to');
  for (const register of [consentAdd, consentShow]) register(consents, run);
  const contacts = group('contact', 'erase people who wish to be gone, and say where nothing is sent');
  for (const register of [contactErase, contactSuppress, contactLift]) register(contacts, run);
  policyShow(group('policy', 'show what holds for every message'), run);
  logCall(group('log', 'log what a rep has done'), run);
  event(program, run);
  for (const parent of program.commands.filter(({ commands }) => commands.length > 0)) exampleOfGroup(parent);
  for (const command of walk(program)) nameInErrors(command);
  return program;
}

const GENERAL = `
Examples:
  $ followthrough start
  $ followthrough lead add --email ada@example.com --last-name Lovelace
  $ followthrough journey ada@example.com

The API that commands speak to is the one that runs here, else the one of FOLLOWTHROUGH_URL with FOLLOWTHROUGH_KEY.
Exit codes: 0 done, 1 refused or failed, 2 wrong use. NO_COLOR turns colours off.`;

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

/** A group's example is its help, which has those of its commands. */
function exampleOfGroup(parent: Command): void {
  const lines = parent.commands.map((command) => `  $ followthrough ${pathOf(command)} --help`);
  parent.addHelpText('after', ['', 'Examples:', ...lines].join('\n'));
}

/** Every command of a tree, itself first. */
export const walk = (command: Command): readonly Command[] => [command, ...command.commands.flatMap(walk)];

/** `task done`: what is typed after the program's name. */
export function pathOf(command: Command): string {
  const { parent } = command;
  return parent === null ? '' : `${pathOf(parent)} ${command.name()}`.trim();
}

/** A use that commander can't make out, with the command it was about. */
export class MisusedCommand extends Error {
  constructor(
    readonly error: CommanderError,
    readonly path: string,
  ) {
    super(error.message);
  }
}

function nameInErrors(command: Command): void {
  command.exitOverride((error) => {
    throw new MisusedCommand(error, pathOf(command));
  });
}

function registerAll(parent: Command, commands: readonly Register[], run: Run): void {
  for (const register of commands) register(parent, run);
}
