import { lazy, Suspense } from 'react';
import './field.css';

export interface DateFieldProps {
  readonly label: string;
  /** YYYY-MM-DD, or null. */
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
  readonly isRequired?: boolean;
}

const DatePicker = lazy(() => import('./date-picker.js').then(({ DatePicker }) => ({ default: DatePicker })));

/** A calendar day, typed or picked. Its code is fetched when the first one is shown. */
export const DateField = (props: DateFieldProps) => (
  <Suspense
    fallback={
      <div className="ft-field">
        <span className="ft-label">{props.label}</span>
        <span className="ft-input" aria-hidden="true" />
      </div>
    }
  >
    <DatePicker {...props} />
  </Suspense>
);
