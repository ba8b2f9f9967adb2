import { FileTrigger } from 'react-aria-components/FileTrigger';
import { Button } from '../kit/button.js';
import { toast } from '../kit/toast.js';
import { useTexts } from '../texts/use-texts.js';
import { definitionsTexts } from './texts.js';

const LARGEST_BYTES = 256 * 1024;
const LONGEST_NAME = 300;

/** Takes the text of a file; the file stays where it is. */
export function OpenFile({ onText }: { readonly onText: (text: string, name: string) => void }) {
  const t = useTexts(definitionsTexts);
  const open = async (file: File | undefined) => {
    if (file === undefined) return;
    if (file.size > LARGEST_BYTES) {
      toast(t.fileTooLarge);
      return;
    }
    try {
      onText((await file.text()).replace(/\r\n?/g, '\n'), file.name.slice(0, LONGEST_NAME));
    } catch {
      toast(t.fileUnreadable);
    }
  };
  return (
    <FileTrigger acceptedFileTypes={['.yaml', '.yml', '.json']} onSelect={(files) => void open(files?.[0])}>
      <Button>{t.openFile}</Button>
    </FileTrigger>
  );
}
