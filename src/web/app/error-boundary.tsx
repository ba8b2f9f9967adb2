import { Component, type ReactNode } from 'react';
import { Button } from '../kit/button.js';
import { Notice } from '../kit/notice.js';
import { kitTexts } from '../kit/texts.js';
import { useTexts } from '../texts/use-texts.js';

interface Props {
  /** Another value begins anew: the address, so that going elsewhere leaves the fault behind. */
  readonly resetKey: string;
  readonly children: ReactNode;
}

/** Holds a fault of one page: the frame around it stays, and says what can be done. */
export class ErrorBoundary extends Component<Props, { readonly failedAt: string | null }> {
  override state: { readonly failedAt: string | null } = { failedAt: null };

  static getDerivedStateFromError(): { readonly failedAt: string } {
    return { failedAt: '' };
  }

  override componentDidCatch(): void {
    this.setState({ failedAt: this.props.resetKey });
  }

  override componentDidUpdate(before: Props): void {
    if (this.state.failedAt !== null && before.resetKey !== this.props.resetKey) this.setState({ failedAt: null });
  }

  override render(): ReactNode {
    return this.state.failedAt === null ? this.props.children : <PageFault />;
  }
}

function PageFault() {
  const t = useTexts(kitTexts);
  return (
    <div className="ft-state">
      <Notice tone="bad">
        <p>{t.unexpected}</p>
        <p>{t.unexpectedHelp}</p>
      </Notice>
      <Button onPress={() => location.reload()}>{t.reload}</Button>
    </div>
  );
}
