import type { SegmentSizeView } from '../../api/contracts/segments.js';
import { useFormats } from '../texts/use-formats.js';
import { useTexts } from '../texts/use-texts.js';
import { segmentsTexts } from './texts.js';

const WIDTH = 100;
const HEIGHT = 30;
const EDGE = 2;
const DAY_MS = 86_400_000;

/** The points of a line through the sizes: a day's place by its date, its height from the least to the greatest. */
export function lineThrough(sizes: readonly Pick<SegmentSizeView, 'day' | 'size'>[]): string {
  const days = sizes.map(({ day }) => Date.parse(day) / DAY_MS);
  const [first = 0, last = 0] = [days[0], days.at(-1)];
  const values = sizes.map(({ size }) => size);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const place = (value: number, from: number, to: number, length: number): number =>
    to === from ? length / 2 : EDGE + ((value - from) / (to - from)) * (length - 2 * EDGE);
  return sizes
    .map(({ size }, i) => {
      const x = place(days[i] ?? 0, first, last, WIDTH);
      return `${x.toFixed(1)},${(HEIGHT - place(size, least, most, HEIGHT)).toFixed(1)}`;
    })
    .join(' ');
}

/** Sizes over time as a line; what it shows is said in words, too. */
export function SizeChart({ sizes }: { readonly sizes: readonly SegmentSizeView[] }) {
  const t = useTexts(segmentsTexts);
  const formats = useFormats();
  const [first, last] = [sizes[0], sizes.at(-1)];
  if (first === undefined || last === undefined || sizes.length < 2) return null;
  const said = t.chartOf(formats.number(first.size), formats.number(last.size), sizes.length);
  return (
    <svg
      className="seg-chart"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={said}
    >
      <polyline points={lineThrough(sizes)} vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
