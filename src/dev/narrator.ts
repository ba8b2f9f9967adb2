/** What a long piece of work tells of itself, and how it is called off. */
export interface Narrator {
  /** Takes a line for people: progress, or an attempt that failed. */
  readonly say: (line: string) => void;
  readonly signal?: AbortSignal;
}
