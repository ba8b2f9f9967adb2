import { texts } from '../texts/texts.js';

/** What came of a look at a server or at the record of a signature, with what to do about it. */
export const findingTexts = texts({
  en: {
    ok: 'Works',
    locked:
      'Its password or key was sealed with another MAILBOX_SECRET. Start the system with that one, or give it again.',
    'no-such-host': 'There is no such host. Check its name.',
    unreachable: 'It can’t be reached. Check host and port, and whether a firewall is between.',
    timeout: 'It doesn’t answer in time. Check the port, and whether encryption from the first byte is meant.',
    certificate: 'Its certificate has run out or is another host’s. Renew it, or give the name that it is for.',
    'no-tls': 'It offers no encryption as it is set. Check the port and the encryption.',
    'wrong-login': 'It refuses the user or the password. Many providers want a password made for applications here.',
    refused: 'It refuses.',
    'not-a-server': 'What answers there is no mail server. Check the port.',
    'no-record': 'Its record is not published yet. Whoever has the domain adds it as shown.',
    'other-key': 'The record that is published has another key. Replace it by the one that is shown.',
  },
  'zh-CN': {
    ok: '正常',
    locked: '密码或私钥由另一个 MAILBOX_SECRET 加密。请使用原来的密钥启动系统，或重新填写。',
    'no-such-host': '没有这个服务器，请检查名称。',
    unreachable: '无法连接。请检查服务器名称与端口，以及是否被防火墙阻断。',
    timeout: '服务器没有及时应答。请检查端口，以及是否应全程加密。',
    certificate: '服务器证书已过期或属于其他主机。请更新证书，或填写证书所属的名称。',
    'no-tls': '服务器不提供所设的加密方式。请检查端口与加密方式。',
    'wrong-login': '服务器不接受用户名或密码。许多邮箱服务商在此处要求专用的授权码。',
    refused: '服务器拒绝。',
    'not-a-server': '对方不是邮件服务器，请检查端口。',
    'no-record': '签名记录尚未发布，请域名管理者按所示内容添加。',
    'other-key': '已发布的记录是另一个密钥的，请替换为所示内容。',
  },
});
