import { texts } from '../texts/texts.js';

/** Mailboxes, and how they are read. */
export const mailboxTexts = texts({
  en: {
    mailboxes: 'Mailboxes',
    empty: 'No mailboxes',
    emptyHelp: 'Ops make them with `followthrough mailbox add`.',
    name: 'Name',
    address: 'Address',
    reading: 'Is it read?',
    lastMail: 'Last mail',
    inactive: 'Not in use',
    notRead: 'No server to read it from',
    soon: 'Not yet connected',
    connected: 'Connected',
    since: 'since',
  },
  'zh-CN': {
    mailboxes: '邮箱账户',
    empty: '没有邮箱账户',
    emptyHelp: '运营人员可用 `followthrough mailbox add` 新建。',
    name: '名称',
    address: '地址',
    reading: '收信情况',
    lastMail: '最近来信',
    inactive: '已停用',
    notRead: '没有设置收信服务器',
    soon: '尚未连接',
    connected: '已连接',
    since: '自',
  },
});

/** Why a mailbox can't be read, for who can mend it. */
export const troubleTexts = texts({
  en: {
    'wrong-password': 'The server refuses the user or the password',
    'certificate-expired': 'The server’s certificate has run out',
    'certificate-not-trusted': 'The server’s certificate is not to be trusted',
    'no-encryption': 'The server offers no encryption of the kind that is set',
    unreachable: 'The server can’t be reached',
    'broken-off': 'The connection broke off',
    refused: 'The server refuses the connection',
    'not-understood': 'What answers there is no IMAP server',
    'sealed-password': 'The password was sealed with another MAILBOX_SECRET',
  },
  'zh-CN': {
    'wrong-password': '服务器不接受用户名或密码',
    'certificate-expired': '服务器证书已过期',
    'certificate-not-trusted': '服务器证书不可信',
    'no-encryption': '服务器不提供所设的加密方式',
    unreachable: '无法连接服务器',
    'broken-off': '连接中断',
    refused: '服务器拒绝连接',
    'not-understood': '对方不是 IMAP 服务器',
    'sealed-password': '密码由另一个 MAILBOX_SECRET 加密',
  },
});
