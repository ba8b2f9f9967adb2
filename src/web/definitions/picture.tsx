import { useEffect, useRef, useState } from 'react';
import { Button } from '../kit/button.js';
import { classes } from '../kit/classes.js';
import { useTexts } from '../texts/use-texts.js';
import { definitionsTexts } from './texts.js';
import './picture.css';

/** How many wait at each step, by its key; or nothing to write into the picture. */
export type Counts = ReadonlyMap<string, number>;

const drawn = (svg: string): SVGElement =>
  new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement as unknown as SVGElement;

/** The picture of a definition, as the server drew it, in the page's own colours. */
export function Picture({
  svg,
  label,
  counts,
}: {
  readonly svg: string;
  readonly label: string;
  readonly counts?: Counts;
}) {
  const t = useTexts(definitionsTexts);
  const place = useRef<HTMLDivElement>(null);
  const [isWhole, setIsWhole] = useState(true);
  useEffect(() => {
    const drawing = document.importNode(drawn(svg), true);
    for (const step of drawing.querySelectorAll<SVGElement>('[data-step]')) {
      const waiting = counts?.get(step.dataset['step'] ?? '') ?? 0;
      step.classList.toggle('has-people', waiting > 0);
      const text = step.querySelector('.count');
      if (text !== null && waiting > 0) text.textContent = String(waiting);
    }
    drawing.style.setProperty('--natural', `${drawing.getAttribute('width') ?? 0}px`);
    place.current?.replaceChildren(drawing);
  }, [svg, counts]);
  useEffect(() => {
    // The way through is in the middle.
    const frame = place.current?.parentElement;
    if (frame) frame.scrollLeft = isWhole ? 0 : (frame.scrollWidth - frame.clientWidth) / 2;
  }, [isWhole]);
  return (
    <div className="def-picture">
      <div>
        <Button onPress={() => setIsWhole(!isWhole)}>{isWhole ? t.pictureFull : t.pictureFit}</Button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section className={classes('def-picture-frame', isWhole && 'def-picture-whole')} aria-label={label} tabIndex={0}>
        <div ref={place} />
      </section>
    </div>
  );
}
