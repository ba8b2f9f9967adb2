import { texts } from '../texts/texts.js';

/** Why a robot didn't say what it was to say, with what to do about it. The codes are those of the services' answers. */
export const saidTexts = texts({
  en: {
    'bad-robot':
      'The service knows no such robot. Make it anew in the chat program, and add it here with its new address.',
    'bad-signature': 'The signature was refused. The secret is another one, or this machine’s clock is off.',
    'keyword-missing': 'The robot takes only messages with its keyword. Let it check signatures instead.',
    'address-not-allowed': 'The robot takes messages from other addresses only. Add this system’s to its list.',
    'rate-limited': 'The robot has said as much as it may for now. Try again in a minute.',
    busy: 'The service was busy. Try again.',
    unreachable: 'The service could not be reached. A firewall may be between.',
    timeout: 'The service could not be reached in time.',
    uncertain: 'The service did not answer. Look in the room whether it was said.',
    refused: 'The service refused it.',
    locked:
      'Its address was sealed with another MAILBOX_SECRET. Start the system with that one, or add the robot again.',
  },
  'zh-CN': {
    'bad-robot': '该聊天软件中没有这个机器人。请在其中重新创建，并以新地址在此添加。',
    'bad-signature': '签名未被接受：密钥不一致，或本机时钟不准。',
    'keyword-missing': '该机器人只接受含关键词的消息，请改用签名校验。',
    'address-not-allowed': '该机器人只接受来自特定地址的消息，请将本系统的地址加入其名单。',
    'rate-limited': '该机器人暂时已达发言上限，请一分钟后再试。',
    busy: '服务繁忙，请重试。',
    unreachable: '无法连接该服务，可能被防火墙阻断。',
    timeout: '该服务没有及时应答。',
    uncertain: '该服务没有应答，请到群里查看消息是否已发出。',
    refused: '该服务拒绝了消息。',
    locked: '其地址由另一个 MAILBOX_SECRET 加密。请使用原来的密钥启动系统，或重新添加机器人。',
  },
});

/** The words of a code; of one that this page doesn't know, the code. */
export const saidWords = (dictionary: (typeof saidTexts)['en'], code: string): string =>
  Object.hasOwn(dictionary, code) ? dictionary[code as keyof typeof dictionary] : code;
