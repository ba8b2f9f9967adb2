import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { reachability } from '../api/reachability.js';
import { useStore } from '../api/store.js';
import { Button } from '../kit/button.js';
import { Notice } from '../kit/notice.js';
import { useTexts } from '../texts/use-texts.js';
import { appTexts } from './texts.js';

/** Says that the server is away, and goes by itself when it is back; everything shown is then read anew. */
export function AwayBanner() {
  const t = useTexts(appTexts);
  const reach = useStore(reachability.state);
  const client = useQueryClient();
  useEffect(() => {
    if (reach !== 'away') return;
    return () => void client.invalidateQueries();
  }, [reach, client]);
  if (reach === 'here') return null;
  return (
    <div className="ft-banner">
      <Notice tone="warn">
        <div className="ft-line">
          <span>{t.away}</span>
          <Button onPress={() => void reachability.look()}>{t.lookNow}</Button>
        </div>
      </Notice>
    </div>
  );
}
