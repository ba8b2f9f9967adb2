import { z } from 'zod';

const record = z.record(z.string(), z.unknown());

/** The shape of the file that says whom a simulation is about. Its keys are judged together with its fields. */
export const subjectFile = z.looseObject({
  contact: record,
  account: record.nullish(),
  deal: record.nullish(),
  owner: record.nullish(),
});

export type SubjectFile = z.infer<typeof subjectFile>;
