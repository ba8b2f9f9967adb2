import type { AnswerFault } from '../../../domain/form/read-submission.js';
import type { PageLanguage } from '../language.js';

/** The texts of the public forms, beside those of all public pages. */
export interface FormWords {
  readonly send: string;
  readonly optional: string;
  readonly choose: string;
  readonly trap: string;
  readonly otherLanguage: string;
  readonly thanksTitle: string;
  readonly thanks: string;
  readonly mayAsk: string;
  /** Above a form that is shown again. */
  readonly check: string;
  readonly again: string;
  readonly busy: string;
  readonly faults: { readonly [fault in AnswerFault]: string };
  readonly consentMissing: string;
  readonly unknownTitle: string;
  readonly unknown: string;
  readonly confirmTitle: string;
  readonly confirmAsk: string;
  readonly confirmButton: string;
  readonly confirmHint: string;
  readonly confirmedTitle: string;
  readonly confirmed: string;
  readonly refusesAll: string;
  readonly nothingTitle: string;
  readonly nothing: string;
}

const EN: FormWords = {
  send: 'Send',
  optional: 'optional',
  choose: 'Please choose',
  trap: 'Please leave this field empty',
  otherLanguage: '中文',
  thanksTitle: 'Thank you',
  thanks: 'We have received what you sent, and will get back to you soon.',
  mayAsk: 'If your consent is to be confirmed, a mail is on its way to you: please follow its link.',
  check: 'Please look at the fields that are marked.',
  again: 'One more step: please look over what you entered and send it.',
  busy: 'Much is being sent just now. Please wait a minute and send it again; what you wrote is still here.',
  faults: {
    missing: 'Please fill this in.',
    address: 'Please enter a mail address, such as name@example.com.',
    phone: 'Please enter a phone number, such as +49 30 1234567.',
    number: 'Please enter a number.',
    choice: 'Please choose one of the answers.',
    date: 'Please enter a date, such as 2027-05-20.',
    link: 'Please leave out web addresses here.',
    long: 'This is too long.',
  },
  consentMissing: 'Without this we can’t take the form.',
  unknownTitle: 'There is no such form',
  unknown: 'The address is incomplete, or the form is not offered any more.',
  confirmTitle: 'Please confirm',
  confirmAsk: 'You, or somebody who typed in your address, agreed to this:',
  confirmButton: 'Yes, I agree',
  confirmHint: 'If that wasn’t you, close this page: then nothing is sent to you.',
  confirmedTitle: 'Thank you',
  confirmed: 'Your consent has been kept. You can take it back at any time, with the link in every mail.',
  refusesAll:
    'You have told us before to send you no advertising at all. That holds until you allow it again, with the link in any mail of ours.',
  nothingTitle: 'There is nothing to confirm',
  nothing:
    'It was confirmed before, or it was asked for too long ago. To change what you get, use the link in any mail of ours.',
};

const ZH: FormWords = {
  send: '提交',
  optional: '选填',
  choose: '请选择',
  trap: '请将此栏留空',
  otherLanguage: 'English',
  thanksTitle: '感谢您',
  thanks: '我们已收到您提交的内容，会尽快与您联系。',
  mayAsk: '如需确认您的同意，我们会向您发送一封邮件，请点击其中的链接。',
  check: '请检查标出的项目。',
  again: '最后一步：请核对您填写的内容，然后提交。',
  busy: '当前提交较多，请稍候一分钟再次提交。您填写的内容仍保留在此。',
  faults: {
    missing: '请填写此项。',
    address: '请填写邮箱地址，例如 name@example.com。',
    phone: '请填写电话号码，例如 +86 138 0013 8000。',
    number: '请填写数字。',
    choice: '请选择其中一项。',
    date: '请填写日期，例如 2027-05-20。',
    link: '此处请勿填写网址。',
    long: '内容过长。',
  },
  consentMissing: '未勾选此项，我们无法受理该表单。',
  unknownTitle: '没有这份表单',
  unknown: '网址不完整，或该表单已停用。',
  confirmTitle: '请确认',
  confirmAsk: '您本人或填写了您邮箱的人同意了以下内容：',
  confirmButton: '是的，我同意',
  confirmHint: '如果不是您本人操作，请关闭本页面，我们不会向您发送邮件。',
  confirmedTitle: '感谢您',
  confirmed: '我们已记录您的同意。您可以随时通过每封邮件中的链接撤回。',
  refusesAll: '您此前要求我们不再发送任何营销邮件，该要求仍然有效。如需恢复，请使用我们任一邮件中的链接。',
  nothingTitle: '没有需要确认的内容',
  nothing: '该内容已确认，或时间过久已失效。如需更改接收设置，请使用我们任一邮件中的链接。',
};

export const FORM_WORDS: { readonly [language in PageLanguage]: FormWords } = { en: EN, zh: ZH };
