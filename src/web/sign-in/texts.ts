import { texts } from '../texts/texts.js';

export const signInTexts = texts({
  en: {
    title: 'Sign in',
    email: 'E-mail address',
    password: 'Password',
    submit: 'Sign in',
    submitting: 'Signing in…',
    emailMissing: 'Type your address.',
    passwordMissing: 'Type your password.',
    demo: 'This is the demo on your own machine. Come in as:',
    pitch: 'Who is where, what is stuck, and why. And what to do next.',
  },
  'zh-CN': {
    title: '登录',
    email: '邮箱地址',
    password: '密码',
    submit: '登录',
    submitting: '正在登录…',
    emailMissing: '请填写邮箱地址。',
    passwordMissing: '请填写密码。',
    demo: '这是运行在您本机上的演示。选择身份进入：',
    pitch: '谁在哪一步，卡在哪里，为什么；接下来该做什么。',
  },
});
