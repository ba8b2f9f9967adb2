import type { ApiClient } from '../api/client.js';
import type { Finding } from '../domain/definition/finding.js';
import type { LintContext } from '../domain/definition/lint-context.js';
import type { Deployment } from '../domain/journey/place.js';
import type { Program } from '../domain/journey/program.js';
import type { Result } from '../domain/result.js';
import type { RenderedMessage } from '../domain/simulate/rendered.js';
import type { MessageToRender } from '../domain/simulate/simulate.js';
import type { SortedMail } from '../domain/sorted-mail.js';
import type { ReplayReport, WorkerBuild } from '../domain/worker-builds.js';
import type { Style } from './style.js';

/*
 * What commands need of the world. The entry file gives the real things, tests give others; a command itself touches
 * neither process nor disk.
 */

/** Folders and files that `lint` reads in place of the project's own. */
export interface LintPlaces {
  readonly templates?: string;
  readonly calendars?: string;
  readonly fields?: string;
  readonly eventTypes?: string;
  readonly policy?: string;
}

/** What stands around a definition, or the faults of the files that should say it. */
export type LintWorld = Result<LintContext, WorldFaults>;
export type WorldFaults = readonly Pick<Finding, 'file' | 'line' | 'column' | 'code' | 'message'>[];

/** What a simulation takes from the deployment around it. */
export interface SimulationWorld {
  readonly lint: LintContext;
  readonly deployment: Deployment;
  readonly render: (program: Program, message: MessageToRender) => Promise<RenderedMessage>;
}

/** A fault of a file, with its place. */
export interface FileFault {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly code: string;
  readonly message: string;
}

/** The rows of a CSV file by the names of its columns. */
export interface CsvTable {
  readonly header: readonly string[];
  readonly rows: readonly { readonly line: number; readonly fields: readonly string[] }[];
}

/** One thing that `doctor` looked at. */
export interface Checkup {
  readonly name: string;
  readonly state: 'well' | 'doubtful' | 'faulty';
  /** What was found, in one line; of a fault the cause. */
  readonly detail: string;
  /** What to do about it; null if there is nothing to do. */
  readonly fix: string | null;
}

export interface ZohoImport {
  readonly folder: string;
  readonly timezone?: string;
  readonly defaultCountry?: string;
  readonly source?: string;
  /** Folder for rejected rows and warnings; absent: one beside the data. */
  readonly out?: string;
}

export interface CsvImport extends Omit<ZohoImport, 'folder'> {
  readonly file: string;
  /** The file that says what each column means; absent: one is guessed, and shown unless it is a dry run. */
  readonly map?: string;
  readonly dryRun: boolean;
}

/** What came of an import. `report` is its JSON, `text` the same for people. */
export interface ImportAnswer {
  readonly status: 'done' | 'dry-run' | 'refused' | 'interrupted' | 'map-guessed';
  readonly text: string;
  readonly report: unknown;
}

/** How the first user of ops gets in. */
export interface FirstAccess {
  readonly userId: string;
  readonly key: string;
  readonly invitation: { readonly url: string; readonly until: string };
}

/** The builds of the worker beside each other, on the Temporal that the environment names (law 16). */
export interface WorkerBuilds {
  readonly deployment: string;
  builds(): Promise<readonly WorkerBuild[]>;
  /** Journeys that begin, wake or take their next step from now on go to this build. */
  makeCurrent(buildId: string): Promise<void>;
  /** Open journeys whose present run stays on a build. */
  journeysOn(buildId: string): Promise<number>;
  /** Lets up to `most` of them go on with the current build at their next step. Answers how many. */
  release(buildId: string, most: number): Promise<number>;
  /** The id of the code of this checkout. */
  ownBuild(): Promise<string>;
  /** Replays on that code what is in flight, and the latest runs that are over. */
  replay(): Promise<ReplayReport>;
}

/** Says how a long piece of work goes, where a person may see it; never on standard output. */
export type Progress = (line: string) => void;

export interface Deps {
  /** The API with its key. Throws a CommandFailure if nothing says where it is. */
  readonly api: () => Promise<ApiClient>;
  /** A file's text. Throws a CommandFailure that names the file. */
  readonly readText: (path: string) => Promise<string>;
  /** A file's bytes. Throws a CommandFailure that names the file. */
  readonly readBytes: (path: string) => Promise<Uint8Array>;
  /** All that comes on standard input, without the line break at its end. */
  readonly readInput: () => Promise<string>;
  /** What an incoming mail is. Never throws, whatever the bytes are. */
  readonly sortMail: (raw: Uint8Array) => Promise<SortedMail>;
  /** Writes a file, with the folders to it, also as its parts come. Throws a CommandFailure that names the file. */
  readonly writeText: (path: string, text: string | AsyncIterable<string>) => Promise<void>;
  readonly lintWorld: (places: LintPlaces) => Promise<LintWorld>;
  /** The files of scenarios in a folder and below, or the one that a file is or has beside it. */
  readonly scenarioFiles: (place: string) => Promise<readonly string[]>;
  readonly simulationWorld: (places: LintPlaces) => Promise<Result<SimulationWorld, WorldFaults>>;
  readonly readCsv: (path: string) => Promise<Result<CsvTable, readonly FileFault[]>>;
  /** Writes a file below a folder, which is made if need be. */
  readonly writeInto: (folder: string, name: string, text: string) => Promise<void>;
  /** One value for each change of the files and of what `lintWorld` reads for these places, from now on until Ctrl-C. */
  readonly lintChanges: (files: readonly string[], places: LintPlaces) => Promise<AsyncIterable<void>>;
  /** A file's name as a URI relative to the folder that the command runs in. */
  readonly uriOf: (file: string) => string;
  readonly doctor: () => Promise<readonly Checkup[]>;
  /** Opens them for a piece of work. Throws a CommandFailure if Temporal isn't named or doesn't answer. */
  readonly withWorkerBuilds: <T>(work: (builds: WorkerBuilds) => Promise<T>) => Promise<T>;
  readonly importZoho: (request: ZohoImport, progress: Progress) => Promise<ImportAnswer>;
  readonly importCsv: (request: CsvImport, progress: Progress) => Promise<ImportAnswer>;
  /** Makes the first user of ops in the database itself. Throws a CommandFailure if there is one. */
  readonly bootstrap: (user: { readonly email: string; readonly name: string }) => Promise<FirstAccess>;
  /** Starts the whole system with these arguments and waits for its end; its exit code. */
  readonly startSystem: (args: readonly string[]) => Promise<number>;
  /** Waits, in real ms. */
  readonly pause: (ms: number) => Promise<void>;
  readonly progress: Progress;
  /** Prints a part of the result at once, on standard output; for commands that go on. */
  readonly say: (text: string) => void;
  /** Says something beside the result, on standard error. */
  readonly note: (line: string) => void;
  readonly style: Style;
}
