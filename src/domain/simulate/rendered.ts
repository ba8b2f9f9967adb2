/** What came of rendering a message of a simulation. */
export type RenderedMessage =
  | {
      readonly outcome: 'ok';
      readonly subject: string;
      readonly html: string;
      readonly text: string;
      readonly locale: string;
      /** Where a click would unsubscribe: a place that is nowhere. */
      readonly unsubscribe: string;
    }
  | { readonly outcome: 'missing-variable' | 'render-failed'; readonly why: string };
