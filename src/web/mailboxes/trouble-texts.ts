import { texts } from '../texts/texts.js';

/** Why a mailbox can't be read. */
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

/** And what whoever can mend it does. */
export const troubleHelpTexts = texts({
  en: {
    'wrong-password':
      'Give user and password again. Many providers want a password made for applications here, not that of the person.',
    'certificate-expired': 'Whoever runs the server must renew its certificate. Until then nothing is read.',
    'certificate-not-trusted':
      'Check the host’s name: it must be the one that the certificate is for. Else whoever runs the server must get one from a known authority.',
    'no-encryption': 'Check the port and the encryption: 993 is encrypted from the first byte, 143 by STARTTLS.',
    unreachable:
      'Check host and port. If they are right, the server is down or a firewall is between; it is tried again by itself.',
    'broken-off': 'It is connected again by itself, and nothing is missed. If it lasts, ask whoever runs the server.',
    refused:
      'It is tried again by itself. If it lasts, the account may be locked or used by too many programs at once.',
    'not-understood': 'Check the port: 993 or 143 is usual.',
    'sealed-password': 'Start the system with the MAILBOX_SECRET of before, or give the password again.',
  },
  'zh-CN': {
    'wrong-password': '请重新填写用户名和密码。许多邮箱服务商在此处要求专用的授权码，而不是登录密码。',
    'certificate-expired': '需要服务器的管理者更新证书；在此之前无法收信。',
    'certificate-not-trusted': '请检查服务器名称是否与证书一致；如果一致，需要服务器的管理者换用受信任机构签发的证书。',
    'no-encryption': '请检查端口与加密方式：993 端口全程加密，143 端口使用 STARTTLS。',
    unreachable: '请检查服务器名称与端口。如果无误，则是服务器停机或被防火墙阻断；系统会自动重试。',
    'broken-off': '系统会自动重新连接，不会漏收邮件。如果持续出现，请联系服务器的管理者。',
    refused: '系统会自动重试。如果持续出现，账号可能已被锁定，或同时连接的程序过多。',
    'not-understood': '请检查端口：通常为 993 或 143。',
    'sealed-password': '请使用之前的 MAILBOX_SECRET 启动系统，或重新填写密码。',
  },
});
