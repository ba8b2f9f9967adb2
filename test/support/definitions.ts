/** A journey definition for a test: its id and its steps, each line indented by two. */
export const aJourney = (id: string, steps: string, enter = 'on: nothing.such, again: always'): string => `
kind: journey
id: ${id}
name: ${id}
variables: { topic: our offer }
enter: { ${enter} }
steps:
${steps}
`;

/** A step that sends the one template that a TestSystem has. */
export const aMail = (id: string): string =>
  `  - id: ${id}\n    email: { template: test/hello, from: owner, purpose: marketing }`;
