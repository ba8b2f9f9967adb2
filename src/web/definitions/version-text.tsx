import type { getDefinitionVersion } from '../../api/contracts/definitions.js';
import { useOne } from '../api/hooks.js';
import { Button } from '../kit/button.js';
import { Loaded } from '../kit/states.js';
import { toast } from '../kit/toast.js';
import { useTexts } from '../texts/use-texts.js';
import { linesOf } from './line-diff.js';
import { definitionsTexts } from './texts.js';
import { VersionChoice, type VersionChoiceProps } from './version-choice.js';

/** The text of a version, as it was published. */
export function VersionText({ id, ...choice }: VersionChoiceProps & { readonly id: string }) {
  const { version } = choice;
  const t = useTexts(definitionsTexts);
  const read = useOne<typeof getDefinitionVersion>('GET /v1/definitions/:id/versions/:version', {
    params: { id, version },
  });
  const text = read.data?.text;
  const copy = () =>
    navigator.clipboard.writeText(text ?? '').then(
      () => toast(t.copied),
      () => toast(t.copyFailed),
    );
  return (
    <div className="ft-stack">
      <div className="def-bar-line">
        <VersionChoice {...choice} />
        {text !== undefined && (
          <>
            <Button onPress={() => void copy()}>{t.copy}</Button>
            <span className="ft-soft ft-small">{t.lines(linesOf(text).length)}</span>
          </>
        )}
      </div>
      <Loaded key={version} of={read} lines={12}>
        {(shown) => <Lines label={t.textOf(version)} text={shown.text} />}
      </Loaded>
    </div>
  );
}

function Lines({ label, text }: { readonly label: string; readonly text: string }) {
  const lines = linesOf(text);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className="def-text" aria-label={label} tabIndex={0}>
      <pre lang="zxx">
        {lines.map((line, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is what stands in its place
          <span key={i} className="def-line">
            {line}
            {'\n'}
          </span>
        ))}
      </pre>
    </section>
  );
}
