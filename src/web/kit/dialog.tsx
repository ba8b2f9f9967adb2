import type { ReactNode } from 'react';
import { Dialog as AriaDialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { useTexts } from '../texts/use-texts.js';
import { Button } from './button.js';
import { Sign } from './sign.js';
import { kitTexts } from './texts.js';
import './dialog.css';

export interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** A click beside it does not close it: there is something typed in it. */
  readonly holds?: boolean;
  readonly wide?: boolean;
}

/** A dialog over the page. Focus goes in, stays in, and comes back to where it was. Escape closes it. */
export function Dialog({ title, isOpen, onClose, children, holds = false, wide = false }: DialogProps) {
  const t = useTexts(kitTexts);
  return (
    <ModalOverlay
      className="ft-overlay"
      isOpen={isOpen}
      isDismissable={!holds}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Modal className={wide ? 'ft-modal ft-modal-wide' : 'ft-modal'}>
        <AriaDialog className="ft-dialog">
          <header className="ft-dialog-head">
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            <Button look="quiet" square aria-label={t.close} onPress={onClose}>
              <Sign of="cross" />
            </Button>
          </header>
          <div className="ft-dialog-body">{children}</div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
