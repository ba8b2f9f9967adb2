/** How somebody came to own a contact. `record`: written by what says nothing of it. */
export type Given = 'create' | 'edit' | 'import' | 'assign' | 'reassign' | 'handover' | 'claim' | 'give' | 'record';

/** How somebody ceased to own a contact without another's coming to own it. */
export type Taken =
  /** Given back to the pool by a person. */
  | 'return'
  /** Nobody followed up in time. */
  | 'reclaim'
  /** The owner works here no more. */
  | 'left';

/** Why an owner changes: kept with the ownership that ends and the one that begins. */
export interface Because {
  readonly how: Given | Taken;
  /** An actor, `journey:<id>`, `pool:<id>` or `import:<system>`. */
  readonly by: string;
  readonly reason?: string;
}

/** The workflow that is an ownership's clock. */
export const clockIdOf = (ownershipId: string): string => `lead-clock/${ownershipId}`;
