import type { Unit } from '../calendar/duration.js';
import type { Weekday } from '../calendar/weekday.js';
import type { Comparison } from '../condition/condition.js';
import type { StepAction, TaskKind } from '../definition/definition.js';

export const GRAPH_LANGUAGES = ['en', 'zh-CN'] as const;

/** Languages that a picture can be drawn in. */
export type GraphLanguage = (typeof GRAPH_LANGUAGES)[number];

/** The words of a picture in one language; what a definition names itself (ids, events, paths) stays as it is. */
export interface Words {
  readonly actions: { readonly [action in StepAction]: string };
  readonly tasks: { readonly [kind in TaskKind]: string };
  readonly units: { readonly [unit in Unit]: readonly [one: string, many: string] };
  readonly weekdays: { readonly [day in Weekday]: string };
  readonly compared: { readonly [op in Comparison['op']]: string };
  readonly exists: string;
  readonly missing: string;
  readonly and: string;
  readonly or: string;
  readonly not: string;
  readonly comma: string;
  readonly colon: string;
  readonly onlyIf: string;
  readonly from: string;
  readonly until: string;
  readonly waitFor: string;
  readonly upTo: string;
  readonly eachYear: string;
  readonly after: string;
  readonly noValue: string;
  readonly timePassed: string;
  readonly conditionHolds: string;
  readonly otherwise: string;
  readonly firstThatFits: string;
  readonly byShares: string;
  readonly due: string;
  readonly escalate: string;
  readonly overdue: string;
  readonly every: string;
  readonly first: (length: string) => string;
  readonly atMost: (n: number) => string;
  readonly by: { readonly roundRobin: string; readonly leastLoaded: string; readonly territory: string };
  readonly now: string;
  readonly cleared: string;
  readonly plus: string;
  readonly head: {
    readonly per: string;
    readonly enter: string;
    readonly startAt: string;
    readonly goal: string;
    readonly exit: string;
    readonly moves: string;
    readonly window: string;
    readonly calendar: string;
    readonly audience: string;
    readonly exclude: string;
    readonly exclusive: string;
    readonly at: string;
  };
  readonly manual: string;
  readonly again: { readonly never: string; readonly always: string; readonly after: string };
  readonly stays: string;
  readonly ends: string;
  readonly ofAccount: string;
  readonly anyStage: string;
  readonly final: string;
  readonly leaveWithin: string;
  readonly throughout: string;
  readonly alongside: string;
  readonly mainTrack: string;
  readonly holidaysSkipped: string;
  readonly steps: (n: number) => string;
  readonly subjects: {
    readonly contact: string;
    readonly deal: string;
    readonly account: string;
    readonly user: string;
  };
}

const EN: Words = {
  actions: {
    email: 'Email',
    sms: 'SMS',
    notify: 'Notice to staff',
    task: 'Task',
    wait: 'Wait',
    choose: 'Choose',
    split: 'Split',
    repeat: 'Repeat',
    update: 'Update',
    create: 'Create deal',
    score: 'Score',
    assign: 'Assign',
    webhook: 'Webhook',
    start: 'Start journey',
    stop: 'Stop journey',
    moveTo: 'Move to',
    goTo: 'Go to',
    end: 'End',
  },
  tasks: {
    call: 'call',
    visit: 'visit',
    meeting: 'meeting',
    message: 'message',
    quote: 'quote',
    survey: 'survey',
    approval: 'approval',
    todo: 'to do',
  },
  units: {
    minutes: ['minute', 'minutes'],
    hours: ['hour', 'hours'],
    days: ['day', 'days'],
    weeks: ['week', 'weeks'],
    months: ['month', 'months'],
    years: ['year', 'years'],
    'business minutes': ['business minute', 'business minutes'],
    'business hours': ['business hour', 'business hours'],
    'business days': ['business day', 'business days'],
  },
  weekdays: { mon: 'Mon', tue: 'Tue', wed: 'Wed', thu: 'Thu', fri: 'Fri', sat: 'Sat', sun: 'Sun' },
  compared: {
    eq: 'is',
    ne: 'is not',
    gt: '>',
    gte: '≥',
    lt: '<',
    lte: '≤',
    in: 'is one of',
    notIn: 'is none of',
    contains: 'contains',
    startsWith: 'starts with',
    exists: 'is known',
    before: 'before',
    after: 'after',
    olderThan: 'more than',
    within: 'within',
    atLeast: 'at least',
  },
  exists: 'is known',
  missing: 'is missing',
  and: ' and ',
  or: ' or ',
  not: 'not ',
  comma: ', ',
  colon: ': ',
  onlyIf: 'if',
  from: 'from',
  until: 'until',
  waitFor: 'for',
  upTo: 'up to',
  eachYear: 'each year',
  after: 'after',
  noValue: 'no value',
  timePassed: 'time has come',
  conditionHolds: 'it holds',
  otherwise: 'otherwise',
  firstThatFits: 'the first that fits',
  byShares: 'by shares',
  due: 'due',
  escalate: 'escalates to',
  overdue: 'overdue by',
  every: 'every',
  first: (length) => `first after ${length}`,
  atMost: (n) => (n === 1 ? 'once at most' : `at most ${n} times`),
  by: { roundRobin: 'in turn', leastLoaded: 'to the least loaded', territory: 'by territory' },
  now: 'now',
  cleared: 'cleared',
  plus: '+',
  head: {
    per: 'For each',
    enter: 'Enter',
    startAt: 'Begins at',
    goal: 'Goal',
    exit: 'Exit',
    moves: 'Moves',
    window: 'Hours',
    calendar: 'Calendar',
    audience: 'Audience',
    exclude: 'Not for',
    exclusive: 'One of group',
    at: 'At',
  },
  manual: 'by hand',
  again: { never: 'once', always: 'again and again', after: 'again after' },
  stays: 'goes on',
  ends: 'ends',
  ofAccount: 'of the account',
  anyStage: 'from any stage',
  final: 'final',
  leaveWithin: 'leave within',
  throughout: 'Throughout',
  alongside: 'alongside',
  mainTrack: 'main',
  holidaysSkipped: 'no holidays',
  steps: (n) => (n === 1 ? '1 step' : `${n} steps`),
  subjects: { contact: 'contact', deal: 'deal', account: 'account', user: 'user' },
};

