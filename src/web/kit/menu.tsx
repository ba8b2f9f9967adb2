import type { ReactNode } from 'react';
import { Menu as AriaMenu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { useTexts } from '../texts/use-texts.js';
import { classes } from './classes.js';
import { Sign } from './sign.js';
import { kitTexts } from './texts.js';
import './popover.css';

export interface MenuAct {
  readonly id: string;
  readonly label: string;
  readonly onAct: () => void;
  readonly danger?: boolean;
  readonly isDisabled?: boolean;
  /** A mark before the label: what is chosen now. */
  readonly isChosen?: boolean;
}

/** A button that opens a list of acts. `trigger` is a kit Button. */
export function Menu({
  trigger,
  label,
  acts,
}: {
  readonly trigger: ReactNode;
  readonly label: string;
  readonly acts: readonly MenuAct[];
}) {
  const t = useTexts(kitTexts);
  const marked = acts.some((act) => act.isChosen !== undefined);
  return (
    <MenuTrigger>
      {trigger}
      <Popover className="ft-popover">
        <AriaMenu
          aria-label={label}
          className="ft-options"
          onAction={(key) => acts.find((act) => act.id === key)?.onAct()}
          disabledKeys={acts.filter((act) => act.isDisabled === true).map((act) => act.id)}
        >
          {acts.map((act) => (
            <MenuItem
              key={act.id}
              id={act.id}
              textValue={act.label}
              className={classes('ft-option', act.danger === true && 'ft-option-danger')}
            >
              {marked && <span className="ft-option-mark">{act.isChosen === true && <Sign of="check" />}</span>}
              {act.label}
              {act.isChosen === true && <span className="ft-hidden">({t.chosen})</span>}
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
