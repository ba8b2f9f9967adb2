import { z } from 'zod';

const record = z.record(z.string(), z.unknown());

/** The shape of the file that says whom a simulation is about. */
export const subjectFile = z.strictObject({
  contact: record,
  account: record.nullish(),
  deal: record.nullish(),
  owner: record.nullish(),
});

export type SubjectFile = z.infer<typeof subjectFile>;