const ZH_CN: Words = {
  actions: {
    email: '邮件',
    sms: '短信',
    notify: '通知员工',
    task: '任务',
    wait: '等待',
    choose: '选择',
    split: '分流',
    repeat: '重复',
    update: '更新',
    create: '新建商机',
    score: '评分',
    assign: '分配',
    webhook: 'Webhook',
    start: '启动旅程',
    stop: '停止旅程',
    moveTo: '转入',
    goTo: '跳到',
    end: '结束',
  },
  tasks: {
    call: '电话',
    visit: '拜访',
    meeting: '会议',
    message: '消息',
    quote: '报价',
    survey: '调查',
    approval: '审批',
    todo: '待办',
  },
  units: {
    minutes: ['分钟', '分钟'],
    hours: ['小时', '小时'],
    days: ['天', '天'],
    weeks: ['周', '周'],
    months: ['个月', '个月'],
    years: ['年', '年'],
    'business minutes': ['个工作分钟', '个工作分钟'],
    'business hours': ['个工作小时', '个工作小时'],
    'business days': ['个工作日', '个工作日'],
  },
  weekdays: { mon: '周一', tue: '周二', wed: '周三', thu: '周四', fri: '周五', sat: '周六', sun: '周日' },
  compared: {
    eq: '为',
    ne: '不为',
    gt: '>',
    gte: '≥',
    lt: '<',
    lte: '≤',
    in: '属于',
    notIn: '不属于',
    contains: '包含',
    startsWith: '开头为',
    exists: '有值',
    before: '早于',
    after: '晚于',
    olderThan: '超过',
    within: '近',
    atLeast: '至少',
  },
  exists: '有值',
  missing: '无值',
  and: ' 且 ',
  or: ' 或 ',
  not: '非 ',
  comma: '，',
  colon: '：',
  onlyIf: '仅当',
  from: '发自',
  until: '直到',
  waitFor: '等',
  upTo: '至多',
  eachYear: '每年',
  after: '超过',
  noValue: '无值',
  timePassed: '时间到',
  conditionHolds: '条件成立',
  otherwise: '否则',
  firstThatFits: '取首个符合者',
  byShares: '按比例',
  due: '期限',
  escalate: '逾期上报',
  overdue: '逾期',
  every: '每',
  first: (length) => `首次在 ${length}后`,
  atMost: (n) => `至多 ${n} 次`,
  by: { roundRobin: '轮流', leastLoaded: '任务最少者', territory: '按区域' },
  now: '此刻',
  cleared: '清空',
  plus: '+',
  head: {
    per: '对象',
    enter: '进入',
    startAt: '起始阶段',
    goal: '目标',
    exit: '退出',
    moves: '转移',
    window: '时段',
    calendar: '日历',
    audience: '受众',
    exclude: '排除',
    exclusive: '互斥组',
    at: '时间',
  },
  manual: '手动',
  again: { never: '仅一次', always: '可反复', after: '再次进入须隔' },
  stays: '继续',
  ends: '结束',
  ofAccount: '所属企业',
  anyStage: '任何阶段',
  final: '终点',
  leaveWithin: '须离开于',
  throughout: '全程',
  alongside: '并行',
  mainTrack: '主线',
  holidaysSkipped: '避开节假日',
  steps: (n) => `${n} 步`,
  subjects: { contact: '联系人', deal: '商机', account: '企业', user: '员工' },
};

/** The words of a language. */
export const wordsIn = (language: GraphLanguage): Words => (language === 'zh-CN' ? ZH_CN : EN);
