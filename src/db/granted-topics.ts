/** The topics that are agreed to after these answers, oldest first; `*` is all, and taking it back takes all back. */
export function grantedTopics(answers: readonly { readonly topic: string; readonly granted: boolean }[]): string[] {
  const granted = new Set<string>();
  for (const { topic, granted: yes } of answers) {
    if (yes) granted.add(topic);
    else if (topic === '*') granted.clear();
    else granted.delete(topic);
  }
  return [...granted];
}
