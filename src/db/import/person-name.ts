/** Two-character family names that people have today; all others have one. */
const COMPOUND_SURNAMES = new Set(
  '欧阳 司马 上官 诸葛 东方 夏侯 皇甫 尉迟 公孙 慕容 令狐 司徒 长孙 宇文 南宫 端木 歐陽 司馬 諸葛 東方 長孫 南宮 尉遲 公孫'.split(
    ' ',
  ),
);

const HAN_NAME = /^\p{Script=Han}{2,4}$/u;

export interface NameParts {
  readonly firstName: string | null;
  readonly lastName: string | null;
}

/** Parts a full name: `李小龙`, `Doe, John`, `John van Doe` (the last word is the family name). One word is a last name. */
export function splitName(name: string): NameParts {
  const whole = name.trim();
  if (HAN_NAME.test(whole)) {
    const length = [...whole].length > 2 && COMPOUND_SURNAMES.has(whole.slice(0, 2)) ? 2 : 1;
    return { lastName: whole.slice(0, length), firstName: whole.slice(length) };
  }
  const [last, first] = whole.split(/\s*[,，]\s*/, 2);
  if (last && first) return { firstName: first, lastName: last };
  const words = whole.split(/\s+/).filter((word) => word !== '');
  if (words.length < 2) return { firstName: null, lastName: words[0] ?? null };
  return { firstName: words.slice(0, -1).join(' '), lastName: words.at(-1) ?? null };
}
