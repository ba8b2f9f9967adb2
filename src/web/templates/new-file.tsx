import { type FormEvent, useState } from 'react';
import { useLocation } from 'wouter';
import { Button } from '../kit/button.js';
import { Dialog } from '../kit/dialog.js';
import { Select } from '../kit/select.js';
import { TextField } from '../kit/text-field.js';
import { LANGUAGES } from '../texts/language.js';
import { useLanguage, useTexts } from '../texts/use-texts.js';
import { type FileParts, fileOf, isLocale, isName, templateHref } from './address.js';
import { templatesTexts } from './texts.js';

/** Asks for the name and the language of a new template, and goes to where it is written. */
export function NewTemplate({ onClose }: { readonly onClose: () => void }) {
  const t = useTexts(templatesTexts);
  const { language } = useLanguage();
  const [, navigate] = useLocation();
  const [name, setName] = useState('');
  const [locale, setLocale] = useState<string>(language);
  const [pressed, setPressed] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setPressed(true);
    if (!isName(name) || !isLocale(locale)) return;
    onClose();
    navigate(templateHref(name, fileOf(name, { locale, text: false })));
  };
  return (
    <Dialog title={t.newTemplate} isOpen onClose={onClose} holds>
      <form className="ft-stack" onSubmit={submit} noValidate>
        <TextField
          label={t.name}
          help={t.nameHelp}
          placeholder="lead/second-hello"
          value={name}
          onChange={(next) => setName(next.trim())}
          maxLength={120}
          autoFocus
          error={pressed && !isName(name) ? t.badName : undefined}
        />
        <LocaleField locale={locale} onChange={setLocale} pressed={pressed} />
        <Acts onClose={onClose} />
      </form>
    </Dialog>
  );
}

interface NewFileProps {
  readonly name: string;
  readonly taken: readonly string[];
  readonly onFile: (parts: FileParts) => void;
  readonly onClose: () => void;
}

/** Asks for the language of a further file of a template, and whether it is the HTML or the plain text. */
export function NewFile({ name, taken, onFile, onClose }: NewFileProps) {
  const t = useTexts(templatesTexts);
  const [locale, setLocale] = useState<string>(
    LANGUAGES.find((each) => !taken.includes(fileOf(name, { locale: each, text: false }))) ?? '',
  );
  const [part, setPart] = useState<'html' | 'text'>('html');
  const [pressed, setPressed] = useState(false);
  const parts = { locale, text: part === 'text' };
  const isTaken = taken.includes(fileOf(name, parts));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setPressed(true);
    if (isLocale(locale) && !isTaken) onFile(parts);
  };
  return (
    <Dialog title={t.addFile} isOpen onClose={onClose} holds>
      <form className="ft-stack" onSubmit={submit} noValidate>
        <LocaleField locale={locale} onChange={setLocale} pressed={pressed} />
        <Select
          label={t.mailPart}
          options={[
            { id: 'html', label: t.html },
            { id: 'text', label: t.plainText },
          ]}
          value={part}
          onChange={setPart}
        />
        {pressed && isTaken && <p className="ft-error">{t.taken}</p>}
        <Acts onClose={onClose} />
      </form>
    </Dialog>
  );
}

interface LocaleFieldProps {
  readonly locale: string;
  readonly onChange: (locale: string) => void;
  readonly pressed: boolean;
}

function LocaleField({ locale, onChange, pressed }: LocaleFieldProps) {
  const t = useTexts(templatesTexts);
  return (
    <TextField
      label={t.locale}
      help={t.localeHelp}
      value={locale}
      onChange={(next) => onChange(next.trim())}
      maxLength={35}
      error={pressed && !isLocale(locale) ? t.badLocale : undefined}
    />
  );
}

function Acts({ onClose }: { readonly onClose: () => void }) {
  const t = useTexts(templatesTexts);
  return (
    <div className="ft-dialog-acts">
      <Button onPress={onClose}>{t.cancel}</Button>
      <Button type="submit" look="main">
        {t.begin}
      </Button>
    </div>
  );
}
