import { useStore } from '../api/store.js';
import { appTexts } from '../app/texts.js';
import { useTexts } from '../texts/use-texts.js';
import { stream } from './use-live.js';
import './live-indicator.css';

/** Whether what is shown follows what happens. */
export function LiveIndicator() {
  const t = useTexts(appTexts);
  const state = useStore(stream);
  const words = { live: t.streamLive, lost: t.streamLost, paused: t.streamPaused }[state];
  return (
    <span className={`ft-live ft-live-${state}`} title={`${t.stream}: ${words}`}>
      <span className="ft-live-dot" aria-hidden="true" />
      <span className="ft-live-word">{words}</span>
    </span>
  );
}
