import { texts } from '../texts/texts.js';

/** Why something that was sent to a form was not taken. */
export const refusalTexts = texts({
  en: {
    trap: 'A program filled in the field that people do not see',
    'too-fast': 'Sent sooner than anybody can write; shown once more',
    'too-old': 'Sent from a page that was a day old or of another version; shown once more',
    'no-page': 'Sent from another site; shown once more to be sent from ours',
    'page-used': 'The page had been sent before; shown once more',
    invalid: 'An answer was missing or could not be; shown once more',
    'link-in-name': 'A web address stood where a name is asked; shown once more',
    'sender-rate': 'One sender sent too much in a short time',
    'network-rate': 'The addresses of one network sent too much in a short time',
    'form-rate': 'All together sent more than the form takes',
    repeated: 'The same had been sent before; thanked and not taken again',
    'too-often': 'More than three in a day from one address; thanked and not taken',
  },
  'zh-CN': {
    trap: '程序填写了访客看不到的字段',
    'too-fast': '提交过快，不像人工填写；已再次显示表单',
    'too-old': '页面打开超过一天或版本已变；已再次显示表单',
    'no-page': '从其他网站提交；已再次显示表单，由我们的页面提交',
    'page-used': '该页面已提交过；已再次显示表单',
    invalid: '有答案缺失或无效；已再次显示表单',
    'link-in-name': '姓名中含有网址；已再次显示表单',
    'sender-rate': '同一来源短时间内提交过多',
    'network-rate': '同一网段的地址短时间内提交过多',
    'form-rate': '所有来源的提交合计超过表单上限',
    repeated: '此前已提交相同内容；已致谢，未重复收下',
    'too-often': '同一邮箱一天内提交超过三次；已致谢，未收下',
  },
});
