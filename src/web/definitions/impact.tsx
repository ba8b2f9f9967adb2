import type { ImpactGroupView, ImpactView } from '../../api/contracts/versions.js';
import { problemTexts, wordsOf } from '../api/problem-texts.js';
import { Select } from '../kit/select.js';
import { useTexts } from '../texts/use-texts.js';
import { type ImpactTexts, impactTexts } from './impact-texts.js';
import type { ChosenMap } from './use-impact.js';

const MOST_ROWS = 50;
/** No step has this key. */
const AFTER = '\0after';

interface ImpactProps {
  readonly impact: ImpactView;
  /** Whether a place must be chosen for each that is gone. */
  readonly asks: boolean;
  readonly map: ChosenMap;
  readonly onMap: (map: ChosenMap) => void;
}

/** What a version would do to those in flight, and where those go on who stand at what is gone. */
export function Impact({ impact, asks, map, onMap }: ImpactProps) {
  const t = useTexts(impactTexts);
  if (impact.people === 0) return <p className="ft-soft">{t.nobody}</p>;
  return (
    <div className="ft-stack">
      <p>{t.total(impact.people)}</p>
      <Groups groups={impact.groups} />
      <Gone impact={impact} asks={asks} map={map} onMap={onMap} />
      {impact.variables.length > 0 && (
        <div>
          <h3>{t.empty}</h3>
          <ul className="ft-small">
            {impact.variables.map(({ step, path, people }) => (
              <li key={`${step} ${path}`}>{t.emptyOf(path, step, people)}</li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

function Groups({ groups }: { readonly groups: ImpactView['groups'] }) {
  const t = useTexts(impactTexts);
  const problems = useTexts(problemTexts);
  const shown = groups.slice(0, MOST_ROWS);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
    <section className="def-impact" tabIndex={0} aria-label={t.table}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t.from}</th>
            <th scope="col" className="def-impact-count">
              {t.people}
            </th>
            <th scope="col">{t.goes}</th>
            <th scope="col">{t.waits}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((group) => (
            <tr key={JSON.stringify(group)}>
              <td>
                {placeWords(t, group.stage, group.label)}
                <span className="def-impact-version ft-soft ft-small">{t.version(group.version)}</span>
              </td>
              <td className="def-impact-count">{group.people}</td>
              <td>{goesWords(t, group, (code) => wordsOf(problems, code) ?? code)}</td>
              <td>{waitsWords(t, group)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {groups.length > shown.length && <p className="ft-soft ft-small">{t.more(groups.length - shown.length)}</p>}
    </section>
  );
}

const placeWords = (t: ImpactTexts, stage: string | null, label: string | null): string => {
  if (label !== null) return stage === null || stage === '' ? label : t.inStage(label, stage);
  return stage === null || stage === '' ? t.notBegun : t.inStage(t.noStep, stage);
};

function goesWords(t: ImpactTexts, group: ImpactGroupView, reason: (code: string) => string): string {
  const { goes, stage, toStage, toLabel, code } = group;
  const place = toStage === stage ? (toLabel ?? '') : placeWords(t, toStage, toLabel);
  switch (goes) {
    case 'same':
      return toStage === null || toStage === stage ? t.same : t.sameIn(toStage);
    case 'next':
      return t.next(place);
    case 'mapped':
      return t.mapped(place);
    case 'end':
      return t.end;
    case 'stays':
      return `${t.stays} ${reason(code ?? '')}`;
  }
}

function waitsWords(t: ImpactTexts, { shorter, longer, atOnce }: ImpactGroupView): string {
  const earlier = shorter - atOnce;
  return [
    ...(atOnce > 0 ? [t.atOnce(atOnce)] : []),
    ...(earlier > 0 ? [t.shorter(earlier)] : []),
    ...(longer > 0 ? [t.longer(longer)] : []),
  ].join(' · ');
}

interface GoneItem {
  readonly version: number;
  readonly what: 'step' | 'stage';
  readonly key: string;
  readonly people: number;
}

/** What is unmapped now, and what has been mapped here. */
function Gone({ impact, asks, map, onMap }: ImpactProps) {
  const t = useTexts(impactTexts);
  const items = goneItems(impact, map);
  if (items.length === 0) return null;
  const stepOptions = [
    { id: AFTER, label: t.after },
    ...impact.places.steps.map(({ key, label, stage }) => ({
      id: key,
      label: stage === null ? label : t.inStage(label, stage),
    })),
  ];
  const stageOptions = impact.places.stages.map(({ id, label }) => ({ id, label }));
  return (
    <fieldset className="def-gone ft-stack">
      <legend>{t.gone}</legend>
      <p className="ft-soft ft-small">{asks ? t.goneHelp : t.goneMay}</p>
      {items.map((item) => {
        const name = mapKey(item);
        return item.what === 'step' ? (
          <Select
            key={`step ${name}`}
            label={t.goneStep(item.key, item.version, item.people)}
            options={stepOptions}
            placeholder={t.choose}
            value={name in map.steps ? (map.steps[name] ?? AFTER) : null}
            onChange={(to) => onMap({ ...map, steps: { ...map.steps, [name]: to === AFTER ? null : to } })}
          />
        ) : (
          <Select
            key={`stage ${name}`}
            label={t.goneStage(item.key, item.version, item.people)}
            options={stageOptions}
            placeholder={t.choose}
            value={map.stages[name] ?? null}
            onChange={(to) => onMap({ ...map, stages: { ...map.stages, [name]: to } })}
          />
        );
      })}
    </fieldset>
  );
}

const mapKey = ({ version, key }: GoneItem): string => `${version}/${key}`;

/** Those that were chosen for stay in sight, so that a choice can be changed. */
function goneItems({ unmapped, groups }: ImpactView, map: ChosenMap): GoneItem[] {
  const chosen = (what: GoneItem['what'], names: readonly string[]): GoneItem[] =>
    names.map((name) => {
      const cut = name.indexOf('/');
      const [version, key] = [Number(name.slice(0, cut)), name.slice(cut + 1)];
      const there = groups.filter(
        (group) => group.version === version && (what === 'step' ? group.step : group.stage) === key,
      );
      return { version, what, key, people: there.reduce((sum, { people }) => sum + people, 0) };
    });
  const all = [...unmapped, ...chosen('stage', Object.keys(map.stages)), ...chosen('step', Object.keys(map.steps))];
  return [...new Map(all.map((item) => [`${item.what} ${mapKey(item)}`, item])).values()].sort(
    (a, b) => b.version - a.version || a.what.localeCompare(b.what) || a.key.localeCompare(b.key),
  );
}
