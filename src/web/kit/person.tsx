import { usePeople } from '../app/people.js';
import { useTexts } from '../texts/use-texts.js';
import { kitTexts } from './texts.js';
import './person.css';

/** Who works here, by id: initials and name. Null is nobody. */
export function Person({ id }: { readonly id: string | null }) {
  const t = useTexts(kitTexts);
  const people = usePeople();
  if (id === null) return <span className="ft-soft">{t.nobody}</span>;
  const name = people.get(id)?.name ?? (people.isLoading ? '…' : t.unknownPerson);
  return (
    <span className="ft-person">
      <span className="ft-person-mark" aria-hidden="true">
        {initialsOf(name)}
      </span>
      <span>{name}</span>
    </span>
  );
}

/** Two letters of a name, or its last character if it is Chinese. */
export function initialsOf(name: string): string {
  if (/\p{Script=Han}/u.test(name)) return [...name].at(-1) ?? '';
  const words = name.split(/\s+/).filter((word) => word !== '');
  return [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toUpperCase();
}
