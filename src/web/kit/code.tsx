import type { ReactNode } from 'react';

/** A name that a definition gives: an id of a step, an outcome, an event. In no language, so no voice should guess one. */
export const Code = ({ children }: { readonly children: ReactNode }) => <code lang="zxx">{children}</code>;
