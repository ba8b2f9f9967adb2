import { type CsvMap, type CsvTarget, isTarget } from './csv-map.js';

/** Names columns have, letters and digits only, in lower case. */
const NAMES: readonly (readonly [CsvTarget, readonly string[]])[] = [
  [
    'email',
    [
      'email',
      'emailaddress',
      'mail',
      'mailaddress',
      'workemail',
      'businessemail',
      '邮箱',
      '电子邮箱',
      '电子邮件',
      '邮件',
      '邮箱地址',
      '邮件地址',
      '电邮',
      '郵箱',
      '電子郵件',
      '電郵',
    ],
  ],
  [
    'phone',
    [
      'phone',
      'phonenumber',
      'mobile',
      'mobilephone',
      'mobilenumber',
      'cell',
      'cellphone',
      'tel',
      'telephone',
      '手机',
      '手机号',
      '手机号码',
      '电话',
      '联系电话',
      '电话号码',
      '联系方式',
      '手機',
      '電話',
    ],
  ],
  ['firstName', ['firstname', 'givenname', 'forename', 'first', '名', '名字']],
  ['lastName', ['lastname', 'surname', 'familyname', 'last', '姓', '姓氏']],
  [
    'name',
    [
      'name',
      'fullname',
      'contact',
      'contactname',
      'contactperson',
      'person',
      'attendee',
      'visitor',
      '姓名',
      '联系人',
      '客户姓名',
      '客户名称',
      '称呼',
      '聯絡人',
      '聯繫人',
    ],
  ],
  [
    'company',
    [
      'company',
      'companyname',
      'organisation',
      'organization',
      'org',
      'employer',
      'firm',
      '公司',
      '公司名称',
      '单位',
      '单位名称',
      '企业',
      '企业名称',
      '工作单位',
      '公司名稱',
      '單位',
    ],
  ],
  [
    'title',
    ['title', 'jobtitle', 'position', 'role', 'function', '职位', '职务', '岗位', '头衔', '職位', '職務', '職稱'],
  ],
  ['country', ['country', 'countrycode', 'countryregion', 'nation', '国家', '国家地区', '國家', '国别']],
  ['region', ['region', 'state', 'province', 'stateprovince', 'county', '省', '省份', '地区', '区域', '州', '省市']],
  ['city', ['city', 'town', 'cityname', '城市', '市', '所在城市']],
  ['language', ['language', 'lang', 'locale', 'preferredlanguage', '语言', '語言']],
  ['timezone', ['timezone', 'tz', '时区', '時區']],
  ['source', ['source', 'leadsource', 'origin', '来源', '客户来源', '线索来源', '來源']],
  ['channel', ['channel', '渠道', '渠道来源']],
  ['status', ['status', 'leadstatus', '状态', '客户状态', '狀態']],
  ['tags', ['tags', 'tag', 'labels', 'keywords', '标签', '標籤']],
  [
    'owner',
    [
      'owner',
      'leadowner',
      'salesrep',
      'rep',
      'assignedto',
      'accountmanager',
      '负责人',
      '销售',
      '销售代表',
      '业务员',
      '跟进人',
      '業務員',
    ],
  ],
  [
    'createdAt',
    [
      'createdat',
      'created',
      'createdtime',
      'createddate',
      'date',
      'registeredat',
      'registrationdate',
      'addedon',
      '创建时间',
      '创建日期',
      '日期',
      '登记时间',
      '登记日期',
      '注册日期',
      '录入时间',
      '注册时间',
    ],
  ],
  [
    'custom.note',
    ['note', 'notes', 'comment', 'comments', 'remark', 'remarks', 'message', '备注', '留言', '说明', '備註'],
  ],
  ['custom.website', ['website', 'web', 'url', 'homepage', '网站', '网址', '官网', '網站']],
  ['custom.industry', ['industry', 'sector', '行业', '所属行业', '行業']],
];

const BY_NAME: ReadonlyMap<string, CsvTarget> = new Map(
  NAMES.flatMap(([to, names]) => names.map((name) => [name, to] as const)),
);

export interface GuessedMap {
  readonly map: CsvMap;
  /** Columns whose meaning neither the name nor the rows show; the map ignores them. */
  readonly unknown: readonly string[];
}

/** A map to start from, by the names of the columns and, where a name says nothing, by what stands in the first rows. */
export function guessMap(header: readonly string[], sample: readonly (readonly string[])[]): GuessedMap {
  const taken = new Set<CsvTarget>();
  const guesses = header.map((name) => claim(consentOf(name) ?? BY_NAME.get(simplified(name)), taken));
  for (const [index, guess] of guesses.entries()) {
    if (guess === undefined) guesses[index] = claim(byContent(sample.map((row) => row[index] ?? '')), taken);
  }
  const unknown = header.filter((name, index) => name !== '' && guesses[index] === undefined);
  const columns = header.flatMap((column, index) => {
    if (column === '') return [];
    const to = guesses[index] ?? 'ignore';
    return [{ column, to, splitName: to === 'name' && !taken.has('firstName') && !taken.has('lastName') }];
  });
  return { map: { source: null, dates: guessDateOrder(guesses, sample), columns, constants: [] }, unknown };
}

/** Only what calls itself so: a column that is taken for consents by mistake would make some up. */
function consentOf(name: string): CsvTarget | undefined {
  const to = name.trim().toLowerCase() === 'consent' ? 'consent.*' : name.trim();
  return to.startsWith('consent.') && isTarget(to) ? to : undefined;
}

function claim(to: CsvTarget | undefined, taken: Set<CsvTarget>): CsvTarget | undefined {
  if (to === undefined || (taken.has(to) && to !== 'tags')) return undefined;
  taken.add(to);
  return to;
}

const simplified = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

/** Addresses and numbers show what they are; words don't. */
function byContent(values: readonly string[]): CsvTarget | undefined {
  const given = values.map((value) => value.trim()).filter((value) => value !== '');
  const mostAre = (shape: RegExp) =>
    given.length > 0 && given.filter((value) => shape.test(value)).length * 5 >= given.length * 4;
  if (mostAre(/^[^\s@]+@[^\s@]+\.[^\s@]+$/)) return 'email';
  if (mostAre(/^(?:\+|00)\d[\d ()-]{7,18}$|^1[3-9]\d{9}$/)) return 'phone';
  return undefined;
}

/** A number over 12 shows on which side the day stands. */
function guessDateOrder(
  guesses: readonly (CsvTarget | undefined)[],
  sample: readonly (readonly string[])[],
): CsvMap['dates'] {
  const index = guesses.indexOf('createdAt');
  if (index < 0) return null;
  for (const row of sample) {
    const match = /^(\d{1,2})[-/.](\d{1,2})[-/.]\d{4}/.exec(row[index]?.trim() ?? '');
    if (Number(match?.[1]) > 12) return 'day-first';
    if (Number(match?.[2]) > 12) return 'month-first';
  }
  return null;
}
