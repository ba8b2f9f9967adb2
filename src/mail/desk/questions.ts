import { assertNever } from '../../domain/result.js';
import type { MailToPreview, PreviewedMail } from '../../domain/template/preview.js';
import type { TemplateFile } from '../template-files.js';
import { previewMail } from './preview-mail.js';
import { type ReportedFile, reportFile } from './report-file.js';

/** What the thread is asked. */
export type Question =
  | {
      readonly type: 'report';
      readonly files: readonly TemplateFile[];
      readonly file: TemplateFile;
      readonly language: string;
    }
  | {
      readonly type: 'preview';
      readonly files: readonly TemplateFile[];
      readonly mail: MailToPreview;
      readonly language: string;
    };

export type AnswerTo<Q extends Question> = Q extends { readonly type: 'report' } ? ReportedFile : PreviewedMail;

export function answer(question: Question): ReportedFile | PreviewedMail {
  switch (question.type) {
    case 'report':
      return reportFile(question.files, question.file, question.language);
    case 'preview':
      return previewMail(question.files, question.mail, question.language);
    default:
      return assertNever(question);
  }
}
