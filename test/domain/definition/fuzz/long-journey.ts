/** A journey of ten stages with `steps` steps in all (a multiple of 50), of the kinds that a sales process has. */
export function longJourney(steps: number): string {
  const stage = (s: number): string =>
    `  - id: s${s}\n    moves: [ { on: deal.lost, to: s9 } ]\n    steps:\n${Array.from({ length: steps / 50 }, (_, i) => round(s, `${s}-${i}`)).join('')}`;
  const stages = Array.from({ length: 10 }, (_, s) => stage(s)).join('');
  return `kind: journey\nid: long\nname: Long\ncalendar: cn-office\nstages:\n${stages}`;
}

const round = (stage: number, id: string): string => `      - id: mail-${id}
        email: { template: lead/hello, from: owner, purpose: service }
      - wait: { for: { on: email.replied, if: { event.step: mail-${id} } }, upTo: 2 business days }
        then:
          - id: call-${id}
            task: { kind: call, title: "Call {{contact.name}}", due: 4 hours, outcomes: [reached, no-answer] }
            onOutcome: { reached: [ { if: { contact.score: { gt: 5 } }, moveTo: s${(stage + 1) % 10} } ], no-answer: [] }
        else:
          - update: { contact.score: { add: 1 } }
`;
