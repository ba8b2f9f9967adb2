import { Menu as AriaMenu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { useTexts } from '../texts/use-texts.js';
import { Button } from './button.js';
import { Sign } from './sign.js';
import { kitTexts } from './texts.js';
import './popover.css';

/** Which columns a table shows, besides the first. The menu stays open while several are chosen. */
export function ColumnChoice<T extends string>({
  columns,
  shown,
  onChange,
}: {
  readonly columns: readonly { readonly id: T; readonly title: string }[];
  readonly shown: readonly T[];
  readonly onChange: (shown: readonly T[]) => void;
}) {
  const t = useTexts(kitTexts);
  return (
    <MenuTrigger>
      <Button>
        {t.columns} <Sign of="down" />
      </Button>
      <Popover className="ft-popover">
        <AriaMenu
          aria-label={t.columns}
          className="ft-options"
          selectionMode="multiple"
          selectedKeys={shown}
          onSelectionChange={(keys) =>
            onChange(columns.map(({ id }) => id).filter((id) => keys === 'all' || keys.has(id)))
          }
        >
          {columns.map(({ id, title }) => (
            <MenuItem key={id} id={id} textValue={title} className="ft-option">
              {({ isSelected }) => (
                <>
                  <span className="ft-option-mark">{isSelected && <Sign of="check" />}</span>
                  {title}
                </>
              )}
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
